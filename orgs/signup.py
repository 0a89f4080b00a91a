"""Signing up without a browser: by a mailed code, or as an agent that is claimed later.

A code is six digits, kept as a keyed digest for ten minutes and for five tries. Who
proves an address gets a key of an organization they work in, or of a new one. An
agent gets an organization of its own at once; a person who proves an address with
the agent's key becomes its owner, and the key stays what it is.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from mem0.exceptions import ConflictError, UnavailableError, ValidationError
from orgs import accounts, audit, mails, services
from orgs.audit.people import record_person, record_stranger
from orgs.models import (
    AgentAccount,
    EmailCode,
    Membership,
    Organization,
    Project,
    Role,
    User,
)
from orgs.tenancy import tenant

CODE_MINUTES = 10
TRIES = 5
PLAN = "free"
CLAIM_COMMAND = "mem0 init --email <your-email>"
WRONG_CODE = "The code is wrong or no longer valid."


@dataclass(frozen=True, slots=True)
class Access:
    """What a sign-up gives: a key of a project, readable once."""

    key: str
    project: Project


def send_code(email: str) -> None:
    """Mail a code. When nobody new may sign up, strangers get none, and no hint."""
    known = User.objects.filter(email=email).exclude(is_active=False, invited_at=None)
    if not settings.CONFIGURATION.sign_up and not known.exists():
        return
    code = f"{secrets.randbelow(10**6):06}"
    EmailCode.objects.update_or_create(
        email=email,
        defaults={
            "digest": _digest(email, code),
            "expires_at": timezone.now() + dt.timedelta(minutes=CODE_MINUTES),
            "tries": 0,
        },
    )
    mails.send_code(email, code, CODE_MINUTES)


def verify(email: str, code: str) -> User:
    """The account of an address whose code is right, made or opened if need be.

    A code works once. Raises a 400 for a wrong, old or worn-out one.
    """
    row = _tried(email)
    given = _digest(email, code.strip())
    if row is None or not hmac.compare_digest(bytes(row.digest), given):
        record_stranger(audit.Act.SIGN_IN_FAILED, email, by="mailed code")
        raise ValidationError(WRONG_CODE, error_code="invalid_code")
    taken, _ = EmailCode.objects.filter(email=email, digest=given).delete()
    if not taken:  # the same code, in another request, was first
        raise ValidationError(WRONG_CODE, error_code="invalid_code")
    return _account(email)


def sign_in(user: User) -> Access:
    """A new key of the person's organization, or of a new one."""
    place = (
        user.memberships.filter(organization__suspended_at=None)
        .exclude(role=Role.READER)
        .select_related("organization")
        .order_by("created_at")
        .first()
    )
    organization = (
        place.organization
        if place
        else services.create_organization(
            name=user.get_short_name(), owner=user, plan=PLAN
        )
    )
    project = _first_project(organization)
    record_person(audit.Act.SIGNED_IN, user, methods=["code"])
    _, key = services.create_key(project, name="e-mail sign-in", created_by=user)
    return Access(key, project)


def start_agent(*, source: str, caller: str) -> tuple[Access, AgentAccount]:
    """An organization for an agent, with its key. Raises `UnavailableError` when
    nobody may sign up."""
    if not settings.CONFIGURATION.sign_up:
        msg = "Sign-up is switched off on this server."
        raise UnavailableError(msg)
    name = f"{_slug(caller) or 'agent'}-{secrets.token_hex(4)}"
    organization = services.create_organization(name=name, plan=PLAN)
    account = AgentAccount.objects.create(
        organization=organization, source=source, caller=caller, default_user_id=name
    )
    project = _first_project(organization)
    _, key = services.create_key(project, name="agent mode")
    return Access(key, project), account


def rename_caller(organization: Organization, caller: str) -> bool:
    """Note which agent uses the account; whether it is an agent's account."""
    found = AgentAccount.objects.filter(organization=organization)
    return bool(found.update(caller=caller))


def claim(project: Project, user: User) -> dt.datetime:
    """Make the person the owner of an agent's organization; when that was.

    Raises a 400 when it is not an agent's, a 409 when somebody else has claimed it.
    """
    now = timezone.now()
    account = AgentAccount.objects.filter(organization=project.organization).first()
    if account is None:
        msg = "The key does not belong to an agent account."
        raise ValidationError(msg, error_code="not_agent_mode")
    with transaction.atomic():
        open_ = AgentAccount.objects.filter(pk=account.pk, claimed_at=None)
        if not open_.update(claimed_at=now):
            return _already(account, user)
        Membership.objects.create(
            organization=project.organization, user=user, role=Role.OWNER
        )
        audit.record(
            audit.Act.ORGANIZATION_CLAIMED, project=project, about=("account", user.pk)
        )
    with tenant(project):
        project.api_keys.filter(created_by=None).update(created_by=user)
    return now


def _already(account: AgentAccount, user: User) -> dt.datetime:
    """A claim that is repeated says the same; one of somebody else is refused."""
    account.refresh_from_db()
    mine = user.memberships.filter(organization_id=account.pk, role=Role.OWNER)
    if account.claimed_at is None or not mine.exists():
        msg = "The agent account has already been claimed."
        raise ConflictError(msg, error_code="already_claimed")
    return account.claimed_at


def _tried(email: str) -> EmailCode | None:
    """The live code of an address, with one try fewer."""
    live = EmailCode.objects.filter(
        email=email, expires_at__gt=timezone.now(), tries__lt=TRIES
    )
    if not live.update(tries=F("tries") + 1):
        return None
    return EmailCode.objects.filter(email=email).first()


def _account(email: str) -> User:
    known = User.objects.filter(email=email, is_active=False, invited_at=None)
    if known.exists():
        raise ValidationError(WRONG_CODE, error_code="invalid_code")
    return accounts.open_account(email)


def _first_project(organization: Organization) -> Project:
    found = organization.projects.order_by("-is_default", "created_at").first()
    return found or services.create_project(organization, name="default-project")


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40]


def _digest(email: str, code: str) -> bytes:
    secret = f"email-code:{settings.SECRET_KEY}".encode()
    return hmac.new(secret, f"{email}:{code}".encode(), hashlib.sha256).digest()
