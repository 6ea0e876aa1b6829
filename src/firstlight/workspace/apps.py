from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "firstlight.workspace"
    label = "workspace"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from firstlight.workspace import actions, sheets  # noqa: F401  (they register themselves)
