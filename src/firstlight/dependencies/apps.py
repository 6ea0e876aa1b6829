from django.apps import AppConfig


class DependenciesConfig(AppConfig):
    name = "firstlight.dependencies"
    label = "dependencies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from firstlight.dependencies import actions, measures, renderings, sheets  # noqa: F401  (register)
