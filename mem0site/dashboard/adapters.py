"""How our accounts differ from allauth's."""

from __future__ import annotations

import time
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from mem0site.dashboard import devices
from orgs import accounts, links, mails
from orgs.addresses import client_ip
from orgs.models import User

RECENT = 300.0
"""Seconds after signing in during which the most sensitive pages open."""


PROOFS = {
    "reauthenticate": "Use the password",
    "reauthenticate_by_code": "Mail me a code",
    "mfa_reauthenticate": "Use the authenticator app or a recovery code",
    "mfa_reauthenticate:webauthn": "Use a passkey",
}
"""Ways to show that it is still oneself, as the other pages call them."""


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # untyped
    """What a new passkey is called until its owner says otherwise."""

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002  its name
        """Of the browser that makes it: the device is likely to be the same."""
        return devices.spoken(self.request.headers.get("user-agent", ""))


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # untyped
    """Who may sign up, and whose address needs no proof."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "enter_current_password": "This is not your current password.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Strangers get in where the operator lets them."""
        return bool(settings.CONFIGURATION.sign_up)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The caller's address behind trusted proxies."""
        return client_ip(request)

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Who has signed in within minutes is not asked again at once."""
        records = get_authentication_records(context.request, context.request.user)
        newest = max((record["at"] for record in records), default=0.0)
        return bool(time.time() - newest > RECENT)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """allauth's, in our words."""
        return [
            {**each, "description": PROOFS.get(each["id"], each["description"])}
            for each in super().get_reauthentication_methods(user)
        ]

    def pre_login(
        self, request: HttpRequest, user: User, **more: Any
    ) -> HttpResponse | None:
        """The operator made the accounts of the staff: their addresses are known."""
        if user.is_staff and not EmailAddress.objects.filter(user=user).exists():
            accounts.prove_address(user)
        answer: HttpResponse | None = super().pre_login(request, user, **more)
        return answer

    def send_account_already_exists_mail(self, email: str) -> None:
        """Who was invited and signs up instead is sent the way in."""
        invited = User.objects.filter(
            email=email.lower(), is_active=False, invited_at__isnull=False
        ).first()
        if invited is None:
            super().send_account_already_exists_mail(email)
            return
        place = invited.memberships.select_related("organization").first()
        name = place.organization.name if place else "the memory platform"
        mails.invite(invited.email, name, links.to_account(invited))
