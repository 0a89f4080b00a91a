"""Over TLS the name is verified, although the connection goes to an address."""

from __future__ import annotations

import datetime as dt
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.webhooks.conftest import Receiver
from webhooks import http


def certificate(folder: Path, name: str) -> Path:
    """A self-signed certificate with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


@pytest.fixture
def secure(tmp_path, monkeypatch) -> Iterator[Receiver]:
    """A receiver whose certificate is for hooks.example.com, and trusted."""
    path = certificate(tmp_path, "hooks.example.com")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    receiver = Receiver()
    server = receiver.start()
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    http.tls.cache_clear()
    yield receiver
    server.shutdown()
    server.server_close()
    http.tls.cache_clear()


def call(receiver: Receiver, name: str) -> http.Answer:
    url = f"https://{name}:{receiver.port}/"
    return http.post(url, b"{}", {}, resolve=lambda host, port: ["127.0.0.1"])


def test_the_name_of_the_url_is_verified(secure):
    assert call(secure, "hooks.example.com").status == 200


def test_a_certificate_for_another_name_is_refused(secure):
    with pytest.raises(http.UnreachableError, match="certificate"):
        call(secure, "other.example.com")
    assert secure.requests == []


def test_a_certificate_that_nobody_vouches_for_is_refused(secure, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    http.tls.cache_clear()
    with pytest.raises(http.UnreachableError, match="certificate"):
        call(secure, "hooks.example.com")
    assert secure.requests == []
