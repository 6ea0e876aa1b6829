from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "firstlight.webhooks"
    label = "webhooks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from firstlight.webhooks import actions  # noqa: F401  (registers its actions)
