"""Is the log what was written? Every entry is hashed again, along its chain.

What can be found: an entry that was altered, removed, put in or moved; a tail that was
cut off while the head stayed. Whoever owns the tables could rewrite a chain from some
entry to its head. That shows against a head that was noted earlier, elsewhere: `known`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connections

from orgs.audit.chains import PLATFORM, linked
from orgs.audit.models import Entry, Head, Stream
from orgs.audit.reading import log_of
from orgs.models import Organization

DATABASE = "admin"
PAGE = 2_000
"""Entries read at once."""

Place = tuple[UUID, int]
"""A chain: the organization and the stream."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that was not written like this."""

    organization_id: UUID
    stream: int
    seq: int
    says: str
    entry_id: UUID | None = None

    def __str__(self) -> str:
        which = f"{self.organization_id} {Stream(self.stream).name.lower()}"
        row = f" ({self.entry_id})" if self.entry_id else ""
        return f"{which} entry {self.seq}{row}: {self.says}"


@dataclass(frozen=True, slots=True)
class Checked:
    """A chain that was gone through: how many entries, its end, what is wrong."""

    organization_id: UUID
    stream: int
    entries: int
    seq: int
    hash: bytes
    faults: Sequence[Fault]

    def head(self) -> str:
        """The line to keep elsewhere: see `known`."""
        return f"{self.organization_id} {self.stream} {self.seq} {self.hash.hex()}"


def chains(organization_id: UUID | None = None) -> list[Place]:
    """Every chain there is, also of organizations that are gone."""
    if organization_id is not None:
        whose = {organization_id}
    else:
        whose = {PLATFORM, *Organization.objects.values_list("pk", flat=True)}
        whose |= set(
            Entry.objects.using(DATABASE)
            .order_by()
            .values_list("organization_id", flat=True)
            .distinct()
        )
        heads = Head.objects.using(DATABASE)
        whose |= set(heads.values_list("organization_id", flat=True))
    return [(each, stream) for each in sorted(whose) for stream in Stream.values]


def verify(
    place: Place, known: Mapping[int, bytes] | None = None, most: int = 100
) -> Checked | None:
    """Go through one chain; None when there is none. `known` maps numbers of entries to
    the hashes they had earlier. After `most` faults it gives up."""
    head = _head(place)
    if head is None and not _page(place, 0):
        return None
    walk = _Walk(place, head, known or {})
    for entry in _entries(place):
        walk.take(entry)
        if len(walk.faults) >= most:
            break
    else:
        walk.end(_head(place))
    return walk.result()


class _Walk:
    """One pass along a chain. Entries that are appended meanwhile are checked too."""

    def __init__(
        self, place: Place, head: Head | None, known: Mapping[int, bytes]
    ) -> None:
        self.place, self.known = place, known
        self.start = head.cut_seq if head else 0
        self.seq, self.hash = self.start, bytes(head.cut_hash) if head else bytes(32)
        self.entries = 0
        self.faults: list[Fault] = []

    def take(self, entry: Entry) -> None:
        """Check the next entry, and go on from what it says of itself."""
        self.entries += 1
        found = bytes(entry.hash)
        if entry.seq <= self.start:
            self._fault(entry.seq, "is older than the beginning of the chain", entry)
            return
        if entry.seq > self.seq + 1:
            self._gap(self.seq + 1, entry.seq - 1)
        elif linked(self.hash, entry) != found:
            self._fault(entry.seq, "is not what was written", entry)
        if self.known.get(entry.seq, found) != found:
            self._fault(entry.seq, "had another hash when its head was noted", entry)
        self.seq, self.hash = entry.seq, found

    def end(self, head: Head | None) -> None:
        """Compare with the head as it is now."""
        if head is None:
            self._fault(self.seq, "the head of the chain is missing")
            return
        self._cut_meanwhile(head)
        if head.seq > self.seq and not _page(self.place, self.seq):
            self._gap(self.seq + 1, head.seq)
        elif head.seq < self.seq:
            self._fault(head.seq + 1, "stands behind the end of the chain")
        elif head.seq == self.seq and bytes(head.hash) != self.hash:
            self._fault(self.seq, "is not the end that the head names")
        for seq in sorted(self.known):
            if seq > max(head.seq, self.seq):
                self._fault(seq, "is missing: the chain was longer")

    def _cut_meanwhile(self, head: Head) -> None:
        """The beginning may have been cut off while it was gone through."""
        if head.cut_seq <= self.start:
            return
        self.faults = [each for each in self.faults if each.seq > head.cut_seq]
        self.start = head.cut_seq
        if self.seq < self.start:
            self.seq, self.hash = self.start, bytes(head.cut_hash)

    def result(self) -> Checked:
        """What was found."""
        return Checked(*self.place, self.entries, self.seq, self.hash, self.faults)

    def _gap(self, first: int, last: int) -> None:
        says = "is missing" if first == last else f"to {last} are missing"
        self._fault(first, says)

    def _fault(self, seq: int, says: str, entry: Entry | None = None) -> None:
        row = None if entry is None else entry.pk
        self.faults.append(Fault(*self.place, seq, says, row))


def _head(place: Place) -> Head | None:
    whose, stream = place
    with log_of(whose, DATABASE):
        rows = Head.objects.using(DATABASE)
        return rows.filter(organization_id=whose, stream=stream).first()


def _entries(place: Place) -> Iterator[Entry]:
    behind = -1
    while page := _page(place, behind):
        yield from page
        behind = page[-1].seq


def _page(place: Place, behind: int) -> list[Entry]:
    whose, stream = place
    with log_of(whose, DATABASE):
        rows = Entry.objects.using(DATABASE).filter(
            organization_id=whose, stream=stream, seq__gt=behind
        )
        return list(rows.order_by("seq")[:PAGE])


def may_see_all() -> bool:
    """Whether the connection sees every organization's log by itself."""
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        row = cursor.fetchone()
    return bool(row and row[0])
