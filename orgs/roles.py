"""Who may do what: one table, and what an API key counts as in it.

A key acts as the person who made it. A key nobody made (by a command of the
operator) is an administrator of its own project and a member of the organization.
A person who is gone leaves keys that may read, and still use the project's memories:
roles are about organizations and projects, a key to a project opens all of it.

The pages of the dashboard and the API ask the same table.
"""

from __future__ import annotations

import enum
from uuid import UUID

from orgs.models import Project, Role
from orgs.tenancy import tenant


class Action(enum.Enum):
    """What roles are asked for."""

    READ = "see the organization, its projects, their memories and the members"
    WRITE_MEMORIES = "add, change and delete memories and entities, export and import"
    MANAGE_KEYS = "create, rotate and revoke API keys"
    MANAGE_WEBHOOKS = "create, change and test webhooks, see their secrets"
    CREATE_PROJECT = "create projects"
    UPDATE_PROJECT = "change a project's settings"
    DELETE_PROJECT = "delete a project with everything in it"
    MANAGE_PROJECT_MEMBERS = "add, change and remove members of a project"
    MANAGE_HOLDS = "set and lift legal holds"
    MANAGE_RETENTION = "decide what is deleted by itself, and when"
    SEE_AUDIT = "read the audit log"
    UPDATE_ORGANIZATION = "rename the organization"
    MANAGE_MEMBERS = "add, change and remove members of the organization"
    DELETE_ORGANIZATION = "hand over or delete the organization with everything in it"


ORGANIZATION_ACTIONS = frozenset(
    {
        Action.CREATE_PROJECT,
        Action.UPDATE_ORGANIZATION,
        Action.MANAGE_MEMBERS,
        Action.SEE_AUDIT,
        Action.DELETE_ORGANIZATION,
    }
)
"""What only the role in the organization decides; for the rest, the higher of it and
the one in the project."""

_READER = {Action.READ}
_MEMBER = _READER | {
    Action.WRITE_MEMORIES,
    Action.MANAGE_KEYS,
    Action.MANAGE_WEBHOOKS,
    Action.CREATE_PROJECT,
    Action.UPDATE_PROJECT,
}
_ADMIN = _MEMBER | {
    Action.DELETE_PROJECT,
    Action.MANAGE_PROJECT_MEMBERS,
    Action.MANAGE_HOLDS,
    Action.MANAGE_RETENTION,
    Action.SEE_AUDIT,
    Action.UPDATE_ORGANIZATION,
    Action.MANAGE_MEMBERS,
}
TABLE = {
    Role.READER: frozenset(_READER),
    Role.MEMBER: frozenset(_MEMBER),
    Role.ADMIN: frozenset(_ADMIN),
    Role.OWNER: frozenset(_ADMIN | {Action.DELETE_ORGANIZATION}),
}
_RANKS = (Role.READER, Role.MEMBER, Role.ADMIN, Role.OWNER)


def allows(role: Role, action: Action) -> bool:
    """Whether the role may do this."""
    return action in TABLE[role]


def rank(role: Role | str) -> int:
    """How much a role may, from 0 (READER). Nobody grants or takes more than they have."""
    return _RANKS.index(Role(role))


def organization_role(project: Project, created_by_id: UUID | None) -> Role:
    """What a key of the project is in the organization."""
    if created_by_id is None:
        return Role.MEMBER
    found = project.organization.memberships.filter(
        user_id=created_by_id, user__is_active=True
    ).first()
    return Role(found.role) if found else Role.READER


def project_role(project: Project, created_by_id: UUID | None) -> Role:
    """What a key of the project is in the project."""
    if created_by_id is None:
        return Role.ADMIN
    with tenant(project):
        own = project.memberships.filter(user_id=created_by_id).first()
    roles = [organization_role(project, created_by_id)]
    if own is not None:
        roles.append(Role(own.role))
    return max(roles, key=rank)
