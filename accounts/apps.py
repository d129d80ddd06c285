from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default = True
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core.tasks import sweeping

        from . import landing, personal_data_entries, signal_handlers  # noqa: F401
        from .services.invitations import send_waiting_invitations

        landing.register(landing.dashboard_for, order=100)
        sweeping.connect(send_waiting_invitations)


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
