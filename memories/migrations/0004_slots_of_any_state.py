"""A slot is also asked for what is disputed in it and for what once held."""

from django.db import migrations

SLOTS = """
CREATE INDEX memory_slots ON memories_memory (project_id, attribute, user_id)
  WHERE attribute IS NOT NULL;
DROP INDEX memory_slot;
"""
ACTIVE_SLOTS = """
CREATE INDEX memory_slot ON memories_memory (project_id, attribute, user_id)
  WHERE attribute IS NOT NULL AND state = 'active';
DROP INDEX memory_slots;
"""


class Migration(migrations.Migration):

    dependencies = [('memories', '0003_job_publications')]

    operations = [migrations.RunSQL(SLOTS, ACTIVE_SLOTS)]
