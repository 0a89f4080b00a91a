"""What else names the entity or something it had: found by reading every row.

Other people's data may point at what is gone (a search over two users, a profile made
of both); it stays without the pointer where that can be, and goes where it cannot.
"""

from __future__ import annotations

from uuid import UUID

import orjson
from django.contrib.admin.models import LogEntry

from mem0.exceptions import ConfigurationError
from mem0.memory.filters import entity_ids, parse
from memories import recording
from memories.erasing.steps import OURS, REFS, Step
from memories.erasing.work import BATCH, Work, keys, mark_more, run
from memories.models import JobStatus
from orgs.custody.catalogue import tables
from orgs.patience import take_your_time
from orgs.secrets import unseal
from orgs.usage import forgetting
from webhooks import services as webhooks


def found_in(
    work: Work, table: str, *, named: bool = True, key: str = "id"
) -> list[UUID]:
    """Keys of rows with a trace: by the ids they mention, and by the name. It reads the
    whole table of the project."""
    take_your_time()
    of = tables()[table]
    traced = [work.mentions(of), *([work.about(of)] if named else [])]
    return keys(
        f"SELECT t.{key} FROM {table} t WHERE t.{OURS} AND ({' OR '.join(traced)})",  # noqa: S608  names of the catalogue
        work.values,
    )


def events(work: Work) -> int:
    """Operations about others too: searches over several, batches, looks at one."""
    found = found_in(work, "memories_event")
    for start in range(0, len(found), BATCH):
        recording.drop(work.project, found[start : start + BATCH])
    return len(found)


def jobs(work: Work) -> int:
    """What done jobs were given; one that is still to be done keeps it until then."""
    rows = work.project.jobs.filter(pk__in=found_in(work, "memories_job"))
    over = rows.filter(status__in=[JobStatus.DONE, JobStatus.DEAD])
    return int(over.update(payload={}, error=None))


def exports(work: Work) -> int:
    """Exports that ask for them or were made of their memories, and those of everybody."""
    ids = {*found_in(work, "memories_export"), *_doomed_exports(work)}
    rows = work.project.exports.filter(pk__in=ids, created_at__lte=work.before)
    mark_more(work, rows.values_list("pk", flat=True))
    return int(rows.delete()[0])


def _doomed_exports(work: Work) -> list[UUID]:
    """An export is kept only if its filter asks for another entity of the same type."""
    return [
        key
        for key, filters in work.project.exports.values_list("pk", "filters").iterator()
        if entity_ids(parse(filters)).get(work.column, work.name) == work.name
    ]


def profiles(work: Work) -> int:
    """Profiles of others that were made of their memories; they are made anew."""
    ids = found_in(work, "memories_profile")
    return int(work.project.profiles.filter(pk__in=ids).delete()[0])


def consolidations(work: Work) -> int:
    """What consolidation did with their memories."""
    ids = found_in(work, "memories_consolidationchange", named=False)
    return int(work.project.consolidation_changes.filter(pk__in=ids).delete()[0])


def retention_rules(work: Work) -> int:
    """Rules whose filters name them."""
    ids = found_in(work, "custody_retentionrule")
    return int(work.project.retention_rules.filter(pk__in=ids).delete()[0])


def quarantined(work: Work) -> int:
    """Doubtful facts whose sources are theirs."""
    ids = found_in(work, "memories_quarantined")
    mark_more(work, ids)
    return int(work.project.quarantined.filter(pk__in=ids).delete()[0])


def relations(work: Work) -> int:
    """Relations and uses of memories that went another way."""
    return sum(
        run(f"DELETE FROM {table} WHERE {OURS} AND memory_id IN ({REFS})", work.values)  # noqa: S608  our own names
        for table in ("memories_memoryrelation", "memories_access")
    )


def history(work: Work) -> int:
    """What was said with them in the history of others' memories."""
    ids = found_in(work, "memories_history")
    rows = work.project.history.filter(pk__in=ids)
    return int(rows.update(input=[], event_id=None))


def pointers(work: Work) -> int:
    """Others' memories that were replaced by theirs, or heard it in their messages."""
    return sum(run(sql, work.values) for sql in (REPLACED, SOURCES, RECALLED))


def requests(work: Work) -> int:
    """The log of requests that named them in another way, with its bodies."""
    mentioned = found_in(work, "usage_apirequest", named=False)
    bodies = found_in(work, "usage_requestbody", named=False)
    return forgetting.forget_mentions(
        work.project, work.name, work.before, [*mentioned, *bodies]
    )


def deliveries(work: Work) -> int:
    """What webhooks were told of events, and how their receivers answered."""
    told = found_in(work, "webhooks_delivery")
    return webhooks.erase_deliveries(work.project.pk, told)


def idempotency(work: Work) -> int:
    """Answers that are kept to be given again. They are sealed, so each is opened."""
    refs = {str(ref).encode() for ref in keys(REFS, work.values)}
    rows = work.project.idempotent_requests.filter(locked_at__lte=work.before)
    doomed = [
        row.digest
        for row in rows.iterator()
        if row.body and _tells_of(work, bytes(row.body).decode(), refs)
    ]
    return int(rows.filter(digest__in=doomed).delete()[0])


def _tells_of(work: Work, sealed: str, refs: set[bytes]) -> bool:
    try:
        body = unseal(sealed).encode()
    except ConfigurationError:  # of another key: nobody can read it, but it is theirs
        return True
    return orjson.dumps(work.name) in body or any(ref in body for ref in refs)


def admin_log(work: Work) -> int:
    """What the staff's log calls the things they had."""
    refs = [str(ref) for ref in keys(REFS, work.values)]
    rows = LogEntry.objects.filter(object_id__in=refs)
    return int(rows.update(object_repr="", change_message=""))


SECOND: dict[str, Step] = {
    "events": events,
    "jobs": jobs,
    "exports": exports,
    "profiles": profiles,
    "consolidations": consolidations,
    "retention_rules": retention_rules,
    "quarantine": quarantined,
    "relations": relations,
    "history": history,
    "pointers": pointers,
    "requests": requests,
    "webhook_deliveries": deliveries,
    "idempotency": idempotency,
    "admin_log": admin_log,
}
"""Each is called once: it finds all there is."""

REPLACED = f"""
UPDATE memories_memory SET replaced_by = NULL
 WHERE project_id = %(project)s AND replaced_by IN ({REFS})
"""  # noqa: S608  our own names
SOURCES = f"""
UPDATE memories_memory m SET sources = ARRAY(
         SELECT s FROM unnest(m.sources) s WHERE s NOT IN ({REFS}))
 WHERE project_id = %(project)s AND sources && ARRAY({REFS})
"""  # noqa: S608
RECALLED = f"""
UPDATE memories_recall r SET memory_ids = ARRAY(
         SELECT m FROM unnest(r.memory_ids) m WHERE m NOT IN ({REFS}))
 WHERE project_id = %(project)s AND memory_ids && ARRAY({REFS})
"""  # noqa: S608
