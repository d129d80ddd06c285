from django.apps import AppConfig


class NeighborhoodsConfig(AppConfig):
    name = "neighborhoods"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import landing as after_sign_in
        from accounts.eid import purposes
        from core.tasks import sweeping

        from . import (  # noqa: F401
            landing,
            membership_notices,
            name_notices,
            notices,
            personal_data_entries,
            registrations,
            welcome_notices,
        )
        from .services.codes import forget_old_seals
        from .services.known_contacts import send_waiting_codes
        from .views.join_eid import carry_on_joining

        after_sign_in.register(landing.neighborhood_for, order=10)
        after_sign_in.register(landing.waiting_page_for, order=20)
        purposes.register("join", carry_on_joining)
        sweeping.connect(forget_old_seals)
        sweeping.connect(send_waiting_codes)
