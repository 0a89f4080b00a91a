from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    """Providers that fail, shared by all processes (`memories/breakers.py`)."""

    dependencies = [("memories", "0015_expiring_runs")]

    operations = [
        migrations.RunSQL(
            "CREATE UNLOGGED TABLE memories_outage (name text PRIMARY KEY, "
            "provider text NOT NULL, failures int NOT NULL, reason text NOT NULL, "
            "since timestamptz NOT NULL, try_at timestamptz NOT NULL)",
            "DROP TABLE memories_outage",
        )
    ]
