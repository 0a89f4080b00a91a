"""Memory health on its pages: the numbers and what they lead to, previews, undoing."""

from __future__ import annotations

import re
import uuid

import pytest

from memories import consolidations
from orgs.tenancy import tenant
from tests.conftest import Api
from tests.dashboard.conftest import Person
from tests.dashboard.test_memories import stored
from tests.memories.test_health import aged
from tests.memories.worker import work

SAME = ("Alice plays chess on Sundays.", "Alice plays the chess on Sundays")


@pytest.fixture
def messy(owner) -> Person:
    """The owner of a project with duplicates and old memories."""
    stored(owner, "I keep bees.", "I keep ants.")
    aged(Api(owner.project, ""), 200)
    stored(owner, *SAME)
    return owner


def started(person: Person, **typed: str) -> str:
    """The address of the page of a new run, which is carried out."""
    answer = person.send(person.url("health-start"), **typed)
    work(person.project)
    return str(answer["Location"])


def states(person: Person) -> dict[str, str]:
    with tenant(person.project):
        return dict(person.project.memories.values_list("text", "state"))


def test_every_number_leads_to_what_it_counts(messy):
    page = messy.see(messy.url("health"))
    figures = dict(
        re.findall(
            r'<a class="figure" href="([^"]+)"><span class="name">[^<]+</span>'
            r'<span class="value[^"]*">\s*([^<]+?)\s*</span>',
            page,
        )
    )
    assert len(figures) == 9
    for link, number in figures.items():
        count = int(number.rstrip("%"))
        if number.endswith("%"):  # of the memories that stand
            count = 2
        listed = messy.see(link).count("<tr>") - 1
        assert max(listed, 0) == count, link
    (bar,) = re.findall(r'<a href="([^"]+)" aria-label="[^"]+: 4 memories">', page)
    assert messy.see(bar.replace("&amp;", "&")).count("<tr>") == 5


def test_an_empty_project_is_told_what_will_be_here(owner):
    assert "nothing to check yet" in owner.see(owner.url("health"))
    assert "No memory shows this sign" in owner.see(
        owner.url("health-suspects", "junk")
    )
    owner.see(owner.url("health-suspects", "nonsense"), 404)
    owner.see(owner.url("health-run", uuid.uuid4()), 404)


def test_a_preview_shows_what_would_be_folded_and_a_clean_up_is_undone(messy):
    preview = messy.see(started(messy, what="tidy"))
    assert "Would be" in preview
    assert all(text in preview for text in SAME)
    assert set(states(messy).values()) == {"active"}
    done = started(messy, what="tidy", for_real="on")
    page = messy.see(done)
    assert "1 folded" in page
    assert sorted(states(messy).values()) == ["active"] * 3 + ["merged"]
    messy.send(f"{done}undo/")
    assert "Everything is as it was before." in messy.see(done)
    assert set(states(messy).values()) == {"active"}
    messy.send(f"{done}undo/")
    assert "Only a finished run can be undone" in messy.see(done)


def test_stale_memories_are_put_out_of_sight_and_back(messy):
    assert messy.see(messy.url("health-suspects", "stale")).count("<tr>") == 3
    assert "2 put out of sight" in messy.see(started(messy, what="stale"))
    done = started(messy, what="stale", for_real="on")
    assert messy.see(messy.url("health-suspects", "stale")).count("<tr>") == 0
    assert messy.see(messy.url("memories") + "?state=expired").count("<tr>") == 3
    assert "put out of sight" in messy.see(messy.url("health"))
    messy.send(f"{done}undo/")
    assert messy.see(messy.url("memories") + "?state=standing").count("<tr>") == 5
    assert messy.see(messy.url("health-suspects", "stale")).count("<tr>") == 0, (
        "somebody wants them"
    )


def test_a_run_shows_how_far_it_is_without_a_script(messy):
    answer = messy.send(messy.url("health-start"), what="junk")
    page = messy.see(answer["Location"])
    assert "Waiting for a worker" in page
    part = messy.browser.get(f"{answer['Location']}progress/")
    assert "HX-Refresh" not in part.headers
    messy.send(messy.url("health-start"), what="junk")
    assert "is under way" in messy.see(messy.url("health"))
    work(messy.project)
    part = messy.browser.get(f"{answer['Location']}progress/")
    assert part.headers["HX-Refresh"] == "true"
    assert "Waiting" not in messy.see(answer["Location"])


def test_it_runs_by_itself_when_told_to(owner):
    stored(owner, "I keep bees.")
    owner.send(owner.url("health"), enabled="on", every_days="3")
    row = consolidations.read_settings(owner.project)
    assert (row.enabled, row.every_days, row.patterns) == (True, 3, False)
    owner.send(owner.url("health"), 422, every_days="0")


@pytest.mark.parametrize("typed", [{}, {"what": "everything"}])
def test_nonsense_starts_nothing(messy, typed):
    answer = messy.send(messy.url("health-start"), **typed)
    assert answer["Location"] == messy.url("health")
    with tenant(messy.project):
        assert not messy.project.consolidations.exists()


def test_a_reader_looks_and_changes_nothing(messy, reader, stranger):
    page = reader.see(reader.url("health"))
    assert 'name="what"' not in page
    assert "Preview a clean-up" not in reader.see(
        reader.url("health-suspects", "stale")
    )
    reader.send(reader.url("health-start"), 403, what="tidy")
    reader.send(reader.url("health"), 403, every_days="1")
    done = started(messy, what="stale", for_real="on")
    assert "undo" not in reader.see(done)
    reader.send(f"{done}undo/", 403)
    stranger.see(done, 404)
    stranger.send(f"{done}undo/", 404)
