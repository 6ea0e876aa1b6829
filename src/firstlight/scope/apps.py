from django.apps import AppConfig


class ScopeConfig(AppConfig):
    name = "firstlight.scope"
    label = "scope"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from firstlight.scope import actions, files, renderings, sheets  # noqa: F401  (they register themselves)
