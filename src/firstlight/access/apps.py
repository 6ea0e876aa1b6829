from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "firstlight.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from firstlight.access import actions  # noqa: F401  (registers its actions)
