"""The package as somebody gets it who installs it."""

from __future__ import annotations

import json
import re

import pytest

import mem0
from mem0.client.main import MemoryClient
from mem0.client.project import Project
from tests.acceptance.typescript.building import npm, packed

REFERENCE = """
const client = new MemoryClient({
  apiKey: process.env.MEM0_API_KEY,
  host: process.env.MEM0_HOST
});

// Add a memory
const response = await client.add({
  messages: [{ role: 'user', content: 'I enjoy hiking on weekends' }],
  userId: 'user_123'
});

// Search memories
const results = await client.search('hiking', { userId: 'user_123' });
console.log(response.status, Array.isArray(results));
"""
ESM = f"import {{ MemoryClient }} from '@mem0/client';\n{REFERENCE}"
CJS = f"""const {{ MemoryClient }} = require('@mem0/client');
(async () => {{ {REFERENCE} }})();"""
MENU = """
import { MemoryClient } from '@mem0/client';
const client = new MemoryClient({ apiKey: 'k' });
const names = (made) => Object.getOwnPropertyNames(Object.getPrototypeOf(made));
console.log(JSON.stringify([names(client), names(client.project)]));
"""
ONLY_PYTHON = {"client", "close", "orgId", "projectId"}
"""`fetch` has nothing to close, and a constructor that sends nothing knows no ids."""


def test_it_holds_what_is_needed_and_nothing_else(folder):
    (report,) = json.loads(npm("pack", "--dry-run", "--json", cwd=folder))
    files = {each["path"] for each in report["files"]}

    code = re.compile(r"dist/(esm|cjs)/[a-z-]+(\.js|\.d\.ts)")
    others = {name for name in files if not code.fullmatch(name)}
    assert others == {
        *("README.md", "package.json", "dist/LICENSE"),
        "dist/cjs/package.json",
    }
    for kind in ("esm", "cjs"):
        assert {f"dist/{kind}/index.js", f"dist/{kind}/index.d.ts"} <= files
    assert report["size"] < 60_000


def test_it_needs_no_other_package(folder):
    manifest = json.loads((folder / "package.json").read_text())
    lock = json.loads((folder / "package-lock.json").read_text())

    assert not {"dependencies", "peerDependencies"} & manifest.keys()
    installed = {name: each for name, each in lock["packages"].items() if name}
    assert all(each.get("dev") for each in installed.values())
    assert manifest["version"] == lock["version"] == mem0.__version__


@pytest.mark.parametrize(
    ("kind", "code"), [("module", ESM), ("commonjs", CJS)], ids=["esm", "cjs"]
)
def test_the_example_of_the_reference_runs(script, kind, code):
    done = script(f"--input-type={kind}", "--eval", code, cwd=packed())

    assert done.returncode == 0, done.stderr
    assert done.stdout == "PENDING true\n"


def test_it_has_every_method_of_the_python_client(script):
    done = script("--input-type=module", "--eval", MENU, cwd=packed())
    client, project = (set(names) for names in json.loads(done.stdout))

    assert camel(MemoryClient) - client == ONLY_PYTHON - {"client"}
    assert camel(Project) - project == set()


def camel(kind):
    names = {name for name in dir(kind) if not name.startswith("_")}
    return {re.sub(r"_(\w)", lambda found: found[1].upper(), name) for name in names}
