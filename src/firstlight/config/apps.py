from django.apps import AppConfig


class WiringConfig(AppConfig):
    """Comes last: when every layer has registered what it has, the registries are closed."""

    name = "firstlight.config"
    label = "wiring"

    def ready(self) -> None:
        from firstlight.kernel.registries import freeze_all

        freeze_all()
