from django.apps import AppConfig


class ReadinessConfig(AppConfig):
    name = "firstlight.readiness"
    label = "readiness"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from firstlight.readiness import actions, measures, renderings, sheets  # noqa: F401  (they register themselves)
        from firstlight.readiness.actions import deciding, moving_reviews, recording, reviewing  # noqa: F401
