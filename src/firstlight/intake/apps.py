from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Files in and out."""

    name = "firstlight.intake"
