"""The code of the clients' page does what the page says it prints."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass

import pytest

from mem0site.dashboard import quickstart
from tests.acceptance.sdk import ROOT, environment, installed

PAGE = ROOT / "docs" / "clients.md"
PAIR = re.compile(r"```(python|bash)\n(.*?)```\n+```text\n(.*?)```", re.DOTALL)
README = ROOT / "README.md"
NEWEST = "2.2.1"
VERSIONS = {"# mem0ai 2.x": ["2.2.1"], "# mem0ai 0.1 and 1.0": ["0.1.118", "1.0.11"]}


@dataclass(frozen=True)
class Example:
    language: str
    code: str
    printed: str
    version: str = ""

    @property
    def command(self) -> list[str]:
        if self.language == "bash":
            return ["bash", "-euc", self.code]
        return [str(installed(self.version)), "-c", self.code]


def examples():
    for language, code, printed in PAIR.findall(PAGE.read_text()):
        for version in VERSIONS.get(code.splitlines()[0], [""]):
            yield Example(language, code, printed, version)


EXAMPLES = list(examples())


def test_every_kind_of_client_has_an_example():
    shown = {(example.language, example.version) for example in EXAMPLES}
    assert shown == {
        ("bash", ""),
        ("python", "0.1.118"),
        ("python", "1.0.11"),
        ("python", "2.2.1"),
    }


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.version or e.language)
def test_an_example_prints_what_the_page_says(example, live, acme, tmp_path):
    done = subprocess.run(
        example.command,
        cwd=tmp_path,
        env=environment(tmp_path) | {"MEM0_HOST": live.url, "MEM0_API_KEY": acme.key},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == example.printed


@pytest.fixture
def run(live, acme, tmp_path):
    """Runs code as its language does, in an empty folder; what it printed."""

    def run(language, code):
        done = subprocess.run(
            Example(language, code, "", NEWEST).command,
            cwd=tmp_path,
            env=environment(tmp_path)
            | {"MEM0_HOST": live.url, "MEM0_API_KEY": acme.key},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_the_first_lines_of_the_pages_find_what_they_have_said(live, acme, run):
    found = {each.name: each.code for each in quickstart.snippets(live.url, acme.key)}
    assert "User is vegetarian" in run("python", found["python"])
    assert "User is vegetarian" in run("bash", found["curl"]).splitlines()[-1]


def test_the_first_five_minutes_find_what_they_have_said(run):
    page = README.read_text()
    (python,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    (curl,) = re.findall(r"```sh\n(curl .*?)```", page, re.DOTALL)
    assert "doesn't eat meat" in run("python", python)
    assert "allergic to peanuts" in run("bash", curl).splitlines()[-1]
