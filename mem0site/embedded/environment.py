"""The environment that turns the site's one set of settings into this installation,
and its copy on disk, so that `manage.py` works in a second terminal.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from mem0site.embedded.credentials import kept, write_private
from mem0site.embedded.layout import SOCKET_NAME
from mem0site.embedded.options import ROOT, Options

FILE = "environment.json"
SECRETS = "secrets.json"
DRAWN = ("SECRET_KEY", "API_KEY_PEPPERS", "OPERATOR_TOKEN")
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
WITHOUT_DATABASE = frozenset(
    {
        "check",
        "collectstatic",
        "compilemessages",
        "diffsettings",
        "doctor",  # says itself that there is none
        "document_settings",
        "help",
        "makemessages",
        "makemigrations",
        "spectacular",
        "version",
        "--help",
        "--version",
        "-h",
    }
)


def installation(options: Options, urls: Mapping[str, str]) -> dict[str, str]:
    """The variables of this installation; those the caller has set win."""
    hosts = [*LOCAL_HOSTS, *([] if options.host in LOCAL_HOSTS else [options.host])]
    defaults = {
        **kept(options.run / SECRETS, DRAWN),
        "ALLOWED_HOSTS": ",".join(hosts),
        "BACKUP_FOLDER": str(options.run / "backups"),
        "DEBUG": "0",
        "DJANGO_SETTINGS_MODULE": "mem0site.settings",
        "EMBEDDED": "1",
        "ERASURE_LEDGER_FILE": str(options.run / "erasures.ndjson"),
        "LOG_FORMAT": "console",
        "METRICS_FOLDER": str(options.run / "metrics"),
        "PUBLIC_URL": options.url,
        "WEB_WORKERS": str(options.web_workers),
    }
    given = {name: value for name in defaults if (value := os.environ.get(name))}
    return defaults | given | dict(urls)


def save(options: Options, values: Mapping[str, str]) -> None:
    write_private(options.run / FILE, json.dumps(dict(values), indent=2) + "\n")


def for_children(values: Mapping[str, str]) -> dict[str, str]:
    """The caller's environment without libpq's variables, which would bend our URLs."""
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith("PG")
    }
    return inherited | {"PYTHONUNBUFFERED": "1"} | dict(values)


def load_environment(command: str, root: Path = ROOT) -> str | None:
    """Take the environment from a running `make run`, unless one is given already.

    `command` is the management command. Returns a sentence when the command needs a
    database and there is none, None when all is well.
    """
    if os.environ.get("DATABASE_URL"):
        return None
    try:
        values = json.loads((root / ".run" / FILE).read_text())
    except (OSError, ValueError):
        values = {}
    for name, value in values.items():
        os.environ.setdefault(name, value)
    if command in WITHOUT_DATABASE or is_served(values.get("DATABASE_URL", "")):
        return None
    return (
        "There is no database to work on: start the platform with `make run` in"
        " another terminal, or set DATABASE_URL."
    )


def is_served(url: str) -> bool:
    """Whether somebody listens on the socket of a URL; other URLs are not judged."""
    folder = parse_qs(urlsplit(url).query).get("host", [""])[0]
    if not folder:
        return bool(url)
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(Path(folder) / SOCKET_NAME))
        except OSError:
            return False
    return True
