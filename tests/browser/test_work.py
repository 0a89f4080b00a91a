"""What a person does day by day, in a real browser."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from orgs import services as orgs
from orgs.models import Membership, Organization, Role
from tests.browser import axe, people
from tests.conftest import Api
from tests.dashboard.conftest import Person, address, join
from tests.dashboard.test_health import SAME
from tests.memories.worker import work
from webhooks import delivering


@pytest.fixture(scope="module")
def person(site: str) -> Person:
    made = join(orgs.create_organization(name="Acme Robotics"), Role.OWNER)
    _, key = orgs.create_key(made.project)
    api = Api(made.project, key)
    api.remember("Ana plays the cello.", "Ana has a red bicycle.", user_id="ana")
    api.remember(*SAME, user_id="alice")
    return made


def test_a_memory_is_searched_edited_and_its_change_shown(
    page: Page, person: Person, site: str
):
    people.carry(page.context, person, site)
    page.goto(person.url("memories"))
    page.locator("main").get_by_label("Search").fill("Which instrument? cello")
    page.get_by_role("button", name="Apply").click()
    page.get_by_role("link", name="Ana plays the cello.").click()
    page.get_by_label("Memory", exact=True).fill("Ana plays the violin.")
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("The memory was changed.")).to_be_visible()
    expect(page.locator(".timeline ins")).to_have_text("violin.")


def test_two_people_edit_the_same_memory_and_the_second_is_told(
    page: Page, person: Person, site: str
):
    people.carry(page.context, person, site)
    page.goto(person.url("memories"))
    page.get_by_role("link", name="Ana has a red bicycle.").click()
    other = page.context.new_page()
    other.goto(page.url)
    for each, text in ((page, "Ana has a blue bicycle."), (other, "Ana walks.")):
        each.get_by_label("Memory", exact=True).fill(text)
        each.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("The memory was changed.")).to_be_visible()
    expect(other.get_by_role("alert")).to_contain_text("Somebody changed this memory")
    expect(other.get_by_label("Memory", exact=True)).to_have_value("Ana walks.")


def test_the_playground_shows_what_is_extracted_and_found(
    page: Page, person: Person, site: str
):
    people.carry(page.context, person, site)
    page.goto(person.url("playground"))
    page.get_by_label("As user").fill("dana")
    page.get_by_label("Message").fill("I moved to Porto in May.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Porto").first).to_be_visible()
    page.get_by_label("Message").fill("Where does Dana live? Porto?")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("semantic").first).to_be_visible()


@pytest.fixture
def endpoint() -> Iterator[tuple[str, list[str]]]:
    """An address that answers 500 first and 200 afterwards, and what it was sent."""
    heard: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(500 if len(heard) == 1 else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/hook", heard
    server.shutdown()
    server.server_close()


def deliver(person: Person) -> None:
    """The worker's part: everything that waits is sent."""
    with orgs.tenant(person.project):
        rows = list(person.project.webhook_deliveries.exclude(status="delivered"))
    for row in rows:
        delivering.attempt(person.project.pk, row.pk)


def test_a_webhook_is_tested_and_a_delivery_replayed(
    page: Page, person: Person, site: str, endpoint, settings
):
    url, heard = endpoint
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    people.carry(page.context, person, site)
    page.goto(person.url("webhooks-new"))
    page.get_by_label("Name").fill("Billing")
    page.get_by_label("URL").fill(url)
    page.get_by_role("button", name="Add webhook").click()
    page.get_by_role("button", name="Send a test").click()
    deliver(person)
    page.reload()
    page.get_by_role("table").get_by_role("link").first.click()
    expect(page.get_by_text("500").first).to_be_visible()
    page.get_by_role("button", name="Replay").click()
    deliver(person)
    page.reload()
    expect(page.get_by_text("delivered").first).to_be_visible()
    assert len(heard) == 2


