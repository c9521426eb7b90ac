from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "canbo.apps.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
