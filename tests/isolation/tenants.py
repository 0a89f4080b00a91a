"""Two tenants that no plan holds back, one of them with something to steal."""

from __future__ import annotations

from dataclasses import dataclass

from orgs import services
from orgs.tenancy import tenant
from tests.conftest import Api

SECRET = "The vault combination is 31-12-80."


def unlimited(name: str) -> Api:
    """A client of a new organization that may ask as often as it likes."""
    organization = services.create_organization(name=name, plan="enterprise")
    project = organization.projects.get()
    _, key = services.create_key(project)
    return Api(project, key)


@dataclass(frozen=True)
class Ids:
    """What a stranger would have to know, or guess."""

    memory: str
    event: str
    user: str
    number: int
    project: str
    organization: str

    def fill(self, template: str) -> str:
        """The template with each `{name}` replaced."""
        for name in self.__dataclass_fields__:
            template = template.replace(f"{{{name}}}", str(getattr(self, name)))
        return template

    def hide(self, answer: bytes) -> bytes:
        """The answer without the ids that were asked for."""
        for name in self.__dataclass_fields__:
            value = str(getattr(self, name)).encode()
            answer = answer.replace(value, f"<{name}>".encode())
        return answer


def possessions(api: Api) -> Ids:
    """Give the tenant a memory with all that belongs to it; its ids."""
    (kept,) = api.remember(SECRET, user_id="vault-keeper")
    with tenant(api.project):
        entity = api.project.entities.get(type="user", name="vault-keeper")
        event = api.project.events.latest("id")
    return Ids(
        memory=kept["id"],
        event=str(event.pk),
        user="vault-keeper",
        number=entity.number,
        project=str(api.project.pk),
        organization=str(api.project.organization_id),
    )
