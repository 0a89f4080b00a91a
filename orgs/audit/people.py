"""What happens to accounts: signing in and out, passwords, second factors, addresses.

Django and allauth do these, and tell of them by signals only. A person's entry stands in
the log of each organization they belong to; a stranger's in the platform's.
"""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.mfa import signals as mfa
from allauth.socialaccount import signals as social
from django.contrib.auth import signals as auth
from django.db import transaction
from django.dispatch import Signal
from django.http import HttpRequest

from orgs.audit.actors import Actor, current
from orgs.audit.acts import Act
from orgs.audit.asking import actor_of
from orgs.audit.chains import PLATFORM
from orgs.audit.recording import Object, digest, record
from orgs.models import User

CHANGES: tuple[tuple[Signal, Act, str], ...] = (
    (account.user_signed_up, Act.ACCOUNT_CREATED, ""),
    (account.password_set, Act.ACCOUNT_CHANGED, "password set"),
    (account.password_changed, Act.ACCOUNT_CHANGED, "password changed"),
    (account.password_reset, Act.ACCOUNT_CHANGED, "password reset"),
    (account.email_changed, Act.ACCOUNT_CHANGED, "address changed"),
    (account.email_added, Act.ACCOUNT_CHANGED, "address added"),
    (account.email_removed, Act.ACCOUNT_CHANGED, "address removed"),
    (social.social_account_added, Act.ACCOUNT_CHANGED, "provider connected"),
    (social.social_account_removed, Act.ACCOUNT_CHANGED, "provider disconnected"),
    (mfa.authenticator_added, Act.MFA_CHANGED, "added"),
    (mfa.authenticator_removed, Act.MFA_CHANGED, "removed"),
    (mfa.authenticator_reset, Act.MFA_CHANGED, "made anew"),
    (mfa.authentication_failed, Act.SIGN_IN_FAILED, "second factor"),
    (account.login_code_rejected, Act.SIGN_IN_FAILED, "mailed code"),
    (account.password_reset_code_rejected, Act.SIGN_IN_FAILED, "reset code"),
)
"""A signal of allauth's, what it is, and the word for it in the details."""


def connect() -> None:
    """Listen. Called once, when the app is ready."""
    auth.user_logged_in.connect(_signed_in, dispatch_uid="audit")
    auth.user_logged_out.connect(_signed_out, dispatch_uid="audit")
    auth.user_login_failed.connect(_failed, dispatch_uid="audit")
    for signal, act, word in CHANGES:
        signal.connect(_listener(act, word), weak=False, dispatch_uid=f"audit {word}")


def record_person(
    act: Act, user: User, *, actor: Actor | None = None, **details: Any
) -> None:
    """Record what happens to an account, in the log of each of its organizations."""
    with transaction.atomic():
        places = user.memberships.values_list("organization_id", flat=True)
        for whose in sorted(set(places)) or [PLATFORM]:  # always in the same order
            record(
                act,
                organization=whose,
                about=("account", user.pk),
                actor=actor,
                **details,
            )


def record_stranger(act: Act, email: str, **details: Any) -> None:
    """Record what somebody tried with an address: of an account, or of none."""
    user = User.objects.filter(email=email.strip().lower()).first() if email else None
    if user is not None:
        record_person(act, user, **details)
        return
    about: Object | None = ("address", digest(email.strip().lower())) if email else None
    record(act, about=about, **details)


def _signed_in(sender: Any, request: Any, user: Any, **more: Any) -> None:
    if not isinstance(user, User):
        return
    methods = [
        str(each.get("method")) for each in get_authentication_records(request, user)
    ]
    actor = _actor(request, user)
    record_person(Act.SIGNED_IN, user, actor=actor, methods=methods or ["password"])


def _signed_out(sender: Any, request: Any, user: Any, **more: Any) -> None:
    if isinstance(user, User):
        record_person(Act.SIGNED_OUT, user, actor=_actor(request, user))


def _failed(sender: Any, credentials: Any, **more: Any) -> None:
    given = (credentials.get(name) for name in ("email", "username", "login"))
    email = next((value for value in given if isinstance(value, str)), "")
    record_stranger(Act.SIGN_IN_FAILED, email, by="password")


def _listener(act: Act, word: str) -> Any:
    def heard(sender: Any, **told: Any) -> None:
        user = told.get("user") or getattr(told.get("sociallogin"), "user", None)
        user = user or getattr(told.get("socialaccount"), "user", None)
        if not isinstance(user, User):
            return
        details: dict[str, Any] = {}
        if word:
            details["by" if act is Act.SIGN_IN_FAILED else "change"] = word
        kind = getattr(told.get("authenticator"), "type", None)
        if kind is not None:
            details["factor"] = str(kind)
        for name in ("email_address", "to_email_address"):
            if isinstance(told.get(name), EmailAddress):
                details["address"] = digest(told[name].email.lower())
        record_person(act, user, **details)

    return heard


def _actor(request: Any, user: User) -> Actor:
    return actor_of(request, user) if isinstance(request, HttpRequest) else current()