def test_who_is_invited_has_only_what_the_role_gives(
    page: Page, chromium: Browser, person: Person, site: str
):
    cache.clear()
    people.carry(page.context, person, site)
    page.goto(person.of_organization("members"))
    email = address()
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Role").first.select_option("READER")
    page.get_by_role("button", name="Invite").click()
    link = next(
        word for word in mail.outbox[-1].body.split() if "/invitations/" in word
    )
    context = chromium.new_context(base_url=site)
    guest = context.new_page()
    guest.set_default_timeout(10_000)
    guest.goto(link)
    guest.get_by_role("button").first.click()
    guest.wait_for_url("**/accounts/password/set/**")
    organization: Organization = person.project.organization
    place = Membership.objects.get(organization=organization, user__email=email)
    assert place.role == Role.READER
    guest.goto(person.url("memories"))
    expect(guest.get_by_role("button", name="Delete selected")).to_have_count(0)
    guest.goto(person.url("keys"))
    expect(guest.get_by_role("link", name="Create key")).to_have_count(0)
    answer = guest.goto(person.url("keys-new"))
    assert answer is not None
    assert answer.status == 403
    context.close()


def test_duplicates_are_previewed_folded_and_put_back(
    page: Page, person: Person, site: str
):
    people.carry(page.context, person, site)
    page.goto(person.url("health"))
    page.get_by_role("button", name="Check now").click()
    expect(page.get_by_text("Waiting for a worker")).to_be_visible()
    work(person.project)
    expect(page.get_by_text("1 folded")).to_be_visible()  # without a reload of ours
    page.get_by_role("button", name="Clean up …").click()
    page.get_by_role("dialog").get_by_role("button", name="Clean up").click()
    work(person.project)
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    undo.click()
    page.get_by_role("dialog").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Everything is as it was before.")).to_be_visible()


def test_an_archive_is_written_and_downloaded(page: Page, person: Person, site: str):
    people.carry(page.context, person, site)
    page.goto(person.url("transfers"))
    page.get_by_role("button", name="Write an archive").click()
    expect(page.get_by_text("The archive is being written.")).to_be_visible()
    work(person.project)
    link = page.get_by_role("link", name="Download")
    with page.expect_download() as loaded:
        link.click()  # which came without a reload of ours
    with zipfile.ZipFile(loaded.value.path()) as archive:
        assert b"Ana" in archive.read("memories.ndjson")


def test_ticked_memories_are_downloaded_and_categorized(
    page: Page, person: Person, site: str
):
    people.carry(page.context, person, site)
    page.goto(person.url("memories") + "?who=ana")
    page.get_by_label("Select all on this page").check()
    page.get_by_role("button", name="Export …").click()
    dialog = page.get_by_role("dialog", name="Export memories")
    assert axe.violations(page) == []
    for choice, lines in (("ndjson", 2), ("csv", 3)):
        dialog.get_by_label("File").select_option(choice)
        with page.expect_download() as loaded:
            dialog.get_by_role("button", name="Export selected").click()
        assert loaded.value.suggested_filename == f"memories.{choice}"
        assert loaded.value.path().read_text().count("\n") == lines
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Categorize selected").click()
    expect(page.get_by_text("Waiting for a worker")).to_be_visible()
    work(person.project)
    expect(page.get_by_text("2, of which")).to_be_visible()  # by itself


def test_the_palette_is_worked_by_keys_alone(page: Page, person: Person, site: str):
    people.carry(page.context, person, site)
    page.goto(person.url("memories"))
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog", name="Search")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("api ke")
    link = dialog.get_by_role("link", name="API keys", exact=True)
    expect(link).to_be_visible()
    expect(dialog.get_by_role("link", name="Graph")).to_have_count(0)
    assert axe.violations(page) == []
    page.keyboard.press("ArrowDown")
    expect(link).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("Control+k")
    page.keyboard.type("violin")
    page.keyboard.press("Enter")  # before there is an answer
    expect(page.get_by_role("heading", name="Ana plays the violin.")).to_be_visible()


def test_somebody_is_erased_by_typing_their_id(page: Page, person: Person, site: str):
    people.carry(page.context, person, site)
    page.goto(person.url("entities-entity", "user", "ana"))
    page.get_by_role("button", name="Erase").click()
    dialog = page.get_by_role("dialog")
    button = dialog.get_by_role("button", name="Erase")
    expect(button).to_be_disabled()
    dialog.get_by_role("textbox").fill("ana")
    button.click()
    expect(page.get_by_text("ana was erased")).to_be_visible()
