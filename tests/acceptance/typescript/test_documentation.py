"""The examples of the client's pages do what the pages say they print."""

from __future__ import annotations

import re

import pytest

from tests.acceptance.sdk import ROOT
from tests.acceptance.typescript.building import FOLDER, packed

PAGES = (FOLDER / "README.md", ROOT / "docs" / "typescript.md")
PAIR = re.compile(r"```(js|ts)\n(.*?)```(?:\s*```text\n(.*?)```)?", re.DOTALL)


def examples():
    for page in PAGES:
        for number, (_, code, printed) in enumerate(PAIR.findall(page.read_text())):
            yield pytest.param(code, printed, id=f"{page.name}-{number}")


@pytest.mark.parametrize(("code", "printed"), list(examples()))
def test_an_example_prints_what_the_page_says(script, live, acme, code, printed):
    for sentence in ("I live in Porto.", "I keep bees."):
        acme.remember(sentence, user_id="ann")

    done = script("--input-type=module", "--eval", code, cwd=packed())

    assert done.returncode == 0, done.stderr
    assert done.stdout == printed
