from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "firstlight.api"
    label = "api"
