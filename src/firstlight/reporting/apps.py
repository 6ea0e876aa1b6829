from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "firstlight.reporting"
    label = "reporting"

    def ready(self) -> None:
        from firstlight.reporting import actions, files  # noqa: F401  (they register themselves)
