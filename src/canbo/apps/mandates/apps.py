from django.apps import AppConfig


class MandatesConfig(AppConfig):
    name = "canbo.apps.mandates"
    label = "mandates"
