from __future__ import annotations

import os
import socket

import pytest

from mem0site.embedded.errors import EmbeddedError
from mem0site.embedded.options import Options


def test_the_defaults_listen_on_this_machine_only(tmp_path):
    options = Options.read({}, tmp_path)
    assert options.url == "http://127.0.0.1:8000"
    assert options.host == "127.0.0.1"
    assert options.external is False


@pytest.mark.parametrize(
    ("host", "url"),
    [("::", "http://127.0.0.1:81"), ("::1", "http://[::1]:81")],
)
def test_the_url_is_one_this_machine_can_reach(host, url):
    assert Options.read({"HOST": host, "PORT": "81"}).url == url


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "8000.0", "٣"])
def test_a_senseless_port_is_refused(port):
    with pytest.raises(EmbeddedError, match="PORT is a number from 1 to 65535"):
        Options.read({"PORT": port})


def test_an_external_database_needs_an_external_broker():
    with pytest.raises(EmbeddedError, match="BROKER_URL"):
        Options.read({"DATABASE_URL": "postgresql://db/mem0"})


def test_a_taken_port_is_named():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        options = Options.read({"PORT": str(port)})
        with pytest.raises(EmbeddedError, match=f"Port {port} is in use"):
            options.check_port()
    options.check_port()


def test_an_address_of_another_machine_is_refused():
    options = Options.read({"HOST": "192.0.2.1"})
    with pytest.raises(EmbeddedError, match=r"cannot listen on 192\.0\.2\.1:8000"):
        options.check_port()


def test_a_checkout_that_cannot_be_written_to_is_named(tmp_path):
    (tmp_path / ".run").write_text("")
    with pytest.raises(EmbeddedError, match="cannot be written to"):
        Options.read({}, tmp_path).claim_folders()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_missing_rights_are_named(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(EmbeddedError, match="Permission denied"):
        Options.read({}, tmp_path).claim_folders()
