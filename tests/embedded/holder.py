"""A stand-in for `make run`: holds the cluster of a folder until it is ended."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from mem0site.embedded.postgres import EmbeddedPostgres


def hold(folder: str, ending: str) -> None:
    postgres = EmbeddedPostgres(Path(folder))
    postgres.start()
    print(json.dumps({"pid": postgres.pid, **postgres.env}), flush=True)  # noqa: T201
    if ending == "wait":
        time.sleep(120)


if __name__ == "__main__":
    hold(sys.argv[1], sys.argv[2])
