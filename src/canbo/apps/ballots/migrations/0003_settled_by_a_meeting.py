from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ballots", "0002_guards")]

    operations = [
        migrations.AddField("ballot", "under", models.DateField(blank=True, null=True)),
        migrations.AddField("ballot", "present", models.PositiveIntegerField(blank=True, null=True)),
        migrations.AddField("ballot", "roll", models.PositiveIntegerField(blank=True, null=True)),
        migrations.AddField("ballot", "members", models.PositiveIntegerField(blank=True, null=True)),
    ]
