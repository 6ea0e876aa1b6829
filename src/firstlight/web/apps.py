from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "firstlight.web"
    label = "web"
