"""A loopback OpenID provider: discovery, the code flow with PKCE, signed id tokens, keys.

It speaks the protocol over HTTP and refuses what a provider refuses: an unknown client
or redirect address, a code that was used, a verifier that does not fit its challenge.
What it says about the person, and how it lies, is set by the test.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, CLIENT_SECRET = "memory-platform", "a secret of the client"
KID = "first"


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """What the provider knows, and what it was asked."""

    url: str = ""
    callback: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    """Claims of the id token that differ from what they should be."""
    told: dict[str, Any] = field(default_factory=dict)
    """What the user info has that differs."""
    algorithm: str = "RS256"
    key: Any = field(default_factory=new_key)
    """What signs; by default the key that is published."""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.published = self.key.public_key()

    def keys(self) -> dict[str, Any]:
        key = RSAAlgorithm.to_jwk(self.published, as_dict=True)
        return {"keys": [{**key, "kid": KID, "use": "sig", "alg": "RS256"}]}

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser goes next: back, with a code."""
        assert asked["client_id"] == CLIENT
        assert asked["redirect_uri"] == self.callback, asked["redirect_uri"]
        assert asked["response_type"] == "code"
        assert "openid" in asked["scope"].split()
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe()
        self.codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"]})
        return f"{asked['redirect_uri']}?{back}"

    def exchange(self, asked: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Tokens for a code."""
        given = self.codes.pop(asked.get("code", ""), None)
        digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        known = (asked.get("client_id"), asked.get("client_secret"))
        if known != (CLIENT, CLIENT_SECRET):
            return 401, {"error": "invalid_client"}
        if given is None or given["code_challenge"] != challenge:
            return 400, {"error": "invalid_grant"}
        return 200, {
            "access_token": "an access token",
            "token_type": "Bearer",
            "expires_in": 300,
            "id_token": self.id_token(),
        }

    def id_token(self) -> str:
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300}
        given = {**claims, **self.person, **self.claims}
        return jwt.encode(given, self.key, self.algorithm, headers={"kid": KID})


class Handler(BaseHTTPRequestHandler):
    """HTTP in front of a provider."""

    provider: Provider

    def do_GET(self) -> None:
        path, asked = self._asked(urlsplit(self.path).query)
        if path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.provider.authorize(asked))
            self.end_headers()
        elif path == "/userinfo":
            assert self.headers["Authorization"] == "Bearer an access token"
            self._say(200, {**self.provider.person, **self.provider.told})
        elif path == "/keys":
            self._say(200, self.provider.keys())
        else:
            assert path == "/.well-known/openid-configuration"
            self._say(200, self.provider.discovery())

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        path, asked = self._asked(self.rfile.read(length).decode())
        assert path == "/token"
        self._say(*self.provider.exchange(asked))

    def _asked(self, query: str) -> tuple[str, dict[str, str]]:
        path = urlsplit(self.path).path
        self.provider.asked.append(path)
        return path, {name: values[0] for name, values in parse_qs(query).items()}

    def _say(self, status: int, body: dict[str, Any]) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its name
        """Nothing."""


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A provider that listens."""
    known = Provider()
    handler = type("Bound", (Handler,), {"provider": known})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    known.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield known
    server.shutdown()
    server.server_close()
