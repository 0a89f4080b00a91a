from django.db import migrations


class Migration(migrations.Migration):
    """Room for the vectors of a space to come, beside those of the present one."""

    dependencies = [
        ('memories', '0011_accesses'),
        ('orgs', '0008_next_embedder'),
    ]

    operations = [
        migrations.RunSQL(
            """
            ALTER TABLE memories_memory
              ADD COLUMN next_embedding halfvec,
              ADD COLUMN next_context_embedding halfvec;
            ALTER TABLE memories_message ADD COLUMN next_embedding halfvec;
            """,
            "ALTER TABLE memories_memory DROP COLUMN next_embedding, "
            "DROP COLUMN next_context_embedding; "
            "ALTER TABLE memories_message DROP COLUMN next_embedding",
        ),
    ]
