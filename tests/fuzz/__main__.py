"""`python -m tests.fuzz SECONDS`: every target in turn, with coverage as the guide.

What reaches something new is added to the corpus, the short ones first. A finding stops the run and is written to `tests/fuzz/found/`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
CORPUS, FOUND = HERE / "corpus", HERE / "found"
INSTRUMENTED = [
    "mem0.memory.filter_bounds",
    "mem0.memory.filter_fields",
    "mem0.memory.filter_match",
    "mem0.memory.filter_parser",
    "mem0.memory.filter_tree",
    "mem0.memory.filter_values",
    "mem0site.parsers",
    "memories.sql_filters",
    "orgs.limits",
]
MOST_BYTES = 4096
MOST_INPUTS = 60
"""Files that a target's corpus may have."""


def fuzz(name: str, arguments: list[str]) -> None:
    """One target, in this process, which libFuzzer ends."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mem0site.settings")
    os.environ.setdefault("SECRET_KEY", "fuzz")
    import atheris  # noqa: PLC0415  only `make fuzz` has it
    import django  # noqa: PLC0415

    with atheris.instrument_imports(include=INSTRUMENTED):
        django.setup()  # which imports models, and with them what is fuzzed
        from tests.fuzz import targets  # noqa: PLC0415  to be instrumented

    atheris.Setup(["fuzz", *arguments], targets.TARGETS[name])
    atheris.Fuzz()


def run(name: str, *arguments: str) -> None:
    """libFuzzer on one target, in a process of its own."""
    command = [sys.executable, "-m", "tests.fuzz", "--target", name, *arguments]
    subprocess.run(command, cwd=HERE.parents[1], check=True)


def keep(seeds: Path, grown: Path) -> None:
    """Into the corpus, up to `MOST_INPUTS`, what reached something new."""
    found = sorted(grown.iterdir(), key=lambda each: (each.stat().st_size, each.name))
    room = max(0, MOST_INPUTS - len(list(seeds.iterdir())))
    for each in found[:room]:
        (seeds / each.name[:12]).write_bytes(each.read_bytes())


def campaign(seconds: int) -> None:
    """All targets, sharing the time."""
    names = sorted(each.name for each in CORPUS.iterdir())
    FOUND.mkdir(exist_ok=True)
    for name in names:
        seeds = CORPUS / name
        with tempfile.TemporaryDirectory() as grown:
            run(
                name,
                f"-max_total_time={seconds // len(names)}",
                f"-max_len={MOST_BYTES}",
                f"-dict={HERE / 'words.dict'}",
                f"-artifact_prefix={FOUND}/{name}-",
                "-timeout=10",
                "-rss_limit_mb=1024",
                "-print_final_stats=1",
                "-verbosity=0",
                grown,
                str(seeds),
            )
            keep(seeds, Path(grown))
        sys.stdout.write(f"{name}: {len(list(seeds.iterdir()))} inputs in the corpus\n")


if __name__ == "__main__":
    if sys.argv[1] == "--target":
        fuzz(sys.argv[2], sys.argv[3:])
    else:
        campaign(int(sys.argv[1]))
