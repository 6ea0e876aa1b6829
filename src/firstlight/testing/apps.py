from django.apps import AppConfig


class TestingConfig(AppConfig):
    name = "firstlight.testing"
    label = "testing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from firstlight.testing import actions, files, following, measures, renderings, sheets  # noqa: F401  (register)
