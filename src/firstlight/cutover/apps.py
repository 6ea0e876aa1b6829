from django.apps import AppConfig


class CutoverConfig(AppConfig):
    name = "firstlight.cutover"
    label = "cutover"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from firstlight.cutover import actions, files, measures, rehearsal_files, renderings, sheets  # noqa: F401  (register)
