from django.db import migrations


class Migration(migrations.Migration):
    """What processes share for minutes: the attempts of signing in. Django's database
    cache makes no table by a migration of its own."""

    dependencies = [
        ('mem0site', '0002_idempotency_and_counters'),
    ]

    operations = [
        migrations.RunSQL(
            [
                "CREATE UNLOGGED TABLE shared_cache ("
                "cache_key varchar(255) PRIMARY KEY, value text NOT NULL, "
                "expires timestamptz NOT NULL)",
                "CREATE INDEX shared_cache_expires ON shared_cache (expires)",
            ],
            "DROP TABLE shared_cache",
        ),
    ]
