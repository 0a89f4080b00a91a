"""The mails of the site, as plain text through Django's mail."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import send_mail

from mem0.exceptions import UnavailableError

logger = logging.getLogger(__name__)


def send_code(email: str, code: str, minutes: int) -> None:
    """A sign-in code. Raises `UnavailableError` when the mail cannot be handed over."""
    text = (
        f"Your code is {code}\n\n"
        f"It is valid for {minutes} minutes, once, at {settings.PUBLIC_URL}.\n"
        "If you did not ask for it, ignore this mail.\n"
    )
    try:
        send_mail(f"{code} is your sign-in code", text, None, [email])
    except OSError as exc:
        logger.exception("A sign-in code could not be sent.")
        msg = "The mail could not be sent. Try again later."
        raise UnavailableError(msg) from exc


def invite(email: str, name: str, link: str) -> None:
    """An invitation; a failure is logged, the invitation stands without the mail."""
    subject = " ".join(f"You are invited to {name}".split())
    text = (
        f"You have been invited to {name} on {settings.PUBLIC_URL}.\n\n"
        f"Join within a week:\n{link}\n\n"
        "If you did not expect this, ignore it: nothing happens.\n"
    )
    try:
        send_mail(subject, text, None, [email])
    except OSError:
        logger.exception("An invitation could not be sent.")
