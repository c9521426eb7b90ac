from django.db import migrations

from canbo.base.walls.policies import Wall


class Migration(migrations.Migration):
    dependencies = [("people", "0008_saved_lists_guard")]

    operations = [
        Wall(
            "person", "personversion", "paper", "holding", "seat", "degree", "theory", "certificate", "rating",
            "discipline", "proceeding", "planned", "relative", "reward", "product", "finding", "extension", "candidacy",
            "section", "detail", "privatedetail", "proposal", "verification", "dossierlink",
        ),
    ]  # fmt: skip
