"""`manage.py audit verify`, `manage.py audit export`"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mem0.exceptions import Mem0Error
from orgs.audit import entries, verifying
from orgs.audit.chains import PLATFORM
from orgs.audit.representations import FORMATS
from orgs.audit.serializers import asked
from orgs.audit.verifying import Place

FILTERS = ("stream", "actor", "action", "object", "from", "to")

UNSEEN = (
    "DATABASE_ADMIN_URL names a role that row-level security binds: logs of "
    "organizations that are gone are not seen."
)


class Command(BaseCommand):
    help = "Check the audit log, or write one out."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verify = verbs.add_parser("verify", help="hash every entry again")
        verify.add_argument("--organization", type=UUID, help="only this one's log")
        verify.add_argument(
            "--known",
            type=Path,
            help="what an earlier run printed: these ends must still be in the chains",
        )

        export = verbs.add_parser("export", help="write a log to the standard output")
        export.add_argument(
            "--organization", type=UUID, default=PLATFORM,
            help="whose; without it, the platform's own",
        )  # fmt: skip
        export.add_argument("--format", choices=FORMATS, default="ndjson")
        for name in FILTERS:
            export.add_argument(f"--{name}", default="", help="as the API takes it")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "verify":
            self._verify(options["organization"], options["known"])
            return
        try:
            wanted = asked({name: options[name] for name in FILTERS})
        except Mem0Error as exc:
            raise CommandError(exc.message) from exc
        _, write = FORMATS[options["format"]]
        pages = entries.every(options["organization"], wanted, verifying.DATABASE)
        for chunk in write(pages):
            self.stdout.write(chunk.decode(), ending="")

    def _verify(self, organization: UUID | None, file: Path | None) -> None:
        known = _known(file)
        places = set(verifying.chains(organization))
        if organization is None:
            places |= set(known)
            if not verifying.may_see_all():
                self.stderr.write(UNSEEN)
        faults = entries = 0
        for place in sorted(places):
            checked = verifying.verify(place, known.get(place))
            if checked is None:
                faults += self._missing(place, place in known)
                continue
            self.stdout.write(checked.head())
            entries += checked.entries
            for fault in checked.faults:
                faults += 1
                self.stderr.write(str(fault))
        if faults:
            msg = f"The audit log is not what was written: {faults} faults."
            raise CommandError(msg)
        self.stderr.write(f"{entries} entries, every one as it was written.")

    def _missing(self, place: Place, was_known: bool) -> int:
        if was_known:
            self.stderr.write(f"{place[0]} {place[1]}: the whole chain is missing")
        return int(was_known)


def _known(file: Path | None) -> dict[Place, dict[int, bytes]]:
    """The ends of chains that an earlier run printed."""
    found: dict[Place, dict[int, bytes]] = defaultdict(dict)
    if file is None:
        return found
    try:
        for line in file.read_text().splitlines():
            whose, stream, seq, digest = line.split()
            found[UUID(whose), int(stream)][int(seq)] = bytes.fromhex(digest)
    except (OSError, ValueError) as exc:
        msg = f"{file} is not what an earlier run printed: {exc}"
        raise CommandError(msg) from exc
    return found
