"""What can be done with organizations, projects and keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from mem0.exceptions import MemoryNotFoundError, ValidationError
from orgs import audit, hooks, keys, plans, secrets
from orgs.models import ApiKey, Membership, Organization, Project, Role, User
from orgs.tenancy import tenant


def create_organization(
    *,
    name: str,
    owner: User | None = None,
    plan: str = plans.UNLIMITED,
    is_default: bool = False,
) -> Organization:
    """A new organization with its owner and a first project.

    Without a plan it has no limits: who can call this runs the server.
    """
    name = _named(name)
    with transaction.atomic():
        organization = Organization.objects.create(
            name=name, plan=plan, is_default=is_default
        )
        if owner is not None:
            Membership.objects.create(
                organization=organization, user=owner, role=Role.OWNER
            )
        audit.record(
            audit.Act.ORGANIZATION_CREATED,
            organization=organization,
            about=("organization", organization.pk),
            name=name,
            owner=owner and owner.pk,
        )
        create_project(organization, name="default-project", is_default=True)
    return organization


def rename_organization(organization: Organization, name: str) -> None:
    """Another name."""
    organization.name = _named(name)
    with transaction.atomic():
        organization.save(update_fields=["name", "updated_at"])
        audit.record(
            audit.Act.ORGANIZATION_CHANGED,
            organization=organization,
            about=("organization", organization.pk),
            name=organization.name,
        )


def create_project(
    organization: Organization,
    *,
    name: str,
    description: str = "",
    is_default: bool = False,
) -> Project:
    """A new, empty project."""
    with transaction.atomic():
        made = organization.projects.create(
            name=_named(name), description=description, is_default=is_default
        )
        audit.record(
            audit.Act.PROJECT_CREATED,
            project=made,
            about=("project", made.pk),
            name=made.name,
        )
    return made


def update_project(project: Project, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Set the given settings; the others stay as they are. What to tell whoever asked,
    beside that it is done."""
    chosen = [
        hooks.choosers[name](project, value)
        for name, value in changes.items()
        if name in hooks.choosers
    ]
    plain = {
        name: _named(value) if name == "name" else value
        for name, value in changes.items()
        if name not in hooks.choosers
    }
    return apply_choices(project, [hooks.Choice(plain), *chosen])


def apply_choices(project: Project, chosen: Sequence[hooks.Choice]) -> dict[str, Any]:
    """Set what was chosen, then do what follows from it; what to tell of that."""
    values = {name: value for each in chosen for name, value in each.columns.items()}
    if values:
        _set(project, values)
    told: dict[str, Any] = {}
    for each in chosen:
        told |= each.afterwards()
    return told


def _set(project: Project, values: Mapping[str, Any]) -> None:
    """Save the values; of what they were and are, the audit log keeps digests."""
    before = {name: getattr(project, name) for name in values}
    for name, value in values.items():
        setattr(project, name, value)
    changed = sorted(name for name in values if before[name] != values[name])
    with transaction.atomic():
        project.save(update_fields=[*values, "updated_at"])
        if changed:
            audit.record(
                audit.Act.PROJECT_CHANGED,
                project=project,
                about=("project", project.pk),
                before={name: before[name] for name in changed},
                after={name: values[name] for name in changed},
                settings=changed,
            )


def create_key(
    project: Project,
    *,
    name: str = "default",
    created_by: User | None = None,
    expires_at: dt.datetime | None = None,
    scopes: Iterable[str] | None = None,
) -> tuple[ApiKey, str]:
    """A new key and its text, which exists nowhere else from here on.

    Without scopes it may do whatever its maker may.
    """
    with tenant(project):
        key, text = _make_key(
            project,
            name=_named(name),
            created_by=created_by,
            expires_at=expires_at,
            scopes=None if scopes is None else list(scopes),
        )
        _record_key(audit.Act.KEY_CREATED, project, key)
    return key, text


def _make_key(project: Project, **columns: Any) -> tuple[ApiKey, str]:
    text = keys.make()
    key = project.api_keys.create(
        digest=keys.digest(text, settings.API_KEY_PEPPERS[0]),
        prefix=text[:7],
        suffix=text[-4:],
        **columns,
    )
    return key, text


def _record_key(act: audit.Act, project: Project, key: ApiKey, **more: Any) -> None:
    audit.record(
        act,
        project=project,
        about=("key", key.pk),
        name=key.name,
        key=str(key),
        scopes=key.scopes,
        expires_at=key.expires_at,
        **more,
    )


MOST_OVERLAP = dt.timedelta(days=7)
"""How long a key may live on beside the one that replaces it."""


def rotate_key(
    project: Project, key_id: UUID, *, overlap: dt.timedelta, by: User | None
) -> tuple[ApiKey, str]:
    """A key like this one; the old one ends after `overlap`. Raises a 404 for a key
    that no longer opens the door."""
    now = timezone.now()
    until = now + min(max(overlap, dt.timedelta()), MOST_OVERLAP)
    with tenant(project):
        old = project.api_keys.live(now).select_for_update().filter(pk=key_id).first()
        if old is None:
            msg = "API key not found"
            raise MemoryNotFoundError(msg)
        made, text = _make_key(
            project,
            name=old.name,
            created_by=by,
            expires_at=old.expires_at,
            scopes=old.scopes,
        )
        if old.expires_at is None or until < old.expires_at:
            old.expires_at = until
            old.save(update_fields=["expires_at", "updated_at"])
        _record_key(
            audit.Act.KEY_ROTATED, project, made, old=old.pk, old_ends=old.expires_at
        )
    return made, text


def revoke_key(project: Project, key_id: UUID) -> bool:
    """Close a key for good; whether there was one to close."""
    with tenant(project):
        open_ = project.api_keys.select_for_update().filter(pk=key_id, revoked_at=None)
        key = open_.first()
        if key is None:
            return False
        key.revoked_at = timezone.now()
        key.save(update_fields=["revoked_at", "updated_at"])
        _record_key(audit.Act.KEY_REVOKED, project, key)
    return True


def configure_llm(
    project: Project,
    *,
    model: str | None,
    base_url: str | None = None,
    api_key: str | None = None,
) -> None:
    """A language model of the project's own; without a model, the deployment's again."""
    given = {"model": model, "openai_base_url": base_url}
    chosen = {name: value for name, value in given.items() if value}
    if model and api_key:
        chosen["api_key"] = secrets.seal(api_key)
    _set(project, {"llm": chosen if model else {}})


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not 1 <= len(name) <= 200:
        msg = "name: between 1 and 200 characters are needed."
        raise ValidationError(msg)
    return name
