"""The log and its walls. The application's role may read its tables and call
`audit_append`; that function belongs to the owner of the tables, numbers the entries,
chains their hashes and moves the head, which it holds locked until the transaction ends.
"""

import mem0.ids
from django.db import migrations, models

from orgs.audit.walls import statements

ORGANIZATION = "(SELECT nullif(current_setting('app.organization_id', true), '')::uuid)"
POLICY = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON {table}
  USING (organization_id = {organization}) WITH CHECK (organization_id = {organization});
"""

# The same bytes as orgs.audit.chains.canonical.
CHAIN = """
CREATE FUNCTION audit_hash(previous bytea, entry audit_entry) RETURNS bytea
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT sha256(previous || convert_to(string_agg(
           octet_length(convert_to(part, 'UTF8')) || ':' || part || ',', '' ORDER BY place),
         'UTF8'))
    FROM unnest(ARRAY[
      entry.format::text, entry.organization_id::text, entry.stream::text,
      entry.seq::text, entry.id::text,
      (extract(epoch FROM entry.at) * 1000000)::bigint::text,
      entry.actor_kind::text, coalesce(entry.actor_id::text, ''), entry.actor::text,
      entry.ip::text, entry.action::text, coalesce(entry.in_project::text, ''),
      entry.object_kind::text, entry.object_id::text, entry.before::text,
      entry.after::text, entry.request_id::text, entry.details
    ]) WITH ORDINALITY each (part, place)
$$;

