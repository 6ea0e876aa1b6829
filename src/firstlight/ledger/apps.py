from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "firstlight.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from firstlight.kernel.actions import Recorder, record_with
        from firstlight.ledger.recording import hold, record

        record_with(Recorder(hold, record))
