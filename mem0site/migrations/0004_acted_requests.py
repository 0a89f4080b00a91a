from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Requests under a key note that they acted."""

    dependencies = [("mem0site", "0003_shared_cache")]

    operations = [
        migrations.AddField(
            "idempotentrequest",
            "acted",
            models.BooleanField(default=False, db_default=False),
        )
    ]
