from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core.tasks import pulsing, sweeping

        from . import personal_data_entries, signal_handlers, tasks  # noqa: F401

        pulsing.connect(tasks.look)
        sweeping.connect(tasks.look)
