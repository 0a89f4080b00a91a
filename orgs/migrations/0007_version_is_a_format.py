"""`version` says what v1 and v2 routes answer by default: bare lists, as ever."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orgs", "0006_key_scopes")]

    operations = [
        migrations.AlterField(
            model_name="project",
            name="version",
            field=models.CharField(default="v1", max_length=10),
        ),
        migrations.RunSQL(
            # Nothing acted on it, and nobody chose it.
            "UPDATE orgs_project SET version = 'v1'",
            migrations.RunSQL.noop,
        ),
    ]
