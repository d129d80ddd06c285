from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default = True
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core.personal_data import on_erasure
        from core.tasks import sweeping

        from . import landing, personal_data_entries, registrations, signal_handlers  # noqa: F401
        from .eid import purposes
        from .eid.views import link_identity, sign_in
        from .services.erasure import forget_invitations, go_on_with_erasures
        from .services.exports import look_after_exports
        from .services.invitations import send_waiting_invitations

        landing.register(landing.dashboard_for, order=100)
        purposes.register(purposes.SIGN_IN, sign_in)
        purposes.register(purposes.LINK, link_identity)
        sweeping.connect(send_waiting_invitations)
        sweeping.connect(go_on_with_erasures)
        sweeping.connect(look_after_exports)
        on_erasure(forget_invitations)


class PortalUsersAppConfig(WagtailUsersAppConfig):
    """Wagtail's user screens, narrowed to staff: a resident is never among them."""

    default = False
    user_viewset = "accounts.viewsets.StaffViewSet"
    group_viewset = "accounts.viewsets.RoleViewSet"

    def ready(self) -> None:
        super().ready()
        from core.policies import register_policy

        from .policies import role_policy, staff_policy

        # After Wagtail's own, which would let a group's permissions decide.
        register_policy(staff_policy)
        register_policy(role_policy)
