"""The commands of the clients' page do what the page says they print."""

from __future__ import annotations

import re

from tests.acceptance.sdk import ROOT

PAGE = ROOT / "docs" / "clients.md"
PAIR = re.compile(r"```sh\n(# mem0-cli.*?)```\n+```text\n(.*?)```", re.DOTALL)


def test_the_example_prints_what_the_page_says(cli, live):
    ((script, printed),) = PAIR.findall(PAGE.read_text())
    done = cli.shell(f"export MEM0_HOST={live.url}\n{script}")
    assert done.code == 0, done.err
    assert done.out == printed
