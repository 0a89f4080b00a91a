"""The management commands that prepare the database before anything serves."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mem0site.embedded.errors import EmbeddedError
from mem0site.embedded.logs import last_lines, open_log
from mem0site.embedded.options import Options
from mem0site.embedded.process import leashed


@dataclass(frozen=True)
class Manage:
    """Runs `manage.py` in the checkout with the installation's environment."""

    options: Options
    environment: Mapping[str, str]

    def __call__(self, *arguments: str) -> str:
        """What the command printed. Raises EmbeddedError with its last words.

        Only what it says on stderr is logged: its output may show a key.
        """
        log = self.options.logs / "manage.log"
        with open_log(log) as errors:
            start = log.stat().st_size
            done = subprocess.run(
                leashed(
                    [sys.executable, "manage.py", *arguments], None, signal.SIGTERM
                ),
                cwd=self.options.root,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                start_new_session=True,
                check=False,
            )
        if done.returncode:
            words = (last_lines(log, 1, since=start) or ["it said nothing"])[-1]
            raise EmbeddedError(
                f"`manage.py {arguments[0]}` failed: {words} (log: {log})"
            )
        return done.stdout.decode(errors="replace")

    def migrate(self) -> None:
        self("migrate", "--database", "owner", "--no-input", "--verbosity", "0")

    def seed_demo(self) -> dict[str, Any]:
        """`created`, and only when that is true `email`, `password` and `api_key`."""
        file = self.options.run / "env"
        output = self("seed_demo", "--env-file", str(file), "--host", self.options.url)
        try:
            seeded = json.loads(output.strip().splitlines()[-1])
        except (ValueError, IndexError):
            raise EmbeddedError(
                "`manage.py seed_demo` gave no readable answer."
            ) from None
        return dict(seeded)
