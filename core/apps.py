from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate
        from django_q.signals import post_spawn

        from . import personal_data_entries, schedules, tasks  # noqa: F401
        from .services import photos  # noqa: F401

        post_migrate.connect(schedules.keep_cache_table, sender=self)
        post_migrate.connect(schedules.keep_schedules, sender=self)
        post_spawn.connect(tasks.start_pulse)
