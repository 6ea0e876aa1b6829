from django.apps import AppConfig


class TestingConfig(AppConfig):
    name = "firstlight.testing"
    label = "testing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from firstlight.testing import (  # noqa: F401  (register)
            acceptance,
            actions,
            exits,
            files,
            following,
            interfaces,
            load_files,
            measures,
            renderings,
            sheets,
        )
