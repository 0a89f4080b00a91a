"""Somebody goes out of the log and the counts: that there were requests stays, whom
they were about does not."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, quote_plus
from uuid import UUID

from django.db import connection

from orgs.models import Project
from orgs.tenancy import tenant


def forget_entity(project: Project, kind: str, name: str, before: dt.datetime) -> int:
    """Take an entity out of the log and the counts, in the tenant's open transaction;
    how many rows were about it."""
    given: dict[str, Any] = {
        "project": project.pk, "kind": kind, "name": name, "before": before
    }  # fmt: skip
    gone = forget_bodies(project, f"{kind}_id", name)
    gone += int(project.entity_days.filter(type=kind, name=name).delete()[0])
    with connection.cursor() as cursor:
        cursor.execute(UNCOUNT, given)
        gone += int(cursor.rowcount)
        cursor.execute(
            f"UPDATE usage_apirequest SET {kind}_id = NULL, path = route, query = '' "  # noqa: S608  one of four names
            "WHERE project_id = %(project)s AND created_at <= %(before)s "
            f"AND {kind}_id = %(name)s",
            given,
        )
        return gone + int(cursor.rowcount)


def forget_mentions(
    project: Project, name: str, before: dt.datetime, ids: Iterable[UUID]
) -> int:
    """Take requests out that name somebody where no id is looked for, and the given
    ones, which name something of theirs; in the tenant's open transaction."""
    given: dict[str, Any] = {
        "project": project.pk,
        "before": before,
        "ids": list(ids),
        "address": _in_address(name),
        "body": _in_body(name),
    }
    with connection.cursor() as cursor:
        cursor.execute(FORGET_BODIES, given)
        gone = int(cursor.rowcount)
        cursor.execute(FORGET_ADDRESSES, given)
        return gone + int(cursor.rowcount)


def forget_bodies(project: Project, column: str, name: str) -> int:
    """Delete the bodies of requests about somebody; how many."""
    with tenant(project):
        about = project.api_requests.filter(**{column: name})
        rows = project.request_bodies.filter(pk__in=about.values("pk"))
        return int(rows.delete()[0])


def forget_everybody(project: Project) -> None:
    """Take everybody out of the log and the counts."""
    with tenant(project), connection.cursor() as cursor:
        project.request_bodies.all().delete()
        project.entity_days.all().delete()
        cursor.execute(
            "UPDATE usage_usagedelta SET entities = '{}' WHERE project_id = %s",
            [project.pk],
        )
        cursor.execute(
            "UPDATE usage_apirequest SET user_id = NULL, agent_id = NULL, app_id = NULL,"
            " run_id = NULL, path = route, query = '' WHERE project_id = %s",
            [project.pk],
        )


def _in_address(name: str) -> str:
    """A regular expression of PostgreSQL: the name as a word of a URL."""
    spelled = {name, quote(name, safe=""), quote(name), quote_plus(name)}
    word = "|".join(sorted(map(re.escape, spelled)))
    return f"(^|[^[:alnum:]_.@-]|%22|%27|%2[Ff]|%3[AaDd])({word})([^[:alnum:]_.@-]|$)"


def _in_body(name: str) -> str:
    """The same for the name as a string of JSON, or of JSON in a string."""
    spelled = {json.dumps(name)[1:-1], json.dumps(name, ensure_ascii=False)[1:-1]}
    word = "|".join(sorted(map(re.escape, spelled)))
    return rf"[\"'](\\)*({word})(\\)*[\"']"


UNCOUNT = """
UPDATE usage_usagedelta
   SET entities = entities #- ARRAY[%(kind)s, %(name)s]::text[]
 WHERE project_id = %(project)s AND entities -> %(kind)s ? %(name)s
"""
FORGET_BODIES = """
DELETE FROM usage_requestbody
 WHERE project_id = %(project)s AND created_at <= %(before)s
   AND (id = ANY(%(ids)s) OR request ~ %(body)s OR response ~ %(body)s)
"""
FORGET_ADDRESSES = """
UPDATE usage_apirequest SET path = route, query = ''
 WHERE project_id = %(project)s AND created_at <= %(before)s
   AND (path <> route OR query <> '')
   AND (id = ANY(%(ids)s) OR path ~ %(address)s OR query ~ %(address)s)
"""
