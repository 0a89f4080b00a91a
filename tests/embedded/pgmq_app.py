"""A worker's application as small as can be, on the settings the site uses."""

from __future__ import annotations

import os
import time
from pathlib import Path

from celery import Celery

from mem0site.broker import celery_options
from mem0site.celery import Heartbeat

FOLDER = Path(os.environ["TASK_FOLDER"])

# Without the fixup that would set Django up, which this worker does not need.
app = Celery("pgmq_app", set_as_current=False, fixups=[])
app.conf.update(celery_options(os.environ["BROKER_URL"], visibility=3))


@app.task
def note(name: str) -> None:
    """Leaves one mark per run; the first run of `slow` never ends by itself."""
    with (FOLDER / name).open("a") as stream:
        stream.write(f"{os.getpid()}\n")
    if name == "slow" and len((FOLDER / name).read_text().split()) == 1:
        time.sleep(120)


Heartbeat((FOLDER / "heartbeat").touch, every=1).start()
