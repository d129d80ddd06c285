"""Which fields of this app's models are personal."""

from core.personal_data import OnErasure, register

from .models import Campaign, CampaignIndexPage, CampaignPage

register(
    Campaign,
    purpose="Telling neighborhoods what the municipality wants them to know.",
    personal={"sent_by": OnErasure.DETACH},
    harmless=[
        "public_id",
        "source_language",
        "theme",
        "state",
        "feed_until",
        "send_at",
        "hold_until",
        "sent_at",
        "created_at",
    ],
)
for page_model in (CampaignIndexPage, CampaignPage):
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
