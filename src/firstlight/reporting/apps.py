from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "firstlight.reporting"
    label = "reporting"
