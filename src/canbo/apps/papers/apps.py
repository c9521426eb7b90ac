from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "canbo.apps.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"
