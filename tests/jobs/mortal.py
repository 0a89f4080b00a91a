"""Processes that may die: each call runs in a fork of a process that has loaded the
whole site and holds no connection, so that a death costs milliseconds.

    python -m tests.jobs.mortal

reads one JSON object a line (`call`, `arguments`, `failpoints`, `configuration`,
`settings`) and answers each with `{"signal": 9}`, or with the exit code and what was
returned.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Mortal:
    """The parent of all that die."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.jobs.mortal"],
            cwd=ROOT,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def call(
        self,
        name: str,
        *arguments: Any,
        at: str = "",
        configuration: Mapping[str, Any] | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """What became of a process that called one of `CALLS` with failpoints armed."""
        asked = {
            "call": name,
            "arguments": [str(a) if not isinstance(a, dict) else a for a in arguments],
            "failpoints": at,
            "configuration": dict(configuration or {}),
            "settings": dict(settings or {}),
        }
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def dies(self, name: str, *arguments: Any, at: str, **options: Any) -> None:
        """Make the call and have it killed at a failpoint."""
        assert self.call(name, *arguments, at=f"{at}=kill", **options) == {"signal": 9}

    def stop(self) -> None:
        with self.process:
            assert self.process.stdin is not None
            self.process.stdin.close()


def asking(
    api: Any, method: str, path: str, body: Any, **headers: str
) -> dict[str, Any]:
    """A request of a project's client, for `request`."""
    named = {"method": method, "path": path, "body": body}
    return {**named, "key": api.key, "headers": headers}


def run_job(project_id: str, job_id: str) -> None:
    from memories import tasks  # noqa: PLC0415  Django is not loaded yet

    tasks.run_job(project_id, job_id)


def relay() -> None:
    from memories import tasks  # noqa: PLC0415

    tasks.relay()


def deliver(project_id: str, delivery_id: str) -> None:
    from webhooks import tasks  # noqa: PLC0415

    tasks.deliver(project_id, delivery_id)


def index(project_id: str) -> None:
    from memories import tasks  # noqa: PLC0415

    tasks.index(project_id)


def mirror(project_id: str) -> None:
    from memories import tasks  # noqa: PLC0415

    tasks.mirror(project_id)


def request(asked: Mapping[str, Any]) -> list[Any]:
    """A request to the site in this process; status and body of the answer."""
    from django.test import Client  # noqa: PLC0415

    answer = Client().generic(
        asked["method"],
        asked["path"],
        b"" if asked["body"] is None else json.dumps(asked["body"]),
        content_type="application/json",
        headers={
            "host": "localhost",
            "authorization": f"Token {asked['key']}",
            **asked.get("headers", {}),
        },
    )
    return [answer.status_code, answer.content.decode()]


CALLS: dict[str, Callable[..., Any]] = {
    each.__name__: each for each in (run_job, relay, deliver, index, mirror, request)
}


def _warm() -> None:
    """Load what every fork needs, and open nothing."""
    import django  # noqa: PLC0415

    django.setup()
    from django.urls import get_resolver  # noqa: PLC0415

    from memories import engine  # noqa: PLC0415

    get_resolver()._populate()
    engine.embedder_of(engine.deployment_space())


def _child(asked: Mapping[str, Any], answers: int) -> None:
    from django.conf import settings  # noqa: PLC0415

    from orgs import failpoints  # noqa: PLC0415

    settings.FAILPOINTS = failpoints.parse(asked["failpoints"])
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(
        update=asked["configuration"]
    )
    for name, value in asked["settings"].items():
        setattr(settings, name, value)
    returned = CALLS[asked["call"]](*asked["arguments"])
    os.write(answers, json.dumps({"returned": returned}).encode())


def _fork(asked: Mapping[str, Any]) -> dict[str, Any]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code = 1
        try:
            _child(asked, writing)
            code = 0
        finally:
            sys.stderr.flush()
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading) as answers:
        said = answers.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return {"signal": os.WTERMSIG(status)}
    answer: dict[str, Any] = json.loads(said or "{}")
    return {"code": os.waitstatus_to_exitcode(status), **answer}


def main() -> None:
    """Serve until the pipe is closed."""
    _warm()
    for line in sys.stdin:
        print(json.dumps(_fork(json.loads(line))), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
