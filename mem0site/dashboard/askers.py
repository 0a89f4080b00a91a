"""On whose word something was done, for people to read.

Records keep the ends of a key or the id of a person (`orgs.custody.ledger.Asked`), never
an address, so that they may outlive the account.
"""

from __future__ import annotations

from collections.abc import Iterable

from mem0site.dashboard import cursors
from orgs.models import User

PERSON = "person "
GONE = "somebody whose account is deleted"


def asker(user: User) -> str:
    """A person as records name them."""
    return f"{PERSON}{user.pk}"


def told(askers: Iterable[str]) -> dict[str, str]:
    """Each of them as it is shown: a person by their address."""
    wanted = {each: cursors.uuid(each.removeprefix(PERSON)) for each in askers}
    users = User.objects.filter(pk__in={key for key in wanted.values() if key})
    known = {user.pk: user.email for user in users if user.is_active}
    return {
        each: known.get(key, GONE) if key and each.startswith(PERSON) else each
        for each, key in wanted.items()
    }
