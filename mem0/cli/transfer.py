"""The commands that move many memories: export to a file, import from one."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, Annotated, Any

import typer

from mem0.cli import exits, inputs, rows, session
from mem0.cli.backend import Backend
from mem0.cli.exits import UsageError
from mem0.cli.importing import Failure, store
from mem0.cli.options import Filters, Ids, by_ids, given

MOST_SHOWN = 20
PIPE = "-"


@by_ids
def export(
    context: typer.Context,
    ids: Ids,
    file: Annotated[
        str, typer.Argument(help="Where to write; - is standard output.")
    ] = PIPE,
    filters: Filters = None,
    superseded: Annotated[
        bool, typer.Option(help="Also what was replaced by something newer.")
    ] = False,
) -> None:
    """Write memories as NDJSON, one a line, newest first."""
    now = session.of(context)
    options = given(
        **ids,
        filters=inputs.json_object(filters, "--filter"),
        latest_only=None if superseded else True,
        show_expired=True,
    )
    number = 0
    with now.backend() as backend, _written(file) as out, now.output.progress() as bar:
        task = bar.add_task("Exporting", total=backend.count(options))
        for memory in backend.walk(options):
            out.write(json.dumps(memory, ensure_ascii=False).encode() + b"\n")
            number += 1
            bar.advance(task)
    if file == PIPE:
        now.output.note(f"{number} memories exported.")
    else:
        message = f"{number} memories exported to {file}."
        now.output.said({"message": message, "exported": number, "file": file})


@by_ids
def import_(
    context: typer.Context,
    ids: Ids,
    file: Annotated[
        str, typer.Argument(help="NDJSON as export writes it; - is standard input.")
    ] = PIPE,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check the file, send nothing.")
    ] = False,
) -> None:
    """Store memories from NDJSON; the ids given here are for lines without any.

    The whole file is checked before anything is sent. A line that the platform
    refuses is told and left out. Importing a file again within a day stores only
    what is missing.
    """
    now = session.of(context)
    with _read(file) as source:
        total, skipped = _checked(source, ids)
        failures: list[Failure] = []
        if not dry_run:
            with now.backend() as backend:
                failures = _import(now, backend, _rows(source, ids), total)
    done = 0 if dry_run else total - len(failures)
    for failure in failures[:MOST_SHOWN]:
        now.output.note(f"line {failure.line}: {failure.reason}")
    now.output.said(
        {
            "message": _summary(done, total, skipped, dry_run=dry_run),
            "stored": done,
            "skipped": skipped,
            "failed": [{"line": each.line, "reason": each.reason} for each in failures],
        }
    )
    if failures:
        raise typer.Exit(exits.PARTLY)


def _import(
    now: session.Session, backend: Backend, found: Iterator[rows.Row], total: int
) -> list[Failure]:
    with now.output.progress() as bar:
        task = bar.add_task("Importing", total=total)
        done: Counter[str] = Counter()

        def advance(stored: int, refused: int) -> None:
            done["rows"] += stored
            bar.advance(task, stored + refused)

        try:
            return store(backend, rows.batches(found), advance)
        except BaseException:
            again = " The same import again stores only the rest."
            said = f"{done['rows']} of {total} lines are stored."
            now.output.note(said + (again if backend.repeatable else ""))
            raise


def _checked(source: IO[bytes], ids: Mapping[str, str]) -> tuple[int, int]:
    """How many lines there are to store and to skip. Raises when any is wrong."""
    wrong: list[str] = []
    good = skipped = 0
    for number, raw in enumerate(source, 1):
        try:
            row = rows.parsed(number, raw, ids)
        except UsageError as exc:
            wrong.append(exc.message)
        else:
            good += row is not None
            skipped += row is None and bool(raw.strip())
    if wrong:
        more = f" And {len(wrong) - 3} more." if len(wrong) > 3 else ""
        msg = f"Nothing was imported: {' '.join(wrong[:3])}{more}"
        raise UsageError(msg)
    return good, skipped


def _rows(source: IO[bytes], ids: Mapping[str, str]) -> Iterator[rows.Row]:
    source.seek(0)
    for number, raw in enumerate(source, 1):
        if (row := rows.parsed(number, raw, ids)) is not None:
            yield row


def _summary(done: int, total: int, skipped: int, *, dry_run: bool) -> str:
    left = f" {skipped} that no longer hold are left out." if skipped else ""
    if dry_run:
        return f"{total} lines are good; nothing was sent.{left}"
    return f"{done} of {total} lines imported.{left}"


@contextmanager
def _read(file: str) -> Iterator[IO[bytes]]:
    """The input, twice readable."""
    if file == PIPE:
        with tempfile.TemporaryFile() as copy:
            shutil.copyfileobj(sys.stdin.buffer, copy)
            copy.seek(0)
            yield copy
        return
    with ExitStack() as stack:
        try:
            source = stack.enter_context(Path(file).open("rb"))
        except OSError as exc:
            msg = f"{file} cannot be read: {exc.strerror}."
            raise UsageError(msg) from exc
        yield source


@contextmanager
def _written(file: str) -> Iterator[IO[Any]]:
    """The output: a pipe, or a file that is there whole or not at all."""
    if file == PIPE:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = Path(f"{file}.part")
    try:
        out = part.open("wb")
    except OSError as exc:
        msg = f"{file} cannot be written: {exc.strerror}."
        raise UsageError(msg) from exc
    try:
        with out:
            yield out
        part.replace(file)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
