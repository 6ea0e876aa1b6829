from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Files in and out."""

    name = "firstlight.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from firstlight.intake import actions  # noqa: F401  (register)
