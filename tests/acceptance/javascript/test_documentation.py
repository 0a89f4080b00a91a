"""The JavaScript of the clients' page does what the page says it prints."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.acceptance.javascript import node
from tests.acceptance.sdk import ROOT

PAGE = ROOT / "docs" / "clients.md"
PAIR = re.compile(r"```js\n(// mem0ai (\d)\.x\n.*?)```\n+```text\n(.*?)```", re.DOTALL)
VERSIONS = {"2": "2.4.6", "3": "3.3.1"}
EXAMPLES = {major: (code, said) for code, major, said in PAIR.findall(PAGE.read_text())}


@pytest.mark.parametrize("major", VERSIONS)
def test_an_example_prints_what_the_page_says(major, live, acme, tmp_path):
    code, printed = EXAMPLES[major]
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", code],
        cwd=node.installed("mem0ai", VERSIONS[major]).parents[1],
        env=node.environment(tmp_path)
        | {"MEM0_HOST": live.url, "MEM0_API_KEY": acme.key},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == printed
