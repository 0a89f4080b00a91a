"""`manage.py document_settings`: write docs/settings.md and .env.example.

Both are made from `Configuration` and from nothing else, so that the page an
operator reads cannot differ from what the server reads.
"""

from __future__ import annotations

import json
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from mem0site.configuration import Configuration

PAGE = """\
# Settings

Every setting is an environment variable. An empty one counts as not given. Lists are
one string with commas; options are one JSON object; secrets are never shown in logs
or error messages. This page and [`.env.example`](../.env.example) are written by
`manage.py document_settings` from `mem0site/configuration.py`, and a test compares them.

`make run` sets what an embedded installation needs (the databases, the broker, drawn
secrets) and keeps it in `.run/`; a variable you give wins. What belongs together on
servers of your own is in [operating.md](operating.md).

| variable | default | meaning |
|---|---|---|
{rows}

## Read by `make run` only

| variable | default | meaning |
|---|---|---|
| `HOST` | `127.0.0.1` | The address the web server listens on. |
| `PORT` | `8000` | The port the web server listens on. |
| `WORKER_CONCURRENCY` | `2` | Processes of the worker. |

With `DATABASE_URL` set, `make run` starts no PostgreSQL and asks for `BROKER_URL` too.

## Read by others

The keys of language model and embedding providers other than OpenAI are read by the
provider's own client, under the names it uses: see [providers.md](providers.md). The
limits of requests are in [limits.md](limits.md).
"""

EXAMPLE = """\
# Every setting with its default, as docs/settings.md describes it. `make run` needs
# none of them. A line without # in front is one a server of your own has to set.
{entries}"""

REQUIRED = ("SECRET_KEY",)


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable; `default` is written as an operator would."""

    name: str
    default: str
    meaning: str


class Command(BaseCommand):
    help = "Write docs/settings.md and .env.example from the configuration."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="compare only; fail when one is stale"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        files = documents(Path(settings.BASE_DIR))
        stale = [
            path
            for path, text in files.items()
            if not path.exists() or path.read_text() != text
        ]
        if options["check"] and stale:
            names = ", ".join(path.name for path in stale)
            msg = f"Not up to date: {names}. Run `manage.py document_settings`."
            raise CommandError(msg)
        for path in stale:
            path.write_text(files[path])
            self.stdout.write(f"{path.name} is written.")


def documents(root: Path) -> dict[Path, str]:
    """The text of each generated file."""
    known = described()
    return {
        root / "docs" / "settings.md": page(known),
        root / ".env.example": example(known),
    }


def described() -> list[Setting]:
    """Every setting, in the order of the class."""
    return [
        Setting(name.upper(), default_text(field), field.description or "")
        for name, field in Configuration.model_fields.items()
    ]


def default_text(field: FieldInfo) -> str:
    """The default as the environment would carry it; "" for none."""
    value = field.get_default(call_default_factory=True)
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ",".join(map(str, value))
    if isinstance(value, dict):
        return json.dumps(value)
    return "" if value is None else str(value)


def page(known: list[Setting]) -> str:
    """docs/settings.md."""
    return PAGE.format(rows="\n".join(_row(each) for each in known))


def example(known: list[Setting]) -> str:
    """.env.example."""
    return EXAMPLE.format(entries="".join(_entry(each) for each in known))


def _row(each: Setting) -> str:
    default = f"`{each.default}`" if each.default else "none"
    meaning = each.meaning.replace("|", "\\|")
    return f"| `{each.name}` | {default} | {meaning}{_allowed(each.name)} |"


def _allowed(name: str) -> str:
    """The choices of a setting that has a fixed set of them."""
    field = Configuration.model_fields[name.lower()]
    choices = [each for each in get_args(field.annotation) if isinstance(each, str)]
    return f" One of {', '.join(f'`{each}`' for each in choices)}." if choices else ""


def _entry(each: Setting) -> str:
    words = textwrap.fill(each.meaning, 84, initial_indent="# ", subsequent_indent="# ")
    mark = "" if each.name in REQUIRED else "# "
    return f"\n{words}\n{mark}{each.name}={each.default}\n"
