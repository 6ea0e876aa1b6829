from django.apps import AppConfig


class ReadinessConfig(AppConfig):
    name = "firstlight.readiness"
    label = "readiness"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from firstlight.readiness import actions, files, measures, renderings, sheets  # noqa: F401  (they register)
        from firstlight.readiness.actions import deciding, moving_reviews, recording, reviewing  # noqa: F401
