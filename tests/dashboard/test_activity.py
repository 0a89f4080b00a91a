"""Overview, usage, requests and events: what people see of what was asked."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.db import connection

from orgs import auth, services
from orgs.models import Project
from orgs.tenancy import tenant
from orgs.usage.recorder import RECORDER
from tests.conftest import Api
from tests.dashboard.test_memories import remember

NASTY = "<script>alert(1)</script>\"'&"


@pytest.fixture
def api(owner) -> Api:
    """A client of the owner's project."""
    return Api(owner.project, services.create_key(owner.project)[1])


@pytest.fixture
def asked(api) -> Api:
    """Some requests, one of which failed."""
    api.remember("I live in Porto.")
    api.post("/v3/memories/search/", {"query": "home", "filters": {"user_id": "alice"}})
    api.post("/v3/memories/search/", {"query": ""})
    api.get("/v1/memories/?user_id=bob")
    RECORDER.flush()
    return api


def first_link(page: str, start: str) -> str:
    found = re.search(rf'href="({re.escape(start)}[0-9a-f-]+/)"', page)
    assert found
    return found[1]


@pytest.mark.parametrize("name", ["overview", "usage", "requests", "events"])
def test_an_empty_page_says_what_to_do(owner, name):
    page = owner.see(owner.url(name))
    assert owner.url("start") in page
    assert 'class="empty"' in page


def test_the_overview_counts_and_leads_to_what_it_counts(owner, asked):
    page = owner.see(owner.url("overview"))
    numbers = re.findall(
        r'<span class="name">(\w[\w ]*)</span><span class="value">([^<]*)<', page
    )
    assert dict(numbers) | {"Requests": "4", "Adds": "1", "Searches": "2"} == dict(
        numbers
    )
    assert dict(numbers)["Active users"] == "2"
    errors = re.search(r'class="figure" href="([^"]*status=error[^"]*)"', page)[1]
    listed = owner.see(errors.replace("&amp;", "&"))
    assert listed.count("<tr>") == 2  # the heading, and the one that failed
    assert "alice" in page
    assert "<svg" in page


@pytest.mark.parametrize("length", ["24h", "7d", "30d", "90d", "nonsense"])
@pytest.mark.parametrize("name", ["overview", "usage"])
def test_every_range_opens(owner, asked, name, length):
    page = owner.see(f"{owner.url(name)}?range={length}")
    assert page.count('class="hit"') >= 24


def test_a_bar_leads_to_the_requests_it_counts(owner, asked):
    page = owner.see(owner.url("overview"))
    bars = re.findall(
        r'<a href="([^"]*)" aria-label="[^"]*: 3 answered, 1 errors">', page
    )
    (bar,) = bars
    assert owner.see(bar.replace("&amp;", "&")).count("<tr>") == 5


def test_usage_is_shown_by_verb_and_by_key_and_as_a_file(owner, asked):
    page = owner.see(owner.url("usage"))
    assert "search" in page
    assert asked.key[:7] in page
    assert asked.key not in page
    answer = owner.browser.get(f"{owner.url('usage-file')}?range=7d")
    assert answer["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert sum(int(row["requests"]) for row in rows) == 4


def test_every_number_of_the_usage_leads_to_what_it_counts(owner, asked):
    page = owner.see(owner.url("usage"))
    rows = re.findall(r'<td class="right fit number"[^>]*>(.*?)</td>', page)
    led = [re.fullmatch(r'<a href="([^"]+)">(\d+)</a>', row) for row in rows]
    found = [(each[1].replace("&amp;", "&"), int(each[2])) for each in led if each]
    assert any("status=error" in url for url, _ in found)
    for url, count in found:
        assert owner.see(url).count('class="row-link') == count, url
    assert "0" in rows, "nothing leads to nothing"


def test_a_user_who_is_only_asked_about_leads_to_the_requests(owner, asked):
    page = owner.see(owner.url("usage-users"))
    assert owner.url("entities-entity", "user", "alice") in page
    assert owner.url("entities-entity", "user", "bob") not in page
    (link,) = re.findall(
        r'<a class="row-link"[^>]*href="([^"]*user_id=bob[^"]*)"', page
    )
    assert owner.see(link.replace("&amp;", "&")).count('class="row-link') == 1


def test_a_verb_that_is_the_noun_of_a_route_stays_chosen(owner, asked):
    page = owner.see(owner.url("requests") + "?verb=summary-of-tomorrow")
    assert re.search(r'value="summary-of-tomorrow"\s+selected', page)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", 4),
        ("?verb=search", 2),
        ("?status=error", 1),
        ("?user_id=bob", 1),
        ("?q=nothing", 0),
        ("?slower_than=1000000", 0),
        ("?key_id=x&status=teapot&before=y&slower_than=-1", 4),
    ],
)
def test_requests_can_be_narrowed(owner, asked, query, shown):
    page = owner.see(owner.url("requests") + query)
    assert page.count('class="row-link') == shown


def test_a_request_is_shown_with_a_command_to_repeat_it(owner, asked):
    page = owner.see(f"{owner.url('requests')}?user_id=bob")
    detail = owner.see(first_link(page, owner.url("requests")))
    assert "curl -X GET" in detail
    assert "/v1/memories/?user_id=bob" in detail
    assert "$MEM0_API_KEY" in detail
    assert asked.key not in detail


def test_bodies_are_shown_where_they_are_kept(owner, api):
    Project.objects.filter(pk=owner.project.pk).update(log_bodies=True)
    auth.forget(owner.project.pk)
    api.post("/v3/memories/search/", {"query": NASTY, "filters": {"user_id": NASTY}})
    RECORDER.flush()
    page = owner.see(owner.url("requests"))
    detail = owner.see(first_link(page, owner.url("requests")))
    assert "&lt;script&gt;alert(1)" in detail
    assert "<script>alert" not in page + detail
    assert "curl -X POST" in detail


