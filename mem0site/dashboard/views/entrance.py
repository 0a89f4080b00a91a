"""Links from mails: an invitation to an organization, an account that waits.

Whoever holds the link reads mail at its address, so an account for that address may be
made and opened here; an account that exists already is only entered by signing in.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import View

from mem0.exceptions import MemoryNotFoundError
from orgs import accounts, invitations
from orgs.models import Invitation, User


class Accept(View):
    """An invitation, before and after signing in."""

    http_method_names = ["get", "post", "head", "options"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """What one is invited to, and as whom one would join."""
        invitation = _invitation(token)
        context = {"invitation": invitation, "sign_in": _sign_in(request, invitation)}
        return render(request, "dashboard/invitation.html", context)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Join: as who is signed in, else with a new account for the address."""
        invitation = _invitation(token)
        home = reverse("dashboard:organization-home", args=[invitation.organization_id])
        if isinstance(request.user, User):
            invitations.accept(invitation, request.user)
            messages.success(request, f"Welcome to {invitation.organization.name}.")
            return redirect(home)
        if sign_in := _sign_in(request, invitation):
            return redirect(sign_in)
        user = accounts.open_account(invitation.email)
        invitations.accept(invitation, user)
        return _enter(request, user)


class Welcome(View):
    """An account that somebody else made: its person opens it."""

    http_method_names = ["get", "post", "head", "options"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Whose account it is."""
        return render(request, "dashboard/welcome.html", {"invited": _welcomed(token)})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Open it and sign in."""
        return _enter(request, accounts.open_account(_welcomed(token).email))


def _invitation(token: str) -> Invitation:
    try:
        return invitations.of_token(token)
    except MemoryNotFoundError as exc:
        raise Http404(str(exc)) from exc


def _welcomed(token: str) -> User:
    try:
        return invitations.welcomed(token)
    except MemoryNotFoundError as exc:
        raise Http404(str(exc)) from exc


def _sign_in(request: HttpRequest, invitation: Invitation) -> str:
    """Where the owner of an account for the address signs in; '' for everybody else."""
    known = User.objects.filter(email=invitation.email, is_active=True)
    if request.user.is_authenticated or not known.exists():
        return ""
    return f"{reverse('account_login')}?{urlencode({'next': request.path})}"


def _enter(request: HttpRequest, user: User) -> HttpResponse:
    """Signed in with a proven address; next comes a password."""
    record_authentication(request, user, method="code")  # the link was in a mail
    answer: Any = perform_login(
        request,
        user,
        redirect_url=reverse("account_set_password"),
        email=user.email,
    )
    made: HttpResponse = answer
    return made
