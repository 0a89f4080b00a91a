"""What is known to be about the entity, store by store, a thousand rows at a time.

Every step takes some rows inside the tenant's transaction and says how many those were;
it is called until it finds none. Repeating one does no harm.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.db import connection

from mem0.memory.types import Scope
from memories import engine, recording
from memories.erasing.work import BATCH, Work, keys, run
from memories.models import OPEN, EventStatus
from memories.witness import ProjectWitness
from orgs.usage import forgetting
from webhooks import services as webhooks

NAMELESS = "[erased]"
"""What stands in a reason in the place of a name."""
Step = Callable[[Work], int]
AT_ONCE = 250
"""Memories one transaction deletes: each has vectors, terms, history and neighbours."""

OURS = "project_id = %(project)s"
REFS = (
    "SELECT ref FROM custody_erasedref "
    "WHERE project_id = %(project)s AND erasure_id = %(erasure)s"
)


def cancel(work: Work) -> int:
    """What was accepted about them and is not done will not be done."""
    waiting = work.project.events.filter(
        **{work.column: work.name},
        status__in=[EventStatus.PENDING, EventStatus.RUNNING],
        created_at__lte=work.before,
    )
    open_jobs = work.project.jobs.filter(event__in=waiting, status__in=OPEN)
    return int(open_jobs.delete()[0])


def entities(work: Work) -> int:
    """Their own row, with the metadata it was given; holds that were lifted stay
    without a name, in their reasons too."""
    work.project.holds.filter(kind=work.kind, name=work.name).update(name="")
    named = re.compile(rf"(?<!\w){re.escape(work.name)}(?!\w)")
    for hold in work.project.holds.filter(reason__contains=work.name):
        hold.reason = named.sub(NAMELESS, hold.reason)
        hold.save(update_fields=["reason"])
    rows = work.project.entities.filter(
        type=work.kind, name=work.name, created_at__lte=work.before
    )
    return int(rows.delete()[0])


def witness(work: Work) -> int:
    """What went out to their applications and what those repeat. It is kept by digests
    of whole scopes, so it goes while the scopes are known."""
    keeper = ProjectWitness(work.project)
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ".join(
                f"SELECT user_id, agent_id, app_id, run_id FROM {table} "  # noqa: S608  our own names
                f"WHERE {OURS} AND {work.column} = %(name)s"
                for table in ("memories_memory", "memories_message")
            ),
            work.values,
        )
        scopes = [Scope(*row) for row in cursor.fetchall()]
    theirs = [each for each in scopes if work.kind == "user" or not each.user_id]
    if work.kind in ("app", "run"):  # with an agent it is the agent that is spoken with
        theirs = [each for each in theirs if not each.agent_id]
    gone = sum(map(keeper.forget, [Scope(**{work.column: work.name}), *theirs]))
    return gone + (keeper.forget_session(work.name) if work.kind == "run" else 0)


def memories(work: Work) -> int:
    """Memories with their vectors, relations and sources, by the engine's one way;
    webhooks are told the ids, not what was said."""
    found = keys(
        f"SELECT id FROM memories_memory WHERE {OURS} AND id IN ({REFS}) LIMIT %(most)s",  # noqa: S608  our own names
        {**work.values, "most": AT_ONCE},
    )
    if found:
        engine.memory(work.project).delete_many([str(key) for key in found])
        webhooks.erase(work.project.pk, found)
    return len(found)


def deliveries(work: Work) -> int:
    """What webhooks were told of memories that were gone before."""
    found = set(
        keys(
            "SELECT d.memory_id FROM webhooks_delivery d "  # noqa: S608  our own names
            f"WHERE {OURS} AND memory_id IN ({REFS}) AND {webhooks.SPOKEN} "
            "LIMIT %(most)s",
            work.values,
        )
    )
    return webhooks.erase(work.project.pk, found) if found else 0


def history(work: Work) -> int:
    """Every change of every memory of theirs."""
    return _delete(work, "memories_history", f"memory_id IN ({REFS})")


def messages(work: Work) -> int:
    """What was said, by them and with them."""
    named = f"({work.column} = %(name)s AND recorded_at <= %(before)s)"
    return _delete(work, "memories_message", f"({named} OR id IN ({REFS}))")


def quarantined(work: Work) -> int:
    """Doubtful facts that wait for a decision."""
    named = f"{work.column} = %(name)s AND created_at <= %(before)s"
    return _delete(work, "memories_quarantined", named)


def events(work: Work) -> int:
    """Operations with what was sent and what came of it; their number is kept."""
    found = keys(
        f"SELECT id FROM memories_event WHERE {OURS} AND "  # noqa: S608  our own names
        f"{work.column} = %(name)s AND created_at <= %(before)s LIMIT %(most)s",
        work.values,
    )
    return recording.drop(work.project, found)


def profiles(work: Work) -> int:
    """The profile that was made of them."""
    about = {"entity_type": work.kind, "entity_id": work.name}
    rows = work.project.profiles.filter(**about, created_at__lte=work.before)
    return int(rows.delete()[0])


def profile_runs(work: Work) -> int:
    """Their place in requests for profiles."""
    return run(PROFILE_RUNS, work.values) + int(
        work.project.profile_runs.filter(
            entity_type=work.kind, entity_ids=[], created_at__lte=work.before
        ).delete()[0]
    )


def archives(work: Work) -> int:
    """Archives of the project, in which they stand too; another can be made."""
    rows = work.project.transfers.filter(created_at__lte=work.before)
    ids = list(rows.values_list("pk", flat=True))
    work.project.transfer_pieces.filter(transfer_id__in=ids).delete()
    return int(rows.filter(pk__in=ids).delete()[0])


def consolidations(work: Work) -> int:
    """Runs over them alone; those over everybody lose what they say of them later."""
    if work.kind != "user":
        return 0
    rows = work.project.consolidations.filter(
        user_id=work.name, created_at__lte=work.before
    )
    found = list(rows.values_list("pk", flat=True)[:BATCH])
    changes = work.project.consolidation_changes.filter(consolidation_id__in=found)
    gone = int(changes.delete()[0])
    return gone + int(work.project.consolidations.filter(pk__in=found).delete()[0])


def requests(work: Work) -> int:
    """Their name in the log of requests and in the counts."""
    return forgetting.forget_entity(work.project, work.kind, work.name, work.before)


def _delete(work: Work, table: str, condition: str) -> int:
    return run(
        f"DELETE FROM {table} WHERE {OURS} AND id IN "  # noqa: S608  our own names
        f"(SELECT id FROM {table} WHERE {OURS} AND {condition} LIMIT %(most)s)",
        work.values,
    )


FIRST: dict[str, Step] = {
    "memories": memories,
    "webhook_deliveries": deliveries,
    "history": history,
    "messages": messages,
    "quarantine": quarantined,
    "profiles": profiles,
    "profile_runs": profile_runs,
    "consolidations": consolidations,
    "archives": archives,
    "events": events,
    "requests": requests,
}
"""By the name a receipt gives the store, in the order in which they are carried out."""

PROFILE_RUNS = """
UPDATE memories_profilerun SET entity_ids = array_remove(entity_ids, %(name)s)
 WHERE project_id = %(project)s AND entity_type = %(kind)s
   AND %(name)s = ANY(entity_ids) AND created_at <= %(before)s
"""