def test_an_older_page_of_requests(owner, api):
    for _ in range(53):
        api.get("/v1/ping/")
    RECORDER.flush()
    page = owner.see(owner.url("requests"))
    assert page.count('class="row-link') == 50
    older = re.search(r'href="([^"]*before=[^"]*)"', page)[1].replace("&amp;", "&")
    assert owner.see(owner.url("requests") + older).count('class="row-link') == 3


def test_a_request_of_others_is_not_shown(owner, asked, stranger):
    page = owner.see(owner.url("requests"))
    link = first_link(page, owner.url("requests"))
    assert stranger.browser.get(link).status_code == 404
    theirs = link.replace(
        str(owner.project.organization_id), str(stranger.project.organization_id)
    )
    theirs = theirs.replace(str(owner.project.pk), str(stranger.project.pk))
    assert stranger.browser.get(theirs).status_code == 404


def test_events_can_be_narrowed_and_looked_into(owner, asked):
    page = owner.see(f"{owner.url('events')}?type=ADD&status=SUCCEEDED&q=alice")
    assert page.count('class="row-link') == 1
    detail = owner.see(first_link(page, owner.url("events")))
    assert "I live in Porto." in detail
    assert "Try again" not in detail
    narrowed = owner.see(f"{owner.url('events')}?type=nonsense&before=x")
    assert 'class="row-link' in narrowed


def failed_event(owner, **more):
    with tenant(owner.project):
        event = owner.project.events.create(
            event_type="ADD", status="FAILED", error="The model refused.",
            payload={"messages": [{"role": "user", "content": NASTY}]}, user_id="alice",
        )  # fmt: skip
        owner.project.jobs.create(kind="add", event=event, status="dead", **more)
    return event


def test_a_failed_event_says_why_and_can_be_tried_again(owner, reader):
    event = failed_event(owner)
    address = owner.url("events-detail", event.pk)
    page = owner.see(address)
    assert "The model refused." in page
    assert "<script>alert" not in page
    retry = owner.url("events-retry", event.pk)
    assert retry in page
    assert retry not in reader.see(address, most=18)  # whose role is looked up
    reader.send(retry, 403)
    assert owner.send(retry)["location"] == address
    with tenant(owner.project):
        event.refresh_from_db()
        assert (event.status, event.error) == ("PENDING", None)
    assert (
        "Only an operation that failed"
        in owner.browser.post(retry, follow=True).content.decode()
    )


def test_what_an_event_taught_is_taken_back_by_a_button(owner, reader):
    remember(owner, "I keep bees.")
    with tenant(owner.project):
        event = owner.project.events.latest("id")
    address = owner.url("events-detail", event.pk)
    unlearn = owner.url("events-unlearn", event.pk)
    assert unlearn in owner.see(address)
    assert unlearn not in reader.see(address, most=18)
    reader.send(unlearn, 403)
    answer = owner.browser.post(unlearn, follow=True)
    assert "Unlearned: 1 deleted, 0 put back" in answer.content.decode()
    assert unlearn not in owner.see(address), "nothing is left to take back"
    with tenant(owner.project):
        assert not owner.project.memories.exists()
    failed = failed_event(owner)
    assert "Unlearn" not in owner.see(owner.url("events-detail", failed.pk))


def test_an_event_of_others_is_not_shown(owner, stranger):
    event = failed_event(owner)
    assert stranger.browser.get(owner.url("events-detail", event.pk)).status_code == 404
    assert (
        stranger.browser.get(stranger.url("events-detail", event.pk)).status_code == 404
    )
    assert (
        stranger.browser.post(stranger.url("events-retry", event.pk)).status_code == 404
    )


def figures(page: str) -> dict[str, tuple[str, str]]:
    """Name → (number, where it leads)."""
    found = re.findall(
        r'<a class="figure" href="([^"]+)"><span class="name">([^<]+)</span>'
        r'<span class="value[^"]*">\s*([^<]*?)\s*</span>',
        page,
    )
    return {name: (number, link.replace("&amp;", "&")) for link, name, number in found}


def test_every_figure_of_the_overview_leads_to_what_it_counts(owner, asked):
    shown = figures(owner.see(owner.url("overview")))
    assert len(shown) == 7
    for name in ("Requests", "Adds", "Searches", "Errors", "Active users", "Memories"):
        number, link = shown[name]
        assert owner.see(link).count("<tr>") - 1 == int(number), name
    slow = owner.see(shown["Latency p95"][1])
    assert 1 <= slow.count("<tr>") - 1 <= 4


def test_the_overview_compares_with_the_period_before(owner, asked):
    page = owner.see(owner.url("overview"))
    assert "from" not in page.split("Adds")[1].split("</a>")[0], "nothing came before"
    with tenant(owner.project), connection.cursor() as cursor:
        for table, column in (
            ("usage_usagehour", "hour"),
            ("usage_usagedelta", "hour"),
        ):
            cursor.execute(
                f"UPDATE {table} SET {column} = {column} - interval '24 hours' "  # noqa: S608  ours
                "WHERE project_id = %s",
                [owner.project.pk],
            )
    asked.remember("I like tea.", "I like rain.")
    asked.remember("I like snow.")
    RECORDER.flush()
    page = owner.see(owner.url("overview"))
    adds = page.split(">Adds<")[1].split("</a>")[0]
    assert "+100 %" in adds
    assert "from 1" in adds
