from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import psycopg
import pytest

from mem0site.embedded import layout
from mem0site.embedded.account import Account, can_enter, service_account
from mem0site.embedded.errors import EmbeddedError
from mem0site.embedded.postgres import EmbeddedPostgres

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs another account")


@pytest.mark.parametrize("name", ["long-" * 20, "with a straße"])
def test_the_socket_moves_when_the_path_does_not_suit_it(made, folder, name):
    (folder / name).mkdir()
    made.rename(folder / name / "pg")
    with EmbeddedPostgres(folder / name / "pg") as postgres:
        place = postgres.layout
        assert place.home == folder / name / "pg"
        assert len(os.fsencode(place.socket / layout.SOCKET_NAME)) <= 100
        assert not place.socket.is_relative_to(folder)
        assert stat.S_IMODE(place.socket.stat().st_mode) == 0o700
        psycopg.connect(postgres.env["DATABASE_URL"]).close()
    assert not place.socket.exists()


def test_a_socket_folder_of_somebody_else_is_refused(folder):
    other = folder / "socket"
    other.symlink_to(folder)
    with pytest.raises(EmbeddedError, match="belongs to another user"):
        layout.settled(folder)


def test_data_secrets_and_socket_are_private(cluster):
    place = cluster.layout
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (place.home, place.data)]
    assert modes == [0o700, 0o700]
    assert stat.S_IMODE((place.home / "secrets.json").stat().st_mode) == 0o600


@as_root
def test_root_lends_the_server_another_account(cluster):
    assert Path(f"/proc/{cluster.pid}").stat().st_uid == cluster.layout.account.uid != 0


@as_root
def test_data_move_when_the_account_cannot_reach_them(folder):
    hidden = folder / "hidden"
    hidden.mkdir(mode=0o700)
    postgres = EmbeddedPostgres(hidden / "pg")
    try:
        with postgres:
            home = postgres.layout.home
            assert home.parent == Path("/var/lib/mem0site")
            psycopg.connect(postgres.env["DATABASE_URL"]).close()
        assert stat.S_IMODE(hidden.stat().st_mode) == 0o700
        assert layout.current_home(hidden / "pg") == home
        with postgres:
            assert postgres.layout.home == home
    finally:
        shutil.rmtree(layout.current_home(hidden / "pg"))


@as_root
def test_reach_is_found_out_by_trying(folder):
    account = service_account(folder / "data")
    assert can_enter(account, folder)
    folder.chmod(0o700)
    assert not can_enter(account, folder)


@as_root
def test_existing_data_are_served_by_their_owner(folder):
    data = folder / "data"
    data.mkdir()
    os.chown(data, 12345, 12345)
    assert service_account(data) == Account(12345, 12345)
