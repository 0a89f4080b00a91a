"""What is broken is not cut off: the traces of it would go."""

from django.db import migrations

CUT = """
CREATE OR REPLACE FUNCTION audit_cut(
  whose uuid, which smallint, older timestamptz, most integer)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  head audit_head;
  until timestamptz := least(older, now() - interval '30 days');
  last bigint;
  found_entries bigint;
  seen text := coalesce(current_setting('app.organization_id', true), '');
BEGIN
  PERFORM set_config('app.organization_id', whose::text, true);
  SELECT * INTO head FROM audit_head
   WHERE organization_id = whose AND stream = which FOR UPDATE;
  WITH oldest AS (
    SELECT seq, at FROM audit_entry
     WHERE organization_id = whose AND stream = which AND seq > head.cut_seq
     ORDER BY seq LIMIT most)
  SELECT max(seq), count(*) INTO last, found_entries FROM oldest
   WHERE seq < coalesce((SELECT min(seq) FROM oldest WHERE at >= until), 9223372036854775807);
  IF last IS NULL THEN
    PERFORM set_config('app.organization_id', seen, true);
    RETURN 0;
  END IF;
  IF found_entries <> last - head.cut_seq THEN
    RAISE EXCEPTION 'The chain is broken before entry %: nothing is cut off.', last;
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
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunSQL(CUT, migrations.RunSQL.noop)]
