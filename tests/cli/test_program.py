"""What only a program of its own shows: pipes, terminals, signals, its exit."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tomllib
from importlib import import_module

import pytest

import mem0
from mem0.cli import settings
from mem0.cli.main import run
from tests.cli.conftest import ROOT
from tests.cli.terminal import typed
from tests.memories.wire import BEES

PAGE = ROOT / "docs" / "cli.md"


def test_it_is_a_script_and_a_module(cli):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    module, name = project["scripts"]["mem0site"].split(":")

    assert callable(getattr(import_module(module), name))
    assert cli.program("--version").out == f"mem0site {mem0.__version__}\n"


def test_a_pipe_gets_json_and_the_exit_code_is_the_programs(cli, acme):
    acme.remember(BEES)

    listed = cli.program("list")
    missing = cli.program("get", "no-uuid")

    assert listed.data[0]["memory"] == BEES
    assert (missing.code, missing.out) == (2, "")
    assert missing.err == (
        "mem0site: memory_id should be a valid UUID. Check the parameters of the call.\n"
    )


def test_a_terminal_gets_a_table(cli, acme):
    acme.remember(BEES)

    code, shown = typed("list")

    assert code == 0
    assert "Memory" in shown
    assert BEES in shown
    assert "{" not in shown


def test_init_asks_for_what_is_not_given(bare, host, acme):
    answers = [("Host", host), ("API key: ", acme.key)]

    code, shown = typed("init", answers=answers)

    assert code == 0, shown
    assert "Saved in" in shown
    assert acme.key not in shown
    assert settings.load() == {"host": host, "api_key": acme.key}


@pytest.mark.parametrize(("answer", "code", "left"), [("y", 0, 0), ("n", 130, 1)])
def test_it_asks_before_it_deletes(cli, acme, answer, code, left):
    acme.remember(BEES)
    question = "Delete 1 memories of alice? [y/N]"

    done, _ = typed("delete-all", "-u", "alice", answers=[(question, answer)])

    assert done == code
    assert len(cli.ok("list").data) == left


@pytest.mark.parametrize("words", [["Exporting", "export"], ["Importing", "import"]])
def test_long_work_shows_how_far_it_is(cli, acme, tmp_path, words):
    acme.remember(BEES)
    file = tmp_path / "one.ndjson"
    cli.ok("export", str(file))
    doing, command = words

    code, shown = typed(command, str(file), results=True)

    assert code == 0
    assert doing in shown
    assert "1/1" in shown


def test_a_reader_that_has_had_enough_is_no_error(cli, acme):
    acme.remember(*(f"Fact {n} {'x' * 500}" for n in range(300)))
    code = f"{sys.executable} -m mem0 export | head -n 1 >/dev/null; echo ${{PIPESTATUS[0]}}"

    done = subprocess.run(
        ["bash", "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.stdout == "0\n"
    assert "Traceback" not in done.stderr


class Impatient(io.StringIO):
    """A keyboard on which somebody presses Ctrl-C."""

    @property
    def buffer(self):
        raise KeyboardInterrupt


def test_an_interrupt_has_its_number(bare, monkeypatch):
    monkeypatch.setattr(sys, "stdin", Impatient())

    assert run(["add", "-u", "alice"]) == 130
    assert bare.capfd.readouterr().err == "mem0site: Stopped.\n"


def test_an_extra_that_is_missing_names_itself():
    code = "import sys; sys.modules['typer'] = None; import runpy; runpy.run_module('mem0', run_name='__main__')"

    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr == (
        "The command line needs a package that is not installed (typer): "
        "pip install 'mem0site[cli]'\n"
    )


def test_text_cannot_steer_the_terminal(cli):
    cli.ok("add", "\x1b]0;gone\x07 [bold]x[/bold]", "-u", "a", "--no-infer")

    shown = cli.ok("list", "--table").out

    assert "\x1b" not in shown
    assert "[bold]x[/bold]" in shown


PAIR = re.compile(r"```sh\n(.*?)```\n+```text\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize(("script", "printed"), PAIR.findall(PAGE.read_text()))
def test_the_page_prints_what_it_says(cli, acme, tmp_path, script, printed):
    for sentence in ("I live in Porto.", "I keep bees."):
        acme.remember(sentence, user_id="ann")
    program = tmp_path / "mem0site"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m mem0 "$@"\n')
    program.chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"

    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=tmp_path,
        env=os.environ | {"PATH": path, "PYTHONPATH": str(ROOT), "COLUMNS": "80"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert [line.rstrip() for line in done.stdout.splitlines()] == printed.splitlines()


def test_the_page_has_every_exit_code():
    from mem0.cli import exits  # noqa: PLC0415

    codes = {value for value in vars(exits).values() if isinstance(value, int)}
    rows = re.findall(r"^\| (\d+) \| ", PAGE.read_text(), re.MULTILINE)
    assert {int(code) for code in rows} == {0, *codes}
