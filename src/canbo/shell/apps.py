from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "canbo.shell"
    label = "shell"
