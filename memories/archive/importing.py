"""An archive goes into a project: all of it in one transaction, or nothing.

The archive was read to its end and found right before (`reading`). Ids are kept: they
are a project's own, so what another tenant has cannot be in the way. What is there with
the same content is left, what is there with other content is reported and left too,
unless overwriting was asked for. A dry run does the same and then takes it all back, so
its report says exactly what would happen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError
from rest_framework.exceptions import ValidationError as Invalid

from mem0.exceptions import ConflictError, Mem0Error, UnavailableError
from mem0.memory.types import Scope
from memories import engine, spaces
from memories.archive import custody, kinds, preferences, writing
from memories.archive.conversations import accept
from memories.archive.hiding import looked_at
from memories.archive.kinds import Kind
from memories.archive.reading import Archive
from memories.archive.refusals import MOST_PROBLEMS, ArchiveRefusedError, Problems
from memories.archive.rows import HoldRow, RuleRow, SettingsRow, WebhookRow
from memories.archive.snapshots import by_keys
from memories.archive.sources.collecting import Conversation
from memories.archive.writing import Placed, Target
from memories.candidates import model_id
from memories.store import ProjectStore
from orgs.custody import holds
from orgs.models import Project
from orgs.patience import take_your_time
from orgs.quota import check_quota
from orgs.tenancy import tenant

MOST_ROWS = 500
MOST_BYTES = 8 * 1024 * 1024
"""A batch has at most so many rows, and ends with the row that makes it this large."""
KEPT, OVERWRITTEN, LEFT_OUT = "kept", "overwritten", "left out"
CONVERSATIONS = "conversations"
TAKEN = "another row of the project has its place"

Tell = Callable[[int, int], None]


@dataclass(slots=True)
class Report:
    """What an import did, or would do: counts by kind, and every difference's place."""

    dry_run: bool
    overwrite: bool
    kinds: dict[str, dict[str, int]] = field(default_factory=dict)
    differences: list[dict[str, Any]] = field(default_factory=list)

    def count(
        self, kind: str, *, new: int = 0, equal: int = 0, conflicting: int = 0
    ) -> None:
        """Add to the counts of a kind."""
        counts = self.kinds.setdefault(kind, {"new": 0, "equal": 0, "conflicting": 0})
        counts["new"] += new
        counts["equal"] += equal
        counts["conflicting"] += conflicting

    def differ(self, kind: str, line: int, key: str, reason: str, done: str) -> None:
        """Note a conflict; beyond the first hundred only their number."""
        self.count(kind, conflicting=1)
        if len(self.differences) < MOST_PROBLEMS:
            self.differences.append(
                {
                    "file": f"{kind}.ndjson",
                    "line": line,
                    "key": key,
                    "reason": reason,
                    "outcome": done,
                }
            )

    def total(self, name: str) -> int:
        """A count over all kinds."""
        return sum(counts[name] for counts in self.kinds.values())

    def as_json(self) -> dict[str, Any]:
        """As clients read it."""
        names = ("new", "equal", "conflicting")
        return {
            "dry_run": self.dry_run,
            "overwrite": self.overwrite,
            **{name: self.total(name) for name in names},
            "kinds": self.kinds,
            "differences": self.differences,
        }


def check_settings(archive: Archive) -> None:
    """The rows that only their own modules can check. Raises `ArchiveRefusedError`."""
    problems = Problems()
    checks: tuple[tuple[str, Callable[[Any], None]], ...] = (
        (kinds.SETTINGS, preferences.check),
        (kinds.WEBHOOKS, preferences.check_webhook),
        (kinds.RULES, custody.check_rule),
        (kinds.HOLDS, custody.check_hold),
    )
    for name, check in checks:
        for line, row in archive.rows(name):
            try:
                check(row)
            except (Mem0Error, Invalid) as exc:
                problems.add(f"{name}.ndjson", line, preferences.reason(exc))
    problems.refuse()


class _TakeBackError(Exception):
    """Ends the transaction of a dry run."""


def write(
    project: Project,
    archive: Archive,
    *,
    dry_run: bool = False,
    overwrite: bool = False,
    conversations: Sequence[Conversation] = (),
    user_id: str | None = None,
    tell: Tell = lambda done, total: None,
    settle: Callable[[Report], None] = lambda report: None,
) -> Report:
    """Import a verified archive; what came of it. `conversations` of the user are taken
    as adds of the background, each once.

    `settle` is called at the end of the transaction that writes, to be kept or lost
    with it. Raises `ArchiveRefusedError`, `MemoryQuotaExceededError`, and
    `UnavailableError` when the project was changed in the same moment.
    """
    engine.embedder(project)  # a new project takes the deployment's vector space
    report = Report(dry_run, overwrite)
    try:
        with tenant(project):
            _Import(project, archive, report, tell).run()
            if conversations:
                new = accept(project, conversations, Scope(user_id))
                equal = len(conversations) - new
                report.count(CONVERSATIONS, new=new, equal=equal)
            if dry_run:
                raise _TakeBackError
            settle(report)
    except _TakeBackError:
        pass
    except IntegrityError as exc:
        msg = "The project was changed while the archive was imported. Try again."
        raise UnavailableError(msg) from exc
    return report


