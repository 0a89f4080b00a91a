import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from orgs.rls import enable

COUNTER = """
CREATE UNLOGGED TABLE mem0site_counter (
  key text PRIMARY KEY,
  value bigint NOT NULL,
  expires_at timestamptz NOT NULL
) WITH (fillfactor = 50);
CREATE INDEX counter_expiry ON mem0site_counter (expires_at);
"""

COUNT = """
-- Counts one request in each window. Windows after the first that is over its limit
-- are given back what they were charged, so that a refused request does not use them
-- up; the rows are locked until then, so nobody sees it in between.
CREATE FUNCTION mem0site_count(keys text[], limits bigint[], lives int[])
RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
  counts bigint[];
BEGIN
  WITH counted AS (
    INSERT INTO mem0site_counter AS c
    SELECT w.key, 1, now() + make_interval(secs => w.life)
      FROM unnest(keys, lives) AS w(key, life)
    ON CONFLICT (key) DO UPDATE SET
      value = CASE WHEN c.expires_at > now() THEN c.value + 1 ELSE 1 END,
      expires_at = CASE WHEN c.expires_at > now() THEN c.expires_at
                        ELSE excluded.expires_at END
    RETURNING key, value
  )
  SELECT array_agg(value ORDER BY array_position(keys, key)) INTO counts FROM counted;
  FOR i IN 1 .. cardinality(keys) LOOP
    IF counts[i] > limits[i] THEN
      UPDATE mem0site_counter SET value = value - 1 WHERE key = ANY (keys[i + 1 :]);
      EXIT;
    END IF;
  END LOOP;
  RETURN counts;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('mem0site', '0001_initial'),
        ('orgs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='IdempotentRequest',
            fields=[
                ('pk', models.CompositePrimaryKey('project', 'digest', blank=True, editable=False, primary_key=True, serialize=False)),
                ('digest', models.BinaryField(max_length=32)),
                ('fingerprint', models.BinaryField(max_length=32)),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('headers', models.JSONField(default=dict)),
                ('body', models.BinaryField(null=True)),
                ('token', models.UUIDField()),
                ('locked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('project', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, to='orgs.project')),
            ],
            options={
                'default_related_name': 'idempotent_requests',
                'indexes': [models.Index(fields=['project', 'locked_at'], name='idempotent_age')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        enable('mem0site_idempotentrequest'),
        migrations.RunSQL(COUNTER, 'DROP TABLE mem0site_counter'),
        migrations.RunSQL(COUNT, 'DROP FUNCTION mem0site_count(text[], bigint[], int[])'),
    ]
