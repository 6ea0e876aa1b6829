from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "firstlight.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from firstlight.identity import actions  # noqa: F401  (registers its actions)
