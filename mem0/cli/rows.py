"""Lines of an import: what they may hold, and what is sent for them.

A line is a JSON object: a memory as `export` writes it (`memory` and whose it is, and
perhaps `metadata`, `created_at`, `expiration_date`), kept word for word; or `messages`,
which are learned from as an add learns from them.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mem0.cli.exits import UsageError
from mem0.entities import ENTITY_IDS

MOST_TOGETHER = 100
"""Texts that are sent in one request, where nothing else about them differs."""
GONE = {"superseded", "merged", "retracted"}
"""States of memories that hold no longer."""


@dataclass(frozen=True)
class Row:
    """One line: what was said and how to keep it."""

    line: int
    messages: list[dict[str, Any]]
    options: dict[str, Any]

    @property
    def verbatim(self) -> bool:
        return self.options["infer"] is False


@dataclass
class Batch:
    """Rows that are stored by one request."""

    rows: list[Row]
    name: str = ""
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [message for row in self.rows for message in row.messages]


def parsed(line: int, raw: bytes, defaults: Mapping[str, str]) -> Row | None:
    """A line as a row; None for a blank one and for what no longer holds.

    Raises `UsageError` that says what is wrong with the line.
    """
    if not raw.strip():
        return None
    try:
        given = json.loads(raw)
    except (ValueError, RecursionError) as exc:
        raise _wrong(line, f"not JSON ({exc})") from exc
    if not isinstance(given, dict):
        raise _wrong(line, "not a JSON object")
    if given.get("lifecycle_state") in GONE:
        return None
    if isinstance(given.get("messages"), list):
        messages, infer = given["messages"], given.get("infer") is not False
    else:
        messages, infer = [_message(line, given)], False
    return Row(line, messages, {**_options(line, given, defaults), "infer": infer})


def batches(rows: Iterable[Row]) -> Iterator[Batch]:
    """Neighbours that differ in nothing but their text go together, in their order."""
    names: Counter[str] = Counter()
    open_: list[Row] = []
    for row in rows:
        joins = (
            open_
            and row.verbatim
            and len(open_) < MOST_TOGETHER
            and row.options == open_[0].options
        )
        if not joins and open_:
            yield named(Batch(open_, options=open_[0].options), names)
            open_ = []
        open_.append(row)
    if open_:
        yield named(Batch(open_, options=open_[0].options), names)


def named(batch: Batch, names: Counter[str]) -> Batch:
    """With a name that is the same whenever the same file is imported."""
    said = json.dumps([batch.messages, batch.options], sort_keys=True)
    digest = hashlib.sha256(said.encode()).hexdigest()[:40]
    names[digest] += 1
    # The same line twice in a file is meant twice.
    batch.name = f"import-{digest}-{names[digest]}"
    return batch


def _message(line: int, given: Mapping[str, Any]) -> dict[str, Any]:
    text = given.get("memory", given.get("text"))
    if not isinstance(text, str) or not text.strip():
        raise _wrong(line, "neither a text in `memory` nor a list in `messages`")
    role = "assistant" if given.get("attributed_to") == "assistant" else "user"
    return {"role": role, "content": text}


def _options(
    line: int, given: Mapping[str, Any], defaults: Mapping[str, str]
) -> dict[str, Any]:
    ids = {name: given[name] for name in ENTITY_IDS if given.get(name) is not None}
    if not all(isinstance(value, str | int) for value in ids.values()):
        raise _wrong(line, "an id that is no text")
    whose = ids or dict(defaults)
    if not whose:
        raise _wrong(line, f"none of {', '.join(ENTITY_IDS)}")
    metadata = given.get("metadata")
    if metadata is not None and not isinstance(metadata, dict):
        raise _wrong(line, "metadata that is no object")
    rest = {
        "metadata": metadata or None,
        "timestamp": given.get("timestamp", given.get("created_at")),
        "expiration_date": given.get("expiration_date"),
        "immutable": given.get("immutable") or None,
    }
    return {**whose, **{key: value for key, value in rest.items() if value is not None}}


def _wrong(line: int, what: str) -> UsageError:
    return UsageError(f"line {line}: {what}.")
