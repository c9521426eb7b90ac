from django.apps import AppConfig
from django.db.models import ForeignKey

from canbo.base.record.then import Stands


class RecordConfig(AppConfig):
    name = "canbo.base.record"
    label = "record"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let every question for the rows that stand be asked of the past, too."""
        ForeignKey.register_lookup(Stands)
