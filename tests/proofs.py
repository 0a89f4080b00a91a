"""`python -m tests.proofs G5`: runs the tests that stand for a guarantee.

They are read from the table of `docs/guarantees.md`, so that the page, and not a second
list, says what proves what. `--long` runs those too that are not part of `make test`.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "guarantees.md"
SHORT, ALL = "acceptance or not long", "acceptance or long or not long"
"""Marks of pytest; the official clients are otherwise a run of their own."""


def rows() -> dict[str, list[str]]:
    """Name of a guarantee, such as G5 → its tests, as pytest calls them."""
    found: dict[str, list[str]] = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("| "):
            continue
        promise, _, proofs = line.removeprefix("| ").partition(" | ")
        for name in re.findall(r"\((G\d+)\)", promise):
            tests = re.findall(r"`(tests/[\w/]+\.py::test_\w+)`", proofs)
            found.setdefault(name, []).extend(tests)
    return found


def main() -> int:
    """Runs them; pytest's exit code."""
    known = rows()
    names = sorted(known, key=lambda name: int(name[1:]))
    parser = argparse.ArgumentParser("python -m tests.proofs", description=__doc__)
    parser.add_argument("guarantee", type=_name, choices=names)
    parser.add_argument("--long", action="store_true", help="the long proofs as well")
    asked = parser.parse_args()
    tests = list(dict.fromkeys(known[asked.guarantee]))
    marks = ALL if asked.long else SHORT
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-m", marks, *tests]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def _name(given: str) -> str:
    """`5` and `g5` are G5."""
    return f"G{given.upper().removeprefix('G')}"


if __name__ == "__main__":
    sys.exit(main())
