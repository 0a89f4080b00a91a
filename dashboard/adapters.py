"""How our accounts differ from allauth's."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from orgs.addresses import client_ip
from orgs.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # untyped
    """Who may sign up, and whose address needs no proof."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Strangers get in where the operator lets them."""
        return bool(settings.CONFIGURATION.sign_up)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The caller's address behind trusted proxies."""
        return client_ip(request)

    def pre_login(
        self, request: HttpRequest, user: User, **more: Any
    ) -> HttpResponse | None:
        """The operator made the accounts of the staff: their addresses are known."""
        if user.is_staff and not EmailAddress.objects.filter(user=user).exists():
            EmailAddress.objects.create(
                user=user, email=user.email, verified=True, primary=True
            )
        answer: HttpResponse | None = super().pre_login(request, user, **more)
        return answer
