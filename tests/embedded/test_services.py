from __future__ import annotations

import os
import signal
import sys

import pytest

from mem0site.embedded.errors import EmbeddedError
from mem0site.embedded.process import is_alive
from mem0site.embedded.services import Service

SLEEPS = "import time; print('up', flush=True); time.sleep(120)"
DEAF = "import signal; signal.signal(15, signal.SIG_IGN); signal.signal(3, signal.SIG_IGN);"
PARENT = (
    "import subprocess, sys;"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(120)']);"
    "print(child.pid, flush=True); child.wait()"
)


@pytest.fixture
def service(tmp_path):
    """Makes services of one line of Python; what is left of them is killed."""
    made = []

    def make(code: str, patience: float = 10) -> Service:
        command = [sys.executable, "-c", code]
        made.append(Service("worker", command, tmp_path / "log", patience))
        made[-1].start(tmp_path, os.environ)
        return made[-1]

    yield make
    for one in made:
        one.kill()
        one.stop()


def kill(service: Service, eventually) -> int:
    pid = service.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: not is_alive(pid))
    return pid


def test_a_child_that_ends_while_starting_is_quoted(service, tmp_path, eventually):
    child = service("import sys; print('one'); sys.exit('no such table')")
    assert eventually(lambda: not is_alive(child.pid))
    with pytest.raises(EmbeddedError, match="worker ended while starting") as caught:
        child.tend(tmp_path, os.environ, now=0)
    assert "    no such table" in str(caught.value)


def test_a_settled_child_comes_back_after_its_delay(service, tmp_path, eventually):
    child = service(SLEEPS)
    child.settled = True
    pid = kill(child, eventually)
    child.tend(tmp_path, os.environ, now=100)
    assert child.pid == pid
    child.tend(tmp_path, os.environ, now=101)
    assert child.pid != pid
    assert is_alive(child.pid)


def test_five_deaths_in_a_minute_end_it(service, tmp_path, eventually):
    child = service(SLEEPS)
    child.settled = True
    for now in (0, 10, 20, 30):
        kill(child, eventually)
        child.tend(tmp_path, os.environ, now)
        child.tend(tmp_path, os.environ, now + 6)
    kill(child, eventually)
    with pytest.raises(EmbeddedError, match="died 5 times in 60 seconds"):
        child.tend(tmp_path, os.environ, now=40)


@pytest.mark.parametrize("killed", [False, True])
def test_children_of_a_child_end_with_it(service, tmp_path, eventually, killed):
    child = service(PARENT)
    log = tmp_path / "log"
    assert eventually(lambda: log.read_text().endswith("\n"))
    grandchild = int(log.read_text())
    if killed:
        child.settled = True
        kill(child, eventually)
        child.tend(tmp_path, os.environ, now=0)
    else:
        child.stop()
    assert eventually(lambda: not is_alive(grandchild))


def test_a_child_that_does_not_listen_is_killed(service, tmp_path, eventually):
    child = service(DEAF + SLEEPS, patience=0.1)
    assert eventually(lambda: "up" in (tmp_path / "log").read_text())
    pid = child.pid
    child.kill()
    child.stop()
    assert not is_alive(pid)
    assert child.pid is None
