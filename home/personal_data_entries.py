"""Which fields of this app's models are personal."""

from core.personal_data import OnErasure, register

from .models import ContentPage, HomePage

for page_model in (HomePage, ContentPage):
    register(
        page_model,
        purpose="Words of the municipality for everybody.",
        personal={"owner": OnErasure.DETACH, "locked_by": OnErasure.DETACH},
        harmless=[
            field.name
            for field in page_model._meta.concrete_fields
            if field.name not in ("owner", "locked_by")
        ],
    )
