"""The look into every table for what should be gone.

It reads the database's catalogue, not the list of steps, so it also finds what no step
thought of.
"""

from __future__ import annotations

from django.db import connection

from memories.erasing.work import Work
from orgs.custody.catalogue import Table, tables
from orgs.patience import take_your_time
from webhooks.services import SPOKEN

PASSED_OVER = {
    "custody_erasedref": "the ids the look is made with; they go after it",
    "memories_indexchange": "what the vector store has yet to hear, which is asked itself",
    "memories_graphchange": "the same for the graph store",
}
"""Tables that are not looked into, each with its reason."""


def probe(work: Work) -> tuple[int, dict[str, int]]:
    """How many tables were looked into, and by table how many rows still name the
    entity or something it had. Runs inside the tenant's transaction."""
    take_your_time()
    looked = [each for name, each in tables().items() if name not in PASSED_OVER]
    found = {table.name: _count(work, table) for table in looked}
    return len(looked), {name: count for name, count in found.items() if count}


def _count(work: Work, table: Table) -> int:
    traces = [work.about(table), work.mentions(table)]
    if table.name == "usage_usagedelta":  # the only place where a name is a key
        traces.append("t.entities -> %(kind)s ? %(name)s")
    known = "true"
    if table.name == "webhooks_delivery":
        known = SPOKEN.replace("d.", "t.")
    if table.name == "memories_job":  # the one at hand has the name until it ends
        known = "t.id IS DISTINCT FROM %(job)s"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {table.name} t WHERE t.project_id = %(project)s "  # noqa: S608  names of the catalogue
            f"AND {known} AND ({' OR '.join(traces)})",
            {**work.values, "job": work.job_id},
        )
        (count,) = cursor.fetchone()
        return int(count)
