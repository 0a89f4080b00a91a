"""A log that is kept for a while only stays whole from where it begins."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, connections
from django.utils import timezone

from orgs import audit
from orgs.audit import cutting, verifying
from orgs.audit.models import Entry, Stream
from orgs.audit.recording import append, entry_of

AGES = (400, 300, 200, 100, 20, 0)
"""Days."""


@pytest.fixture
def whose(database):
    """The id of an organization with an entry of each age in both chains."""
    made = uuid.uuid4()
    for stream in Stream.values:
        for days in AGES:
            at = timezone.now() - dt.timedelta(days=days)
            entry = entry_of(audit.Act.KEY_CREATED, audit.Actor("system"), at=at)
            append(made, stream, [entry])
    return made


def kept(whose, stream=Stream.ADMINISTRATION):
    rows = Entry.objects.using("admin").filter(organization_id=whose, stream=stream)
    return [row.seq for row in rows.order_by("seq")]


def is_whole(whose, stream=Stream.ADMINISTRATION):
    return verifying.verify((whose, stream)).faults == []


def ago(days):
    return timezone.now() - dt.timedelta(days=days)


def test_what_is_older_goes_and_the_rest_is_still_a_chain(whose):
    place = (whose, Stream.READS)
    assert cutting.cut(place, ago(250)) == 2
    assert kept(whose, Stream.READS) == [3, 4, 5, 6]
    assert is_whole(whose, Stream.READS)
    append(whose, Stream.READS, [entry_of(audit.Act.LISTED, audit.Actor("system"))])
    assert cutting.cut(place, ago(150)) == 1
    assert kept(whose, Stream.READS) == [4, 5, 6, 7]
    assert is_whole(whose, Stream.READS)


def test_that_something_went_is_an_entry(whose):
    cutting.cut((whose, Stream.READS), ago(250))
    row = Entry.objects.using("admin").get(
        organization_id=whose, action=audit.Act.AUDIT_CUT
    )
    assert (row.object_kind, row.object_id) == ("audit", "reads")
    assert row.said()["entries"] == 2
    assert is_whole(whose)


def test_the_last_thirty_days_stay_whatever_is_asked(whose):
    assert cutting.cut((whose, Stream.ADMINISTRATION), timezone.now()) == 4
    assert kept(whose)[:2] == [5, 6]
    assert is_whole(whose)


def test_an_entry_that_went_with_no_cut_is_still_missed(whose):
    cutting.cut((whose, Stream.ADMINISTRATION), ago(250))
    with connections["owner"].cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        cursor.execute(
            "DELETE FROM audit_entry WHERE organization_id = %s AND seq = 3", [whose]
        )
        cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER USER")
        cursor.execute("COMMIT")
    assert not is_whole(whose)
    with pytest.raises(DatabaseError, match="broken"):
        cutting.cut((whose, Stream.ADMINISTRATION), ago(50))
    assert kept(whose) == [4, 5, 6, 7]


def test_nothing_is_cut_unless_a_setting_says_so(whose):
    assert cutting.purge() == 0
    assert kept(whose) == [1, 2, 3, 4, 5, 6]


def test_each_chain_has_its_own_age(whose, settings):
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(
        update={"audit_reads_keep_days": 150}
    )
    assert cutting.purge() >= 3
    assert kept(whose, Stream.READS) == [4, 5, 6]
    assert kept(whose)[0] == 1
    assert is_whole(whose, Stream.READS)
