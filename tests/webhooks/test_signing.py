from __future__ import annotations

import datetime as dt
import json

import pytest
from standardwebhooks.webhooks import Webhook as Verifier, WebhookVerificationError

from webhooks import signing

BODY = '{"event_details":{"event":"ADD"},"text":"Ærøskøbing"}'


def headers(*keys: str) -> dict[str, str]:
    return signing.headers("msg_1", dt.datetime.now(dt.UTC), BODY, keys)


def test_the_independent_library_accepts_it():
    secret = signing.make_secret()
    assert Verifier(secret).verify(BODY, headers(secret)) == json.loads(BODY)


def test_another_secret_is_refused():
    with pytest.raises(WebhookVerificationError):
        Verifier(signing.make_secret()).verify(BODY, headers(signing.make_secret()))


def test_a_changed_body_is_refused():
    secret = signing.make_secret()
    with pytest.raises(WebhookVerificationError):
        Verifier(secret).verify(BODY.replace("ADD", "DELETE"), headers(secret))


def test_two_secrets_sign_side_by_side():
    new, old = signing.make_secret(), signing.make_secret()
    signed = headers(new, old)
    assert Verifier(new).verify(BODY, signed)
    assert Verifier(old).verify(BODY, signed)


def test_it_gives_the_vector_of_the_specification():
    at = dt.datetime.fromtimestamp(1614265330, dt.UTC)
    signed = signing.headers(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        at,
        '{"test": 2432232314}',
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    )
    assert (
        signed["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def test_secrets_are_of_the_recommended_size_and_never_the_same():
    secrets = {signing.make_secret() for _ in range(20)}
    assert len(secrets) == 20
    assert all(len(secret) == len("whsec_") + 44 for secret in secrets)
