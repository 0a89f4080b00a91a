"""Signed links in mails: what they name, and for how long they hold.

A link proves that its holder reads mail at the address it was sent to. What it names
is a row; when the row is gone or used, the link leads nowhere.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.core import signing

from mem0.exceptions import MemoryNotFoundError
from orgs.models import Invitation, User

DAYS = 7
INVITATION = "/dashboard/invitations/{token}/"
WELCOME = "/dashboard/welcome/{token}/"
GONE = "The invitation has expired, was taken back or has been used."


def to_invitation(invitation: Invitation) -> str:
    """Where an invitation is accepted."""
    return _link(INVITATION, invitation.pk)


def to_account(user: User) -> str:
    """Where an account that was made for somebody is opened."""
    return _link(WELCOME, user.pk)


def opened(path: str, token: str) -> UUID:
    """What a token of such a link names. Raises a 404 when it is wrong or too old."""
    try:
        return UUID(signing.loads(token, salt=path, max_age=dt.timedelta(days=DAYS)))
    except signing.BadSignature:
        raise MemoryNotFoundError(GONE) from None


def _link(path: str, key: UUID) -> str:
    token = signing.dumps(str(key), salt=path)
    return settings.PUBLIC_URL + path.format(token=token)
