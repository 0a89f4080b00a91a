"""Accounts of people: a proven address, an invited account that opens, deletion.

Signing in is allauth's; it keeps which addresses are proven beside the account.
"""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.db.models import QuerySet

from mem0.exceptions import ConflictError
from orgs import audit, erasure, members
from orgs.audit.people import record_person
from orgs.custody import ledger
from orgs.custody.ledger import Asked, Subject
from orgs.members import Actor
from orgs.models import (
    EmailCode,
    Invitation,
    Membership,
    Organization,
    Role,
    User,
)
from orgs.tenancy import tenant


def prove_address(user: User) -> None:
    """The person has shown that they read mail at the account's address."""
    EmailAddress.objects.update_or_create(
        email=user.email,
        defaults={"user": user, "verified": True, "primary": True},
    )


def open_account(email: str) -> User:
    """The account of a proven address: made, or opened if it was only invited."""
    with transaction.atomic():
        user = User.objects.select_for_update().filter(email=email).first()
        opened = user is None or user.invited_at is not None
        if user is None:
            user = User.objects.create_user(email)
        elif user.invited_at:
            user.is_active, user.invited_at = True, None
            user.save(update_fields=["is_active", "invited_at", "updated_at"])
        prove_address(user)
        if opened:
            record_person(audit.Act.ACCOUNT_CREATED, user)
    return user


def alone_in(user: User) -> list[Organization]:
    """Organizations that have no other member: they go with the account."""
    return [place.organization for place in _places(user) if _others(place) == 0]


def left_without_owner(user: User) -> list[Organization]:
    """Organizations of others that would lose their last owner."""
    return [
        place.organization
        for place in _places(user)
        if place.role == Role.OWNER
        and _others(place) > 0
        and not _others(place, role=Role.OWNER)
    ]


def delete_account(user: User) -> None:
    """Close the account and forget the person.

    The row stays without a name, because keys say who made them: they go on as keys of
    somebody who is gone. Raises a 409 while an organization of others would be left
    without an owner.
    """
    if left := left_without_owner(user):
        names = ", ".join(each.name for each in left)
        msg = f"You are the last owner of {names}. Hand it over or delete it first."
        raise ConflictError(msg)
    for organization in alone_in(user):
        erasure.erase_organization(organization)
    for place in _places(user):
        actor = Actor(user.pk, Role(place.role))
        members.remove_from_organization(place.organization, actor, email=user.email)
    _forget(user)


def _forget(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()
    subject, traces = Subject(user.pk, "account", str(user.pk)), _traces(user)
    with tenant(user.pk):
        line = ledger.open_line(subject, Asked(f"person {user.pk}"))
        for rows in traces:
            ledger.count(line, rows.model._meta.db_table, rows.delete()[0])  # noqa: SLF001
        LogEntry.objects.filter(object_id=str(user.pk)).update(
            object_repr="", change_message=""
        )
        user.email, user.name = f"{user.pk}@deleted.invalid", ""
        user.is_active = user.is_staff = user.is_superuser = False
        user.set_unusable_password()
        user.save()
        left = {
            rows.model._meta.db_table: count  # noqa: SLF001
            for rows in traces
            if (count := rows.count())
        }
        ledger.close(line, checked=len(traces), found=left, stores={})
        audit.record(
            audit.Act.ACCOUNT_DELETED, about=("account", user.pk), receipt=line.pk
        )


def _traces(user: User) -> list[QuerySet[Any]]:
    """Rows that say who the person is, or would let them in."""
    return [
        EmailAddress.objects.filter(user=user),
        Authenticator.objects.filter(user=user),
        SocialAccount.objects.filter(user=user),
        UserSession.objects.filter(user=user),
        Membership.objects.filter(user=user),
        Invitation.objects.filter(email=user.email),
        EmailCode.objects.filter(email=user.email),
    ]


def _places(user: User) -> list[Membership]:
    return list(user.memberships.select_related("organization").order_by("created_at"))


def _others(place: Membership, **where: str) -> int:
    return (
        place.organization.memberships.filter(**where)
        .exclude(user_id=place.user_id)
        .count()
    )
