from django.db import migrations

from canbo.base.record.triggers import Guard, NoOverlap


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("record", "0002_guards")]

    operations = [
        Guard(
            "person",
            "paper",
            "personversion",
            "holding",
            "seat",
            "degree",
            "theory",
            "certificate",
            "rating",
            "discipline",
            "proceeding",
            "planned",
            "relative",
            "reward",
            "product",
            "finding",
            "extension",
            "candidacy",
            "section",
            "dossierlink",
        ),
        NoOverlap("holding", "post_code", unless_blank=True),
    ]
