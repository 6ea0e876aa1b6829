from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "firstlight.web"
    label = "web"

    def ready(self) -> None:
        from firstlight.web import letters, letters_to_providers  # noqa: F401  (they register what they write)
