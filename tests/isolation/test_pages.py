"""The pages: whose ids a browser may name. The routes are walked, so that a new page or
button without a case fails here.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from mem0site.dashboard.pages import OrganizationAction, OrganizationPage
from orgs import invitations
from orgs.members import Actor
from orgs.models import Role, User
from tests.conftest import Api
from tests.isolation.tables import fingerprint
from tests.isolation.tenants import SECRET, Ids, possessions, unlimited

HOME = {"organization_id", "project_id"}
IN_PATHS = {
    "memory_id": "memory",
    "transfer_id": "archive",
    "webhook_id": "webhook",
    "delivery_id": "delivery",
    "log_id": "request",
    "event_id": "event",
    "kind": "user",
    "name": "user",
    "run_id": "consolidation",
    "receipt_id": "erasure",
    "sign": "user",
    "rule_id": "rule",
}
"""Which of `Ids` stands for a part of an address."""
TYPED: dict[str, dict[str, str]] = {
    "keys-revoke": {"key": "{key}"},
    "keys-rotate": {"key": "{key}", "overlap": "0"},
    "memories-delete-some": {"memory": "{memory}"},
    "memories-export-some": {
        "memory": "{memory}",
        "which": "ticked",
        "format": "ndjson",
    },
    "memories-categorize-some": {"memory": "{memory}"},
    "memories-feedback": {"feedback": "POSITIVE", "reason": ""},
    "entities-erase": {"confirm": "{user}"},
    "settings-retention-remove": {"rule": "{rule}"},
    "settings-retention-switch": {"rule": "{rule}", "enabled": "on"},
    "settings-holds-lift": {"hold": "{hold}"},
    "settings-members-remove": {"email": "{email}"},
    "members-role": {"email": "{email}", "role": "READER"},
    "members-remove": {"email": "{email}"},
    "members-revoke": {"invitation": "{invitation}"},
    "hand-over": {"email": "{email}"},
    "quarantine-decide": {"action": "approve", "entry": "{entry}"},
}
"""What is typed into the buttons that name something."""
OWN = {
    "transfers-archive", "transfers-import", "start-key", "start-hide", "start-sample",
    "start-clean", "leave", "health-start", "settings-retention-periods",
}  # fmt: skip
"""Buttons about the project or the organization of the address and nothing else."""
FRESH = re.compile(
    r"(?:(?<=event )|(?<=receipts/))[0-9a-f-]{36}|\b[0-9A-Za-z]{64}\b"
    r"|\b[0-9a-f]{32}\b|\b[\d-]{10}[T ][\d:]{8}(?:\.\d+)?"
)
"""Tokens of forms, ids of requests and times, which no two answers share."""


@dataclass
class Owner:
    """The owner of an organization, in a browser."""

    api: Api
    browser: Client = field(default_factory=Client)

    def address(self, name: str, names: set[str], ids: dict[str, str]) -> str:
        """A page of this owner's project, with somebody's ids in the rest of it."""
        home = {
            "organization_id": self.api.project.organization_id,
            "project_id": self.api.project.pk,
        }
        more = {each: ids[each] for each in names - HOME}
        own = {each: home[each] for each in names & HOME}
        return reverse(f"dashboard:{name}", kwargs={**own, **more})


@dataclass
class Named:
    """The ids of somebody, or of nobody."""

    ids: Ids
    invitation: str = field(default_factory=lambda: str(uuid.uuid4()))

    def words(self) -> dict[str, str]:
        """What stands for the parts of addresses."""
        parts = {each: str(getattr(self.ids, of)) for each, of in IN_PATHS.items()}
        return {**parts, "kind": "user", "sign": "junk"}

    def fill(self, text: str) -> str:
        return self.ids.fill(text).replace("{invitation}", self.invitation)

    def hide(self, answer: Any) -> str:
        """The page but for the ids that were asked for, those of where it ended, and
        what is new each time."""
        text = self.ids.hide(answer.content).decode()
        for made in re.findall(r"[0-9a-f-]{36}", answer.request["PATH_INFO"]):
            text = text.replace(made, "")
        return FRESH.sub("", text.replace(self.invitation, "<invitation>"))


def owner(name: str) -> Owner:
    api = unlimited(name)
    found = Owner(api)
    user = User.objects.get(organizations=api.project.organization)
    found.browser.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return found


def walk(resolver: Any, names: frozenset[str] = frozenset()) -> Iterator[Any]:
    for entry in resolver.url_patterns:
        inside = names | set(entry.pattern.converters)
        if isinstance(entry, URLResolver):
            yield from walk(entry, inside)
        elif isinstance(entry, URLPattern):
            yield entry.name, inside, getattr(entry.callback, "view_class", None)


DASHBOARD = next(
    each
    for each in get_resolver().url_patterns
    if getattr(each, "namespace", None) == "dashboard"
)
PAGES = {
    name: (set(names), view)
    for name, names, view in walk(DASHBOARD)
    if view and issubclass(view, OrganizationPage)
}
NAMING = [name for name, (names, _) in PAGES.items() if (names - HOME) or name in TYPED]


@pytest.fixture(scope="module")
def acme() -> Owner:
    return owner("Acme")


@pytest.fixture(scope="module")
def umbrella() -> Owner:
    return owner("Umbrella")


@pytest.fixture(scope="module")
def theirs(umbrella: Owner) -> Named:
    ids = possessions(umbrella.api)
    organization = umbrella.api.project.organization
    made = invitations.invite(
        organization,
        Actor(organization.memberships.get(role=Role.OWNER).user_id, Role.OWNER),
        email=f"{uuid.uuid4().hex}@example.org",
        role=Role.READER,
    )
    return Named(ids, str(made.pk))


def ask(owner: Owner, name: str, method: str, of: Named) -> Any:
    url = owner.address(name, PAGES[name][0], of.words())
    typed = {key: of.fill(text) for key, text in TYPED.get(name, {}).items()}
    if method == "GET":
        return owner.browser.get(url)
    return owner.browser.post(url, typed, follow=True)


def rows(of: Owner) -> tuple[Any, ...]:
    organization = of.api.project.organization
    people = sorted(organization.memberships.values_list("user_id", "role"))
    invited = sorted(organization.invitations.values_list("pk", "role"))
    return fingerprint(of.api.project.pk), people, invited


def test_every_button_and_every_id_of_an_address_has_a_case():
    buttons = {
        name
        for name, (_, view) in PAGES.items()
        if issubclass(view, OrganizationAction)
    }
    by_address = {name for name, (names, _) in PAGES.items() if names - HOME}
    assert buttons - by_address == (TYPED.keys() - by_address) | OWN
    named = {each for names, _ in PAGES.values() for each in names - HOME}
    assert named == IN_PATHS.keys()


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("name", NAMING)
def test_anothers_id_is_answered_as_an_unknown_one(
    acme, umbrella, theirs, name, method
):
    nobody = Named(Ids.unknown())
    before = rows(umbrella), rows(acme)
    foreign = ask(acme, name, method, theirs)
    unknown = ask(acme, name, method, nobody)
    assert foreign.status_code == unknown.status_code < 500
    assert theirs.hide(foreign) == nobody.hide(unknown)
    assert SECRET not in foreign.content.decode()
    assert rows(umbrella) == before[0]
    if name != "entities-erase":  # whose receipt is an event of one's own
        assert rows(acme) == before[1]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_others_does_not_exist(acme, umbrella, theirs, name):
    """Their ids in their own address; who may not be there is told nothing."""
    url = umbrella.address(name, PAGES[name][0], theirs.words())
    before = rows(umbrella)
    for method, allowed in (("GET", {404, 405}), ("POST", {404})):
        answer = acme.browser.generic(method, url)
        assert answer.status_code in allowed
        assert SECRET not in answer.content.decode()
    assert rows(umbrella) == before


def test_an_owners_own_ids_open_its_pages(umbrella, theirs):
    """Else the answers above would prove nothing."""
    opened = 0
    for name, (names, view) in PAGES.items():
        made = name != "transfers-file"  # which no worker has written
        if names - HOME and made and not issubclass(view, OrganizationAction):
            assert ask(umbrella, name, "GET", theirs).status_code == 200, name
            opened += 1
    assert opened >= 5
