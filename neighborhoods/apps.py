from django.apps import AppConfig


class NeighborhoodsConfig(AppConfig):
    name = "neighborhoods"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import landing as after_sign_in
        from core.tasks import sweeping

        from . import (  # noqa: F401
            landing,
            membership_notices,
            notices,
            personal_data_entries,
            registrations,
        )
        from .services.codes import forget_old_seals

        after_sign_in.register(landing.neighborhood_for, order=10)
        after_sign_in.register(landing.waiting_page_for, order=20)
        sweeping.connect(forget_old_seals)
