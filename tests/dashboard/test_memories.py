"""The pages about memories: found, read, changed, deleted; who is known; the graph."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import uuid
from urllib.parse import quote

import pytest

from mem0.memory.types import Scope
from memories import downloads, services
from memories.services import AddCommand
from orgs.models import Project
from orgs.tenancy import tenant
from tests.dashboard.conftest import BACKEND, Person
from tests.memories.worker import work

SCRIPT = "<script>alert(1)</script>"
NOBODY = str(uuid.UUID(int=7))


def remember(person: Person, *texts: str, user: str = "alice", **options) -> list[str]:
    """Memories with these words; their ids."""
    said = [{"role": "user", "content": text} for text in texts]
    command = AddCommand(messages=said, scope=Scope(user_id=user), **options)
    return [each["id"] for each in services.add(person.project, command).results]


def stored(person: Person, *texts: str, **options) -> list[str]:
    return remember(person, *texts, infer=False, **options)


def test_the_newest_memories_are_listed_and_lead_to_their_page(owner):
    (key,) = stored(owner, "Likes olives.")
    page = owner.see(owner.url("memories"))
    assert "Likes olives." in page
    assert owner.url("memories-memory", key) in page


def test_an_empty_project_says_what_to_do(owner):
    assert "Nothing is remembered yet" in owner.see(owner.url("memories"))
    assert "Nobody is known yet" in owner.see(owner.url("entities"))
    assert "Whose graph?" in owner.see(owner.url("graph"))
    assert "Start talking" in owner.see(owner.url("playground"))


def test_a_search_is_the_search_of_the_api(owner):
    stored(owner, "Plays the cello in an orchestra.", "Has a red bicycle.")
    page = owner.see(owner.url("memories") + "?q=Which+instrument%3F+cello", most=18)
    assert page.index("cello in an orchestra") < page.index("red bicycle")
    assert "semantic" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("kind=user&who=bob", {"Bob likes tea."}),
        ("state=superseded", set()),
        ("metadata=tag%3Dblue", {"Likes blue."}),
        ("until=2020-01-01", set()),
        ("category=nonsense", set()),
    ],
)
def test_filters_narrow_the_list(owner, query, shown):
    stored(owner, "Bob likes tea.", user="bob")
    stored(owner, "Likes blue.", metadata={"tag": "blue"})
    page = owner.see(f"{owner.url('memories')}?{query}")
    texts = {"Bob likes tea.", "Likes blue."}
    assert {text for text in texts if text in page} == shown


def test_a_filter_that_makes_no_sense_is_told(owner):
    page = owner.see(owner.url("memories") + "?metadata=nonsense")
    assert "key=value" in page


def test_older_memories_are_a_page_away_and_a_foreign_cursor_is_refused(owner):
    stored(owner, *(f"Number {n:03}." for n in range(60)))
    first = owner.see(owner.url("memories"))
    assert first.count("Number ") >= 50
    link = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = owner.see(owner.url("memories") + link)
    assert "Number 059." not in second
    assert "Number 000." in second
    assert "cursor" in owner.see(owner.url("memories") + "?before=nonsense")


def test_a_memory_tells_why_it_is_believed_and_what_it_replaced(owner):
    old = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    remember(owner, "I live in Porto.", timestamp=old)
    (key,) = remember(owner, "I moved to Lisbon.")
    page = owner.see(owner.url("memories-memory", key), most=24)
    assert "I moved to Lisbon." in page, "the message it came from"
    assert "Porto" in page, "what it replaced"
    assert "rules" in page


def test_an_edit_is_saved_and_shown_as_a_difference(owner):
    (key,) = stored(owner, "Likes green olives.")
    url = owner.url("memories-memory", key)
    typed = {"text": "Likes black olives.", "metadata": '{"a": 1}', **owner.seen(url)}
    owner.send(url, **typed)
    page = owner.see(url, most=24)
    assert "<del>green</del>" in page
    assert "<ins>black</ins>" in page
    again = owner.send(url, 422, **{**typed, "text": "Likes no olives."})
    assert "Somebody changed this memory" in again.content.decode()


@pytest.mark.parametrize(
    "typed",
    [{"text": ""}, {"metadata": "[1]"}, {"metadata": "{"}, {"text": "x" * 20_000}],
)
def test_an_edit_that_cannot_be_kept_is_shown_again(owner, typed):
    (key,) = stored(owner, "Likes olives.")
    url = owner.url("memories-memory", key)
    owner.edit(url, 422, **{"text": "Likes.", "metadata": "{}", **typed})
    assert services.get(owner.project, key).text == "Likes olives."


def test_feedback_reaches_the_memory(owner):
    (key,) = stored(owner, "Likes olives.")
    owner.send(owner.url("memories-feedback", key), feedback="NEGATIVE")
    assert services.get(owner.project, key).feedback == "NEGATIVE"


def test_one_and_several_memories_can_be_deleted(owner):
    one, two, three = stored(owner, "One.", "Two.", "Three.")
    owner.send(owner.url("memories-delete", one))
    answer = owner.send(
        owner.url("memories-delete-some"), memory=[two, three], query="?state=active"
    )
    assert answer.headers["Location"].endswith("?state=active")
    with tenant(owner.project):
        assert owner.project.memories.count() == 0
    owner.send(owner.url("memories-delete-some"))
    owner.send(owner.url("memories-delete-some"), memory=["nonsense"])


def taken(person: Person, **typed) -> str:
    """The file of an export."""
    answer = person.send(person.url("memories-export-some"), 200, **typed)
    name = f'attachment; filename="memories.{typed["format"]}"'
    assert answer.headers["Content-Disposition"] == name
    return answer.getvalue().decode()


def test_what_is_ticked_is_exported_as_the_api_tells_it(owner):
    one, _, three = stored(owner, "One.", "Two.", "Three.", metadata={"tag": "blue"})
    asked = {"memory": [three, one], "which": "ticked", "format": "ndjson"}
    rows = [json.loads(line) for line in taken(owner, **asked).splitlines()]
    assert [row["memory"] for row in rows] == ["Three.", "One."]
    assert rows[0]["metadata"] == {"tag": "blue"}
    assert rows[0]["user_id"] == "alice"
    page = owner.see(owner.url("audit"))
    assert "export created" in page
    assert f"{three}, {one}" in page


def test_all_that_match_are_exported_as_a_table_without_formulas(owner, monkeypatch):
    monkeypatch.setattr(downloads, "AT_A_TIME", 2)
    stored(owner, *(f"=Number {n}" for n in range(5)))
    stored(owner, "Bob likes tea.", user="bob")
    asked = {"which": "all", "format": "csv", "query": "?kind=user&who=alice"}
    rows = list(csv.DictReader(io.StringIO(taken(owner, **asked))))
    assert {row["memory"] for row in rows} == {f"'=Number {n}" for n in range(5)}
    assert len(rows) == 5
    assert "Bob likes tea." in taken(owner, **asked | {"query": "?"})


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"which": "ticked", "format": "csv"}, "Select at least one memory."),
        (
            {"which": "ticked", "format": "csv", "memory": "x"},
            "nothing of this project",
        ),
        ({"which": "ticked", "format": "csv", "memory": NOBODY}, "is there any more"),
        ({"which": "all", "format": "xml"}, "Choose a file"),
        ({"which": "all", "format": "csv", "query": "?since=x"}, "makes no sense"),
    ],
)
def test_an_export_that_cannot_be_is_told_on_the_list(owner, typed, said):
    back = owner.send(owner.url("memories-export-some"), **typed).headers["Location"]
    assert said in owner.see(back)
    assert "export created" not in owner.see(owner.url("audit")).split("<tbody>")[-1]


def test_what_is_ticked_is_sorted_into_categories_anew(owner):
    one, two = stored(owner, "Plays tennis on Sundays.", "Plays tennis on Mondays.")
    with tenant(owner.project):
        owner.project.memories.update(categories=["nonsense"])
    answer = owner.send(owner.url("memories-categorize-some"), memory=[one])
    page = owner.see(answer.headers["Location"])
    assert "Waiting for a worker" in page
    assert "hx-get" in page
    work(owner.project)
    page = owner.see(answer.headers["Location"])
    assert "1, of which 1 changed their categories" in page
    assert "sports" in services.get(owner.project, one).categories
    assert services.get(owner.project, two).categories == ("nonsense",)
    page = owner.see(owner.url("audit"))
    assert "memories categorized" in page
    assert answer.headers["Location"] in page


def test_where_nothing_can_be_categorized_it_is_said(owner):
    (key,) = stored(owner, "Plays tennis.")
    with tenant(owner.project):
        owner.project.memories.update(state="retracted")
    for typed, said in (
        ({"memory": key}, "only current memories"),
        ({"memory": NOBODY}, "only current memories"),
        ({}, "Select at least one memory."),
    ):
        answer = owner.send(
            owner.url("memories-categorize-some"), **typed, query="?state="
        )
        assert answer.headers["Location"].endswith("?state=")
        assert said in owner.see(answer.headers["Location"])
    assert work(owner.project) == 0


def test_a_reader_is_offered_nothing_for_what_is_ticked(owner, reader):
    (key,) = stored(owner, "Likes olives.")
    page = reader.see(reader.url("memories"))
    asked = {"memory": key, "which": "ticked", "format": "csv"}
    for name in ("delete", "export", "categorize"):
        url = reader.url(f"memories-{name}-some")
        assert url in owner.see(owner.url("memories"))
        assert 'type="checkbox"' not in page
        assert f"{name.capitalize()} " not in page
        reader.send(url, 403, **asked)


def test_a_reader_reads_and_changes_nothing(owner, reader):
    (key,) = stored(owner, "Likes olives.")
    page = reader.see(reader.url("memories-memory", key), most=24)
    assert "Save changes" not in page
    assert "delete-memory" not in page
    reader.send(reader.url("memories-memory", key), 403, text="Mine.", seen="x")
    reader.send(reader.url("memories-delete", key), 403)
    reader.send(reader.url("memories-feedback", key), 403, feedback="POSITIVE")
    reader.send(reader.url("entities-erase", "user", "alice"), 403, confirm="alice")
    reader.send(reader.url("playground"), 403, user="a", message="Hello")


def test_what_belongs_to_others_does_not_exist(owner, stranger):
    (key,) = stored(owner, "Likes olives.")
    for name, more in (
        ("memories-memory", [key]),
        ("entities-entity", ["user", "alice"]),
    ):
        stranger.see(owner.url(name, *more), 404)
        stranger.see(stranger.url(name, *more), 404)
    stranger.send(stranger.url("memories-delete", key), 404)
    assert services.get(owner.project, key).text == "Likes olives."


def test_nothing_that_was_said_is_executed(owner):
    (key,) = stored(
        owner,
        f"{SCRIPT} {'W' * 3000} \u202eolives",
        user=f"x/{SCRIPT}",
        metadata={"a": SCRIPT},
    )
    name = f"x/{SCRIPT}"
    for url in (
        owner.url("memories"),
        owner.url("memories-memory", key),
        owner.url("entities"),
        owner.url("entities-entity", "user", name),
        owner.url("graph") + f"?who={quote(name)}",
    ):
        assert "<script>alert" not in owner.see(url, most=24)


ODD = "W" * 3_000, "\u202eשלום עולם", "👩‍👩‍👧‍👦 🎻 café", "a\u0301" * 40


@pytest.mark.parametrize("odd", ODD, ids=["long", "right to left", "emoji", "accents"])
def test_odd_words_are_shown_searched_and_edited(owner, odd):
    name = odd[:200]
    (key,) = stored(owner, f"Likes {odd}", user=name, metadata={name: odd[:300]})
    url = owner.url("memories-memory", key)
    page = owner.see(url, most=24)
    assert odd in page
    assert odd in owner.see(owner.url("memories"))
    assert odd in owner.see(owner.url("memories") + f"?q={quote(odd[:60])}", most=22)
    assert name in owner.see(owner.url("entities"))
    assert owner.see(owner.url("entities-entity", "user", name), most=20)
    owner.edit(url, text=f"{odd} again", metadata="{}")
    assert services.get(owner.project, key).text == f"{odd} again"


def test_an_edit_survives_the_end_of_the_session(owner):
    """What was typed is there again, also when somebody changed the memory meanwhile."""
    (key,) = stored(owner, "Likes green olives.")
    url = owner.url("memories-memory", key)
    typed = {"text": "Likes black olives.", "metadata": '{"a": 1}', **owner.seen(url)}
    owner.browser.logout()
    answer = owner.send(url, **typed)
    assert answer["Location"].startswith("/accounts/login/")
    services.update(owner.project, key, text="Likes no olives.")
    owner.browser.force_login(owner.user, backend=BACKEND)
    page = owner.see(url, most=24)
    assert "Likes black olives." in page
    assert "Somebody changed this memory" in page
    again = owner.send(url, 422, **typed)
    assert "Somebody changed this memory" in again.content.decode()
    assert services.get(owner.project, key).text == "Likes no olives."


def test_entities_are_listed_counted_and_lead_to_their_memories(owner):
    stored(owner, "One.", "Two.")
    stored(owner, "Three.", user="bob")
    page = owner.see(owner.url("entities"))
    assert page.index("bob") < page.index("alice"), "last active first"
    assert "bob" not in owner.see(owner.url("entities") + "?q=LIC")
    assert "One." in owner.see(owner.url("entities-entity", "user", "alice"), most=20)


def test_somebody_is_erased_when_their_id_is_typed(owner):
    stored(owner, "One.", "Two.")
    url = owner.url("entities-erase", "user", "alice")
    owner.send(url, confirm="Alice")
    assert "alice" in owner.see(owner.url("entities"))
    receipt = owner.send(url, confirm="alice").url
    page = owner.see(receipt)
    assert "erased with 2 memories" in page
    assert "complete" in page
    assert "Nobody is known yet" in owner.see(owner.url("entities"))
    assert receipt in owner.see(owner.of_organization("receipts"))
    assert owner.browser.get(f"{receipt}file/").json()["removed"]["memories"] == 2


def test_the_graph_is_drawn_and_told(owner):
    Project.objects.filter(pk=owner.project.pk).update(enable_graph=True)
    owner.project.refresh_from_db()
    stored(owner, "Ana works at Acme.", "Acme acquired Initech.")
    page = owner.see(owner.url("graph") + "?who=alice")
    assert page.count("<circle") == 3
    assert "works at" in page
    one = owner.see(owner.url("graph") + "?who=alice&name=Initech")
    assert one.count("<circle") == 2


def test_the_playground_remembers_and_shows_what_was_known(owner):
    url = owner.url("playground")
    typed = {"user": "dana", "remember": "on", "threshold": "0", "other": "0.9"}
    said = owner.send(url, 200, message="I moved to Porto in May.", **typed)
    assert "Porto" in said.content.decode()
    asked = owner.send(url, 200, message="Where does Dana live? Porto?", **typed)
    text = asked.content.decode()
    assert "threshold 0.0" in text
    assert "threshold 0.9" in text
    owner.send(url, 422, user="dana", message="")


def test_the_playground_can_look_without_remembering(owner):
    owner.send(owner.url("playground"), 200, user="dana", message="I live in Porto.")
    with tenant(owner.project):
        assert not owner.project.memories.exists()
