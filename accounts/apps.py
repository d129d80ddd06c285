from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default = True
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import personal_data_entries  # noqa: F401


class PortalUsersAppConfig(WagtailUsersAppConfig):
    """Wagtail's user screens, narrowed to staff: a resident is never among them."""

    default = False
    user_viewset = "accounts.viewsets.StaffViewSet"
