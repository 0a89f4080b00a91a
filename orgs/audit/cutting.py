"""The beginning of a log, cut off when it is older than it is kept.

The database's own function does it: not the application's role, and never the last
thirty days. The head of the chain keeps the hash of the last entry that went, so that
the rest stays verifiable; that something went is an entry itself.
"""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings
from django.db import DatabaseError, connections, transaction
from django.utils import timezone

from orgs.audit import verifying
from orgs.audit.acts import Act
from orgs.audit.models import Stream
from orgs.audit.recording import record
from orgs.audit.verifying import DATABASE, Place

logger = logging.getLogger(__name__)

CUT = 5_000
"""Entries one statement takes."""


def purge(now: dt.datetime | None = None) -> int:
    """Cut off what is older than it is kept, where that is limited; how many entries."""
    kept = {
        Stream.ADMINISTRATION: settings.CONFIGURATION.audit_keep_days,
        Stream.READS: settings.CONFIGURATION.audit_reads_keep_days,
    }
    if not any(kept.values()):
        return 0
    now = now or timezone.now()
    return sum(
        _cut_quietly(place, now - dt.timedelta(days=kept[Stream(place[1])]))
        for place in verifying.chains()
        if kept[Stream(place[1])]
    )


def _cut_quietly(place: Place, before: dt.datetime) -> int:
    """A chain that is broken stays as it is, and holds up no other."""
    try:
        return cut(place, before)
    except DatabaseError:
        logger.exception("The audit log of %s could not be cut off", place[0])
        return 0


def cut(place: Place, before: dt.datetime) -> int:
    """Cut off what is older, a few at a time; how many entries."""
    whose, stream = place
    gone = 0
    while count := _cut_some(place, before):
        gone += count
        if count < CUT:
            break
    if gone:
        record(
            Act.AUDIT_CUT,
            organization=whose,
            about=("audit", Stream(stream).name.lower()),
            entries=gone,
            before=before,
        )
    return gone


def _cut_some(place: Place, before: dt.datetime) -> int:
    with transaction.atomic(using=DATABASE), connections[DATABASE].cursor() as cursor:
        cursor.execute(
            "SELECT audit_cut(%s, %s::smallint, %s, %s)", [*place, before, CUT]
        )
        (count,) = cursor.fetchone()
        return int(count)
