from django.apps import AppConfig


class PacksConfig(AppConfig):
    name = "firstlight.packs"
    label = "packs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from firstlight.packs import actions, sheets  # noqa: F401  (they register themselves)
