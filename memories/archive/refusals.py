"""Why an archive is refused, and where in it the reason stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from mem0.exceptions import ValidationError

MOST_PROBLEMS = 100
"""Problems that a report lists; all are counted."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one line of one file; line 0 for the file as a whole."""

    file: str
    line: int
    reason: str

    def as_json(self) -> dict[str, Any]:
        """As reports have it."""
        return {"file": self.file, "line": self.line, "reason": self.reason}

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}: {self.reason}"


class ArchiveRefusedError(ValidationError):
    """The archive cannot be imported; nothing of it was written."""


@dataclass(slots=True)
class Problems:
    """What was found wrong so far."""

    first: list[Problem] = field(default_factory=list)
    count: int = 0

    def add(self, file: str, line: int, reason: str) -> None:
        """Note one; beyond the first hundred only their number."""
        self.count += 1
        if len(self.first) < MOST_PROBLEMS:
            self.first.append(Problem(file, line, reason))

    def refuse(self) -> None:
        """Raises `ArchiveRefusedError` if anything was wrong."""
        if not self.count:
            return
        more = f" And {self.count - 3} more." if self.count > 3 else ""
        said = " ".join(f"{each}." for each in self.first[:3])
        raise ArchiveRefusedError(
            f"Nothing was imported. {said}{more}",
            error_code="archive_refused",
            details={"problems": [each.as_json() for each in self.first]},
        )


def refused(file: str, reason: str, line: int = 0) -> ArchiveRefusedError:
    """The refusal for one reason."""
    problem = Problem(file, line, reason)
    return ArchiveRefusedError(
        f"Nothing was imported. {problem}.",
        error_code="archive_refused",
        details={"problems": [problem.as_json()]},
    )
