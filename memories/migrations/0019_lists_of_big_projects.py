"""Indexes for lists of which little matches in a project that has much.

Row-level security lets an index serve a condition only if its operator is leakproof;
those on arrays and documents are not. So categories and top-level values of metadata
become numbers, in which the project is a part, and one function that answers to the
tenant alone, as the policy does, says which memories have them, if they are few.

The number of a project's label tells nothing of another project's and costs it nothing:
no row of another tenant is ever looked at.
"""

from django.db import connections, migrations

LABELS = """
-- One value of a field: a category, or what stands under a name in metadata. Numbers are
-- equal whatever their zeros; of arrays, objects and null there is none.
CREATE OR REPLACE FUNCTION memories_label(project uuid, field text, name text, value jsonb)
RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE jsonb_typeof(value)
  WHEN 'string' THEN hashtextextended(
    field || ':' || name || '=' || (value #>> '{}'), uuid_hash_extended(project, 1))
  WHEN 'number' THEN hashtextextended(
    field || ':' || name || '=' || trim_scale(value::numeric)::text,
    uuid_hash_extended(project, 2))
  WHEN 'boolean' THEN hashtextextended(
    field || ':' || name || '=' || (value #>> '{}'), uuid_hash_extended(project, 3))
END;

CREATE OR REPLACE FUNCTION memories_labels(project uuid, metadata jsonb, categories text[])
RETURNS bigint[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY(
  SELECT label FROM (
    SELECT memories_label(project, 'metadata', key, value) AS label
      FROM jsonb_each(CASE jsonb_typeof(metadata) WHEN 'object' THEN metadata END)
     UNION ALL
    SELECT memories_label(project, 'categories', '', to_jsonb(tag))
      FROM unnest(categories) AS tag
  ) labels WHERE label IS NOT NULL);

-- Ids of the tenant's memories that have one of the values; NULL if there are more than
-- `most`, or if it cannot be told because row-level security binds the function's owner.
-- The answer is a hint: whoever asks reads the rows under the policy and looks again.
CREATE OR REPLACE FUNCTION memories_labelled(field text, name text, wanted jsonb[], most integer)
RETURNS uuid[] LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
-- What else the planner may think of reads the whole project.
SET enable_seqscan = off
SET enable_indexscan = off
SET enable_indexonlyscan = off
AS $$
DECLARE
  tenant uuid := nullif(current_setting('app.project_id', true), '')::uuid;
  labels bigint[];
  statement text;
  plan json;
  found uuid[];
BEGIN
  IF row_security_active('public.memories_memory') THEN
    RETURN NULL;
  END IF;
  labels := ARRAY(SELECT memories_label(tenant, field, name, each)
                    FROM unnest(wanted) AS each);
  statement := format(
    'SELECT id FROM memories_memory m WHERE project_id = %L '
    'AND memories_labels(m.project_id, m.metadata, m.categories) && %L::bigint[]',
    tenant, labels);
  -- That very many have one is known from statistics, without looking.
  EXECUTE 'EXPLAIN (FORMAT JSON) ' || statement INTO plan;
  IF (plan #>> '{0,Plan,Plan Rows}')::numeric > most * 3 THEN
    RETURN NULL;
  END IF;
  EXECUTE format('SELECT ARRAY(%s LIMIT %s)', statement, most + 1) INTO found;
  RETURN CASE WHEN cardinality(found) <= most THEN found END;
END $$;
"""
NO_LABELS = """
DROP FUNCTION memories_labelled(text, text, jsonb[], integer);
DROP FUNCTION memories_labels(uuid, jsonb, text[]);
DROP FUNCTION memories_label(uuid, text, text, jsonb);
"""
INDEXES = {
    # Without `fastupdate` no list has to read what waits to be filed.
    'memory_labels': 'USING gin (memories_labels(project_id, metadata, categories)) '
    'WITH (fastupdate = off)',
    'memory_states': "(project_id, state, created_at DESC, id DESC) "
    "WHERE state <> 'active'",
    'memory_expiry': '(project_id, expiration_date) WHERE expiration_date IS NOT NULL',
}
PARTITIONS = """
SELECT inhrelid::regclass::text FROM pg_inherits
 WHERE inhparent = 'memories_memory'::regclass ORDER BY 1
"""
ATTACHED = """
SELECT EXISTS (
  SELECT FROM pg_inherits JOIN pg_index ON indexrelid = inhrelid
   WHERE inhparent = to_regclass(%s) AND indrelid = to_regclass(%s))
"""


def build(apps, schema_editor):
    """Beside the table's use, one partition after the other; a broken-off try goes on."""
    with connections[schema_editor.connection.alias].cursor() as cursor:
        cursor.execute('SELECT EXISTS (SELECT FROM memories_memory)')
        (used,) = cursor.fetchone()
        cursor.execute(PARTITIONS)
        partitions = [name for (name,) in cursor.fetchall()]
        for index, definition in INDEXES.items():
            only = 'ONLY ' if used else ''  # nothing to build is built in one step
            cursor.execute(
                f'CREATE INDEX IF NOT EXISTS {index} ON {only}memories_memory {definition}'
            )
            for partition in partitions if used else ():
                build_part(cursor, index, definition, partition)


def build_part(cursor, index, definition, partition):
    cursor.execute(ATTACHED, [index, partition])
    if cursor.fetchone()[0]:
        return
    part = f'{partition}_{index.removeprefix("memory_")}'
    cursor.execute(f'DROP INDEX CONCURRENTLY IF EXISTS {part}')
    cursor.execute(f'CREATE INDEX CONCURRENTLY {part} ON {partition} {definition}')
    cursor.execute(f'ALTER INDEX {index} ATTACH PARTITION {part}')


def drop(apps, schema_editor):
    for index in INDEXES:
        schema_editor.execute(f'DROP INDEX IF EXISTS {index}')


class Migration(migrations.Migration):

    atomic = False

    dependencies = [('memories', '0018_reading_graphs')]

    operations = [
        migrations.RunSQL(LABELS, NO_LABELS),
        migrations.RunPython(build, drop),
    ]
