"""Invitations to an organization: a mailed link that proves the address.

The link is signed and the invitation ends by itself; taking it back or accepting it
deletes the row. An account that the API made for somebody has a link of its own.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from mem0.exceptions import MemoryNotFoundError
from orgs import audit, links, mails
from orgs.members import Actor
from orgs.models import Invitation, Membership, Organization, Role, User
from orgs.refusals import invalid, unauthorized
from orgs.roles import rank


def invite(
    organization: Organization, actor: Actor, *, email: str, role: Role
) -> Invitation:
    """A new invitation, or the standing one again with the new role; mailed.

    Raises a 403 for a role above the actor's and a 400 for who is a member already.
    """
    if rank(role) > rank(actor.role):
        raise unauthorized()
    if organization.memberships.filter(user__email=email).exists():
        raise invalid("The user is already a member of the organization.")
    with transaction.atomic():
        made, _ = Invitation.objects.update_or_create(
            organization=organization,
            email=email,
            defaults={
                "role": role,
                "invited_by_id": actor.user_id,
                "expires_at": timezone.now() + dt.timedelta(days=links.DAYS),
            },
        )
        _record(audit.Act.MEMBER_INVITED, made)
    mails.invite(email, organization.name, links.to_invitation(made))
    return made


def of_token(token: str) -> Invitation:
    """The invitation of a link. Raises a 404 when it no longer holds."""
    key = links.opened(links.INVITATION, token)
    found = (
        Invitation.objects.select_related("organization", "invited_by")
        .filter(pk=key, expires_at__gt=timezone.now())
        .first()
    )
    if found is None:
        raise MemoryNotFoundError(links.GONE)
    return found


def accept(invitation: Invitation, user: User) -> Membership:
    """Make the person a member; who is one already keeps their role."""
    with transaction.atomic():
        taken, _ = Invitation.objects.filter(pk=invitation.pk).delete()
        if not taken:
            raise MemoryNotFoundError(links.GONE)
        membership, _ = Membership.objects.get_or_create(
            organization=invitation.organization,
            user=user,
            defaults={"role": invitation.role},
        )
        _record(audit.Act.INVITATION_ACCEPTED, invitation, account=user.pk)
    return membership


def revoke(organization: Organization, invitation_id: UUID) -> str:
    """Take an invitation back; whose it was. Raises a 404."""
    found = organization.invitations.filter(pk=invitation_id).first()
    if found is None:
        raise MemoryNotFoundError(links.GONE)
    with transaction.atomic():
        _record(audit.Act.INVITATION_REVOKED, found)
        found.delete()
    return found.email


def _record(act: audit.Act, invitation: Invitation, **details: Any) -> None:
    audit.record(
        act,
        organization=invitation.organization_id,
        about=("invitation", invitation.pk),
        address=audit.digest(invitation.email.lower()),
        role=invitation.role,
        **details,
    )


def welcomed(token: str) -> User:
    """Whose account a welcome link opens. Raises a 404 once it is open."""
    found = User.objects.filter(
        pk=links.opened(links.WELCOME, token), is_active=False, invited_at__isnull=False
    ).first()
    if found is None:
        raise MemoryNotFoundError(links.GONE)
    return found
