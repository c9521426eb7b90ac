from django.apps import AppConfig

from canbo.config import wiring


class ConfigConfig(AppConfig):
    name = "canbo.config"
    label = "config"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Wire the capabilities together once everything is loaded."""
        wiring.wire()
