"""Ids are a project's own: two projects may have the same.

So an archive keeps its ids wherever it is imported, and whether another tenant has an id
can be found out by nobody. `memories_memory` is keyed like this from the beginning. Each
index is built beside the table's use; the change itself is short.
"""

from django.db import migrations

TABLES = (
    'memories_entity', 'memories_history', 'memories_memoryrelation',
    'memories_message', 'memories_profile', 'memories_quarantined',
)


def rekey(table, columns):
    return [
        f'DROP INDEX CONCURRENTLY IF EXISTS {table}_pkey_next',
        f'CREATE UNIQUE INDEX CONCURRENTLY {table}_pkey_next ON {table} ({columns})',
        f'ALTER TABLE {table} DROP CONSTRAINT {table}_pkey, '
        f'ADD CONSTRAINT {table}_pkey PRIMARY KEY USING INDEX {table}_pkey_next',
    ]


class Migration(migrations.Migration):

    atomic = False

    dependencies = [('memories', '0016_outages')]

    operations = [
        migrations.RunSQL(rekey(table, 'project_id, id'), rekey(table, 'id'))
        for table in TABLES
    ]