CREATE FUNCTION audit_append(whose uuid, which smallint, entries jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  head audit_head;
  given jsonb;
  entry audit_entry;
  seen text := coalesce(current_setting('app.organization_id', true), '');
BEGIN
  PERFORM set_config('app.organization_id', whose::text, true);
  SELECT * INTO head FROM audit_head
   WHERE organization_id = whose AND stream = which FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO audit_head (organization_id, stream, seq, hash, cut_seq, cut_hash)
    VALUES (whose, which, 0, decode(repeat('00', 32), 'hex'),
            0, decode(repeat('00', 32), 'hex')) ON CONFLICT DO NOTHING;
    SELECT * INTO head FROM audit_head
     WHERE organization_id = whose AND stream = which FOR UPDATE;
  END IF;
  FOR given IN SELECT * FROM jsonb_array_elements(entries) LOOP
    entry := jsonb_populate_record(NULL::audit_entry, given);
    head.seq := head.seq + 1;
    entry.organization_id := whose;
    entry.stream := which;
    entry.seq := head.seq;
    entry.format := 1;
    head.hash := audit_hash(head.hash, entry);
    entry.hash := head.hash;
    INSERT INTO audit_entry VALUES (entry.*);
  END LOOP;
  UPDATE audit_head SET seq = head.seq, hash = head.hash
   WHERE organization_id = whose AND stream = which;
  PERFORM set_config('app.organization_id', seen, true);
  RETURN head.seq;
END $$;

-- The beginning of a chain is cut off where it is older than asked, the last thirty days
-- never. The head keeps what the rest is chained to.
CREATE FUNCTION audit_cut(whose uuid, which smallint, older timestamptz, most integer)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  head audit_head;
  until timestamptz := least(older, now() - interval '30 days');
  last bigint;
  seen text := coalesce(current_setting('app.organization_id', true), '');
BEGIN
  PERFORM set_config('app.organization_id', whose::text, true);
  SELECT * INTO head FROM audit_head
   WHERE organization_id = whose AND stream = which FOR UPDATE;
  SELECT coalesce(min(seq) FILTER (WHERE at >= until) - 1, max(seq)) INTO last
    FROM (SELECT seq, at FROM audit_entry
           WHERE organization_id = whose AND stream = which AND seq > head.cut_seq
           ORDER BY seq LIMIT most) oldest;
  IF last IS NULL OR last <= head.cut_seq THEN
    PERFORM set_config('app.organization_id', seen, true);
    RETURN 0;
  END IF;
  UPDATE audit_head SET cut_seq = last, cut_hash = (
         SELECT hash FROM audit_entry
          WHERE organization_id = whose AND stream = which AND seq = last)
   WHERE organization_id = whose AND stream = which;
  PERFORM set_config('app.audit_cut', 'on', true);
  DELETE FROM audit_entry
   WHERE organization_id = whose AND stream = which AND seq <= last;
  PERFORM set_config('app.audit_cut', '', true);
  PERFORM set_config('app.organization_id', seen, true);
  RETURN last - head.cut_seq;
END $$;

CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('app.audit_cut', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'The audit log is append-only.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER head_stays BEFORE DELETE ON audit_head
  FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER heads_stay BEFORE TRUNCATE ON audit_head
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""
NO_CHAIN = """
DROP TRIGGER heads_stay ON audit_head;
DROP TRIGGER head_stays ON audit_head;
DROP TRIGGER append_only_whole ON audit_entry;
DROP TRIGGER append_only ON audit_entry;
DROP FUNCTION audit_refuse();
DROP FUNCTION audit_cut(uuid, smallint, timestamptz, integer);
DROP FUNCTION audit_append(uuid, smallint, jsonb);
DROP FUNCTION audit_hash(bytea, audit_entry);
"""


def close(apps, schema_editor):
    for statement in statements():
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('orgs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Head',
            fields=[
                ('pk', models.CompositePrimaryKey('organization_id', 'stream', blank=True, editable=False, primary_key=True, serialize=False)),
                ('organization_id', models.UUIDField()),
                ('stream', models.PositiveSmallIntegerField(choices=[(0, 'Administration'), (1, 'Reads')])),
                ('seq', models.BigIntegerField(default=0)),
                ('hash', models.BinaryField(max_length=32)),
                ('cut_seq', models.BigIntegerField(default=0)),
                ('cut_hash', models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.UUIDField(default=mem0.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('organization_id', models.UUIDField()),
                ('stream', models.PositiveSmallIntegerField(choices=[(0, 'Administration'), (1, 'Reads')])),
                ('seq', models.BigIntegerField()),
                ('format', models.PositiveSmallIntegerField(default=1)),
                ('at', models.DateTimeField()),
                ('actor_kind', models.CharField(max_length=10)),
                ('actor_id', models.UUIDField(null=True)),
                ('actor', models.CharField(blank=True, max_length=100)),
                ('ip', models.CharField(blank=True, max_length=45)),
                ('action', models.CharField(max_length=60)),
                ('in_project', models.UUIDField(null=True)),
                ('object_kind', models.CharField(blank=True, max_length=30)),
                ('object_id', models.CharField(blank=True, max_length=64)),
                ('before', models.CharField(blank=True, max_length=64)),
                ('after', models.CharField(blank=True, max_length=64)),
                ('request_id', models.CharField(blank=True, max_length=200)),
                ('details', models.TextField(default='{}')),
                ('hash', models.BinaryField(max_length=32)),
            ],
            options={
                'verbose_name_plural': 'entries',
                'ordering': ('-id',),
                'indexes': [models.Index(fields=['organization_id', 'stream', '-id'], name='audit_newest'), models.Index(fields=['organization_id', 'object_id', '-id'], name='audit_object'), models.Index(fields=['organization_id', 'actor_id', '-id'], name='audit_actor')],
                'constraints': [models.UniqueConstraint(fields=('organization_id', 'stream', 'seq'), name='audit_one_chain')],
            },
        ),
        *(
            migrations.RunSQL(
                POLICY.format(table=table, organization=ORGANIZATION),
                f"DROP POLICY organization ON {table}",
            )
            for table in ("audit_entry", "audit_head")
        ),
        migrations.RunSQL(CHAIN, NO_CHAIN),
        migrations.RunPython(close, migrations.RunPython.noop),
    ]
