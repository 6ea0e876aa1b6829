from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "firstlight.web"
    label = "web"

    def ready(self) -> None:
        from firstlight.web import letters  # noqa: F401  (it registers what it writes)
