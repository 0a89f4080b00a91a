from __future__ import annotations

import json
import subprocess
import sys

import pytest

import mem0

HEAVY = ["httpx", "openai", "numpy", "pydantic", "asyncio", "django"]
SCRIPT = f"""
import json, sys
import mem0
from mem0 import exceptions
light = [name for name in {HEAVY} if name in sys.modules]
from mem0 import MemoryClient
print(json.dumps([light, [n for n in {HEAVY} if n in sys.modules]]))
"""


def test_importing_is_light_until_the_client_is_asked_for():
    printed = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, check=True, text=True
    ).stdout
    light, with_client = json.loads(printed)

    assert light == []
    assert "httpx" in with_client
    assert not {"openai", "numpy", "pydantic", "django"} & set(with_client)


def test_everything_on_the_menu_is_served():
    assert {name: getattr(mem0, name) for name in mem0.__all__}
    assert set(mem0.__all__) <= set(dir(mem0))


def test_what_is_not_on_the_menu_is_an_error():
    with pytest.raises(AttributeError, match="MemoryKlient"):
        _ = mem0.MemoryKlient


def test_both_clients_are_where_the_documentation_has_them():
    from mem0.client.main import AsyncMemoryClient, MemoryClient  # noqa: PLC0415

    assert mem0.MemoryClient is MemoryClient
    assert mem0.AsyncMemoryClient is AsyncMemoryClient
