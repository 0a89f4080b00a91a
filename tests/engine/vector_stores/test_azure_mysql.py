"""A real MariaDB server; Azure's MySQL takes the same statements."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess

import pymysql
import pytest

from mem0.vector_stores.azure_mysql import AzureMysqlConfig, AzureMysqlStore
from tests.engine.vector_stores.contract import *  # noqa: F403
from tests.engine.vector_stores.contract import DIMENSIONS
from tests.engine.vector_stores.servers.processes import free_port, running

SERVER = shutil.which("mariadbd", path=os.environ["PATH"] + ":/usr/sbin")
pytestmark = pytest.mark.skipif(
    SERVER is None, reason="mariadb-server-core is not installed"
)


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    folder, port = tmp_path_factory.mktemp("mariadb"), free_port()
    account = pwd.getpwuid(os.getuid()).pw_name
    subprocess.run(
        [
            "mariadb-install-db",
            "--no-defaults",
            f"--datadir={folder}/data",
            f"--user={account}",
            "--auth-root-authentication-method=normal",
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    command = [
        SERVER,
        "--no-defaults",
        f"--datadir={folder}/data",
        f"--user={account}",
        f"--port={port}",
        "--bind-address=127.0.0.1",
        f"--socket={folder}/socket",
        "--innodb-flush-log-at-trx-commit=0",
    ]

    def ready():
        with pymysql.connect(host="127.0.0.1", port=port, user="root") as connection:
            connection.cursor().execute("CREATE DATABASE IF NOT EXISTS memories")

    with running(command, folder, ready):
        yield port


@pytest.fixture(scope="module")
def store(port):
    config = AzureMysqlConfig(
        host="127.0.0.1", port=port, user="root", database="memories", ssl_disabled=True
    )
    with AzureMysqlStore(config) as store:
        store.create(DIMENSIONS)
        yield store