class _Import:
    """One run, inside the transaction."""

    def __init__(
        self, project: Project, archive: Archive, report: Report, tell: Tell
    ) -> None:
        self.project, self.archive, self.report = project, archive, report
        self.problems = Problems()
        self.tell, self.done = tell, 0
        self.total = sum(part.rows for part in archive.manifest.files)

    def run(self) -> None:
        take_your_time()
        by_keys()
        spaces.share(self.project)
        target = Target(self.project.pk, self._model())
        is_new = not self.project.memories.exists()
        for kind in kinds.KINDS:
            self._import(kind, target)
        self.problems.refuse()
        self._settings()
        self._webhooks()
        self._rules(runs=is_new)
        self._holds()

    def _model(self) -> int | None:
        """The number of the vector space, if the archive's vectors are in it."""
        space = self.archive.manifest.embedder
        if (
            space is None
            or not self.archive.manifest.vectors
            or space.name != self.project.embedding_model
            or space.dimensions != self.project.embedding_dimensions
        ):
            return None
        return model_id(space.name, space.dimensions)

    def _import(self, kind: Kind, target: Target) -> None:
        self.report.count(kind.name)
        for batch in self._batches(kind, target):
            if kind.of_memory:
                for line in writing.orphans(kind, batch, target):
                    self.problems.add(
                        kind.file, line, "it names a memory that is nowhere"
                    )
            found = writing.compare(kind, batch, target)
            if kind is kinds.MEMORIES:
                check_quota(self.project, len(found.new))
            changed = found.different if self.report.overwrite else []
            self._refuse_held(kind, changed)
            writing.write(kind, found.new, changed, target)
            self.report.count(kind.name, new=len(found.new), equal=len(found.equal))
            outcome = OVERWRITTEN if changed else KEPT
            for row in found.different:
                self._differs(kind, row, "its content differs", outcome)
            for row in found.taken:
                self._differs(kind, row, TAKEN, KEPT)
            self.done += len(batch)
            self.tell(self.done, self.total)

    def _refuse_held(self, kind: Kind, changed: Sequence[Placed]) -> None:
        """What a legal hold keeps is not overwritten. Raises `ArchiveRefusedError`."""
        if not changed:
            return
        try:
            if kind is kinds.MEMORIES:
                store = ProjectStore(self.project)
                found = store.get_many([str(row.key) for row in changed])
                holds.refuse(self.project.pk, [each.scope.ids() for each in found])
            else:
                holds.refuse_all(self.project.pk)
        except ConflictError as exc:
            msg = f"Nothing was imported. {exc.message}"
            raise ArchiveRefusedError(msg, error_code="legal_hold") from exc

    def _differs(self, kind: Kind, row: Placed, reason: str, outcome: str) -> None:
        self.report.differ(kind.name, row.line, str(row.key), reason, outcome)

    def _batches(self, kind: Kind, target: Target) -> Iterator[list[Placed]]:
        batch: list[Placed] = []
        size = 0
        for line, row in self.archive.rows(kind.name):
            try:
                kept = looked_at(self.project, kind, row)
                batch.append(writing.placed(kind, line, kept, target))
            except (ValueError, Mem0Error) as exc:
                self.problems.add(kind.file, line, preferences.reason(exc)[:300])
                continue
            size += len(str(batch[-1].values))
            if len(batch) >= MOST_ROWS or size >= MOST_BYTES:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def _settings(self) -> None:
        name = kinds.SETTINGS
        self.report.count(name)
        for line, row in self.archive.rows(name):
            assert isinstance(row, SettingsRow)
            if preferences.same(preferences.settings_of(self.project), row):
                self.report.count(name, equal=1)
            elif preferences.is_untouched(self.project):
                preferences.apply(self.project, row)
                self.report.count(name, new=1)
            else:
                outcome = OVERWRITTEN if self.report.overwrite else KEPT
                if self.report.overwrite:
                    preferences.apply(self.project, row)
                self.report.differ(
                    name, line, "settings", "the project is set otherwise", outcome
                )

    def _webhooks(self) -> None:
        name = kinds.WEBHOOKS
        self.report.count(name)
        for line, row in self.archive.rows(name):
            assert isinstance(row, WebhookRow)
            found = preferences.find_webhook(self.project, row)
            if found is None:
                preferences.make_webhook(self.project, row)
                self.report.count(name, new=1)
            elif set(found.event_types) == set(row.event_types):
                self.report.count(name, equal=1)
            else:
                reason = "it is told of other events"
                self.report.differ(name, line, row.name, reason, KEPT)

    def _rules(self, *, runs: bool) -> None:
        name = kinds.RULES
        self.report.count(name)
        for line, row in self.archive.rows(name):
            assert isinstance(row, RuleRow)
            if custody.find_rule(self.project, row) is not None:
                self.report.count(name, equal=1)
                continue
            try:
                custody.make_rule(self.project, row, runs=runs)
            except Mem0Error as exc:
                reason = preferences.reason(exc)
                self.report.differ(name, line, row.name, reason, LEFT_OUT)
            else:
                self.report.count(name, new=1)

    def _holds(self) -> None:
        name = kinds.HOLDS
        self.report.count(name)
        for _, row in self.archive.rows(name):
            assert isinstance(row, HoldRow)
            if custody.find_hold(self.project, row) is not None:
                self.report.count(name, equal=1)
            else:
                custody.make_hold(self.project, row)
                self.report.count(name, new=1)
