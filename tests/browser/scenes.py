"""What a project shows that has been in use for a while: things that failed, waited,
were erased; an account with a second factor; the staff."""

from __future__ import annotations

import time
import uuid

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession

from orgs import links, services
from orgs.models import Invitation, Role, User
from orgs.usage import rollup
from tests.conftest import Api
from tests.dashboard.conftest import BACKEND, Person, join
from tests.memories.worker import work
from webhooks.models import DeliveryStatus, Webhook

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"


def address(name: str) -> str:
    """An address that looks like one, and that nobody else has."""
    return f"{name}.{uuid.uuid4().hex[:6]}@acme.example"


def sign_in(person: Person) -> None:
    """As by a password a moment ago, with an address that is proved."""
    EmailAddress.objects.create(
        user=person.user, email=person.user.email, verified=True, primary=True
    )
    session = person.browser.session
    soon = time.time() + 3600  # else a slow machine has to sign in again
    method = {"method": "password", "at": soon, "email": person.user.email}
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [method]
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = session["_auth_user_id"]
    session.save()
    for key, agent in ((session.session_key, FIREFOX), (_other(person), PHONE)):
        UserSession.objects.create(
            user=person.user, ip="203.0.113.7", session_key=key, user_agent=agent
        )


def _other(person: Person) -> str:
    """The session of another device."""
    other = Person(person.user, person.project)
    other.browser.force_login(person.user, backend=BACKEND)
    return str(other.browser.session.session_key)


def erase(person: Person, api: Api) -> None:
    """Somebody who wished it."""
    api.remember("Mallory has a parrot.", user_id="mallory")
    api.delete("/v2/entities/user/mallory/")
    while work(person.project):
        pass


def go_wrong(person: Person, api: Api, webhook: Webhook) -> None:
    """Requests that were refused, and a delivery that failed."""
    api.get(f"/v1/memories/{uuid.uuid4()}/")
    api.post("/v1/memories/", {"messages": [], "user_id": "alice"})
    with services.tenant(person.project):
        rows = list(webhook.webhook_deliveries.order_by("created_at")[:4])
        for row, code in zip(rows, (200, 200, 200, 503), strict=True):
            error = "" if code == 200 else "The endpoint answered 503."
            row.status = DeliveryStatus.FAILED if error else DeliveryStatus.DELIVERED
            row.attempts, row.error = 1, error
            row.save(update_fields=["status", "attempts", "error"])
            row.log.create(
                project=person.project, number=1, url=webhook.url, status_code=code,
                error=error, latency=84, response="try later" if error else "ok",
                request_headers={"webhook-id": str(row.pk)},
            )  # fmt: skip


def doors(person: Person) -> dict[str, str]:
    """(name: path) of what is opened by a link of a mail."""
    invitation = Invitation.objects.create(
        organization=person.project.organization,
        email=address("alan"),
        role=Role.MEMBER,
        invited_by=person.user,
        expires_at=person.user.created_at.replace(year=2100),
    )
    invited = User.objects.create_user(address("edsger"), is_active=False)
    invited.invited_at = invited.created_at
    invited.save()
    made = {
        "door-invitation": links.to_invitation(invitation),
        "door-welcome": links.to_account(invited),
    }
    return {name: "/" + url.split("/", 3)[3] for name, url in made.items()}


def guarded() -> tuple[Person, dict[str, str]]:
    """Somebody with a second factor, and the pages that only they have."""
    organization = services.create_organization(name="Acme Robotics")
    person = join(organization, Role.OWNER)
    sign_in(person)
    TOTP.activate(person.user, generate_totp_secret())
    RecoveryCodes.activate(person.user)
    laptop = {"name": "Laptop", "credential": {}, "passwordless": True}
    Authenticator.objects.create(
        user=person.user, type=Authenticator.Type.WEBAUTHN, data=laptop
    )
    names = ("2fa", "2fa/recovery-codes", "2fa/recovery-codes/generate",
             "2fa/totp/deactivate", "2fa/webauthn", "reauthenticate")  # fmt: skip
    return person, {
        f"guarded-{name.replace('/', '-')}": f"/accounts/{name}/" for name in names
    }


ADMIN = {
    "admin": "/admin/",
    "admin-pipeline": "/admin/pipeline/",
    "admin-organizations": "/admin/orgs/organization/",
    "admin-memories": "/admin/memories/memory/",
    "admin-jobs": "/admin/memories/job/",
    "admin-deliveries": "/admin/webhooks/delivery/",
    "admin-hours": "/admin/usage/usagehour/",
    "admin-audit": "/admin/audit/entry/",
}


def staffed(person: Person) -> tuple[Person, dict[str, str]]:
    """One of the staff, and pages of the administration."""
    rollup.fold()
    user = User.objects.create_superuser(address("root"), "secret")
    staff = Person(user, person.project)
    staff.browser.force_login(user, backend=BACKEND)
    organization = person.project.organization_id
    one = {"admin-organization": f"/admin/orgs/organization/{organization}/change/"}
    return staff, ADMIN | one
