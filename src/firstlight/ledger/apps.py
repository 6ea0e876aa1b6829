from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "firstlight.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from firstlight.kernel.actions import record_with
        from firstlight.ledger.recording import record

        record_with(record)
