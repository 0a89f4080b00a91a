"""What a command prints: tables for people, JSON for programs.

Results go to standard output and everything else to standard error, so that a pipe
gets results only.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from mem0.entities import ENTITY_IDS

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

Column = tuple[str, str]
"""A heading and the key of its values."""


@dataclass
class Output:
    """Where results go, and in which form."""

    as_json: bool
    out: Console = field(default_factory=lambda: Console(highlight=False))
    err: Console = field(default_factory=lambda: Console(stderr=True, highlight=False))

    def data(self, answer: Any) -> None:
        """An answer as it came."""
        text = json.dumps(answer, indent=2, ensure_ascii=False, default=str)
        sys.stdout.write(_encodable(text) + "\n")

    def line(self, said: str) -> None:
        """A sentence for people, on standard output."""
        self.out.print(Text(harmless(said)))

    def note(self, said: str) -> None:
        """A sentence beside the results, on standard error."""
        self.err.print(Text(harmless(said)))

    def rows(
        self, found: Sequence[Mapping[str, Any]], columns: Iterable[Column]
    ) -> None:
        """A list: JSON, or a table with these columns."""
        if self.as_json:
            self.data(list(found))
            return
        table = Table(box=None, pad_edge=False, header_style="bold")
        shown = list(columns)
        for heading, key in shown:
            table.add_column(heading, overflow="fold", no_wrap=key == "id")
        for row in found:
            table.add_row(*(Text(cell(row, key)) for _, key in shown))
        self.out.print(table if found else Text("Nothing found.", style="dim"))

    def pairs(self, answer: Mapping[str, Any]) -> None:
        """One thing: JSON, or its fields one below the other."""
        if self.as_json:
            self.data(answer)
            return
        table = Table(box=None, show_header=False, pad_edge=False)
        table.add_column(style="bold")
        table.add_column(overflow="fold")
        for key, value in answer.items():
            if value not in (None, {}, []):
                table.add_row(key, Text(harmless(_plain(value))))
        self.out.print(table)

    def said(self, answer: Mapping[str, Any]) -> None:
        """What was done: JSON, or the sentence of the answer."""
        if self.as_json:
            self.data(answer)
        else:
            self.line(str(answer.get("message", "Done.")))

    def busy(self, doing: str) -> AbstractContextManager[object]:
        """Says on standard error what takes a while, while it is a terminal."""
        return self.err.status(doing) if self.err.is_terminal else nullcontext()

    def progress(self) -> Progress:
        """A bar on standard error while it is a terminal."""
        return Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=self.err,
            transient=True,
            disable=not self.err.is_terminal,
        )


def cell(row: Mapping[str, Any], key: str) -> str:
    """What a table shows of a row. `who` stands for all ids it has."""
    if key == "who":
        ids = [(name.removesuffix("_id"), row.get(name)) for name in ENTITY_IDS]
        return harmless(" ".join(f"{kind}:{name}" for kind, name in ids if name))
    value = row.get(key)
    if key == "score" and isinstance(value, float):
        return f"{value:.2f}"
    if key.endswith("_at") and isinstance(value, str):
        return value[:16].replace("T", " ")
    return harmless(_plain(value))


def harmless(said: str) -> str:
    """A text that cannot steer the terminal it is shown on."""
    return CONTROL.sub("�", said)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False, default=str)


def _encodable(text: str) -> str:
    """The text in the encoding of the terminal or pipe; the rest as JSON escapes."""
    encoding = sys.stdout.encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return json.dumps(json.loads(text), indent=2)
    return text
