"""The client's own tests, run by Node: against loopback servers, and the platform."""

from __future__ import annotations

import pytest

from tests.acceptance.typescript.building import FOLDER, npm, run_node

UNIT = sorted((FOLDER / "test" / "unit").glob("*.test.mjs"))
LIVE = sorted((FOLDER / "test" / "live").glob("*.test.mjs"))


def test_there_are_tests_of_both_kinds():
    assert len(UNIT) > 4
    assert len(LIVE) > 2


def test_the_types_are_right(folder):
    npm("run", "--silent", "check", cwd=folder)


def test_the_client_keeps_its_promises(folder, tmp_path):
    files = map(str, UNIT)
    done = run_node("--test", *files, cwd=folder, home=tmp_path)
    assert done.returncode == 0, done.stdout[-5000:]


@pytest.mark.parametrize("file", LIVE, ids=lambda path: path.name)
def test_it_works_with_the_platform(folder, script, file):
    done = script("--test", str(file), cwd=folder)
    assert done.returncode == 0, done.stdout[-5000:]
