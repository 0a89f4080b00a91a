"""What in a text is a secret or says who somebody is: found by shape, proved by checksum.

The shapes of secrets are those of detect-secrets, whose detectors of named tokens hardly
ever take a plain word for one; its guesses by entropy and by words are left out. Cards and
bank accounts have to pass their checksums (python-stdnum), telephone numbers have to
exist (phonenumbers) and to be written internationally.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import phonenumbers
from detect_secrets.plugins import (
    aws,
    azure_storage_key,
    basic_auth,
    discord,
    github_token,
    gitlab_token,
    jwt,
    mailchimp,
    openai,
    pypi_token,
    sendgrid,
    slack,
    square_oauth,
    stripe,
    telegram_token,
    twilio,
)
from stdnum import iban, luhn

SECRET, PASSWORD = "secret", "password"
EMAIL, CARD, IBAN, PHONE = "email", "card", "iban", "phone"
SECRETS = frozenset({SECRET, PASSWORD})
PERSONAL = frozenset({EMAIL, CARD, IBAN, PHONE})

_DETECTORS: tuple[Any, ...] = (
    azure_storage_key.AzureStorageKeyDetector,
    discord.DiscordBotTokenDetector,
    github_token.GitHubTokenDetector,
    gitlab_token.GitLabTokenDetector,
    jwt.JwtTokenDetector,
    mailchimp.MailchimpDetector,
    openai.OpenAIDetector,
    pypi_token.PypiTokenDetector,
    sendgrid.SendGridDetector,
    slack.SlackDetector,
    square_oauth.SquareOAuthDetector,
    stripe.StripeDetector,
    telegram_token.TelegramBotTokenDetector,
    twilio.TwilioKeyDetector,
    basic_auth.BasicAuthDetector,
)
_SHAPES: tuple[re.Pattern[str], ...] = (
    re.compile(
        r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY[^-]*-----(?:[^-]*-----END[^-]*-----)?"
    ),
    re.compile(
        r"m0-[0-9A-Za-z]{20,}|whsec_[0-9A-Za-z+/=]{16,}|\bsk-[0-9A-Za-z_-]{20,}"
        r"|\b(?:ghp|gho|xox[abp])[_-][0-9A-Za-z-]{16,}"
        r"|(?i:\bBearer\s+)[0-9A-Za-z._~+/=-]{16,}"
    ),
    aws.AWSKeyDetector.denylist[0],  # the other one guesses by words
    *(shape for each in _DETECTORS for shape in each.denylist),
)
_PASSWORD = re.compile(
    r"(?i)\b(?:pass ?word|passphrase|passwort|kennwort|contraseña|senha|mot de passe|pin"
    r"|wachtwoord|пароль)\b\W{0,3}(?:\b(?:is|was|ist|lautet|es|é|est)\b\W{0,3})?"
    r"(?P<value>(?=[^\s]{0,80}\d)[^\s\"'<>]{4,80})"
)
_EMAIL = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}\b")
_CARD = re.compile(r"(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-])")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[0-9A-Z]{4}){2,7}(?: ?[0-9A-Z]{1,3})?\b")


@dataclass(frozen=True, slots=True)
class Found:
    """A place in a text and what stands there."""

    kind: str
    start: int
    end: int


def find(text: str, kinds: Iterable[str] = SECRETS | PERSONAL) -> list[Found]:
    """What of these kinds is in the text, in order; of two that overlap, the first."""
    wanted = set(kinds)
    found = sorted(
        (
            each
            for kind, finder in FINDERS.items()
            if kind in wanted
            for each in finder(text)
        ),
        key=lambda each: (each.start, -each.end),
    )
    kept: list[Found] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def masked(text: str, found: Iterable[Found]) -> str:
    """The text with `[kind]` in the place of each."""
    parts, last = [], 0
    for each in found:
        parts += [text[last : each.start], f"[{each.kind}]"]
        last = each.end
    return "".join([*parts, text[last:]])


def _secrets(text: str) -> Iterator[Found]:
    for shape in _SHAPES:
        for hit in shape.finditer(text):
            yield Found(SECRET, *hit.span())


def _passwords(text: str) -> Iterator[Found]:
    for hit in _PASSWORD.finditer(text):
        value = hit["value"].rstrip(".,;:!?")
        if len(value) >= 4:
            yield Found(PASSWORD, hit.start("value"), hit.start("value") + len(value))


def _emails(text: str) -> Iterator[Found]:
    if "@" in text:
        for hit in _EMAIL.finditer(text):
            yield Found(EMAIL, *hit.span())


def _cards(text: str) -> Iterator[Found]:
    for hit in _CARD.finditer(text):
        digits = re.sub(r"\D", "", hit[0])
        if luhn.is_valid(digits) and len(set(digits)) > 1:
            yield Found(CARD, *hit.span())


def _ibans(text: str) -> Iterator[Found]:
    for hit in _IBAN.finditer(text):
        if iban.is_valid(hit[0]):
            yield Found(IBAN, *hit.span())


def _phones(text: str) -> Iterator[Found]:
    if "+" in text:
        for hit in phonenumbers.PhoneNumberMatcher(text, None):
            yield Found(PHONE, hit.start, hit.end)


FINDERS: Mapping[str, Callable[[str], Iterator[Found]]] = {
    SECRET: _secrets,
    PASSWORD: _passwords,
    CARD: _cards,
    IBAN: _ibans,
    EMAIL: _emails,
    PHONE: _phones,
}
"""Kind → who finds it."""
