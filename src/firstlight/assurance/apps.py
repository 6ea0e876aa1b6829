from django.apps import AppConfig


class AssuranceConfig(AppConfig):
    name = "firstlight.assurance"
    label = "assurance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from firstlight.assurance import actions, files, followups, renderings, sheets  # noqa: F401  (register)
