"""The database of `make run` for one command while nothing of it runs: the safest moment
to back it up, and the only one to restore it before anything else has looked at it.
"""

from __future__ import annotations

import os
from pathlib import Path

from mem0site.embedded.environment import installation, save
from mem0site.embedded.errors import EmbeddedError
from mem0site.embedded.layout import current_home
from mem0site.embedded.options import ROOT, Options
from mem0site.embedded.postgres import EmbeddedPostgres

ALONE = frozenset({"backup", "restore"})
"""Commands that start PostgreSQL themselves."""


def serve_alone(command: str, root: Path = ROOT) -> str | None:
    """Start the embedded PostgreSQL until this process ends, and take its environment.

    `restore` makes one where there is none. Returns a sentence when there is nothing to
    work on.
    """
    try:
        options = Options.read(os.environ, root)
        folder = options.run / "pg"
        if command != "restore" and not (current_home(folder) / "data").exists():
            return "There is no database in .run yet: `make run` makes one."
        options.claim_folders()
        postgres = EmbeddedPostgres(folder, log=options.logs / "postgres.log")
        postgres.start()  # and stops by itself when Python ends
        values = installation(options, postgres.env)
        save(options, values)
    except EmbeddedError as exc:
        return str(exc)
    os.environ.update(values)
    return None
