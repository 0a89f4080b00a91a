"""How our accounts differ from allauth's."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core import context
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from orgs import accounts, links, mails
from orgs.addresses import client_ip
from orgs.models import User

RECENT = 300.0
"""Seconds after signing in during which the most sensitive pages open."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # untyped
    """Who may sign up, and whose address needs no proof."""

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
