from django.apps import AppConfig


class ReadinessConfig(AppConfig):
    name = "firstlight.readiness"
    label = "readiness"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from firstlight.readiness import actions, measures  # noqa: F401  (they register themselves)
