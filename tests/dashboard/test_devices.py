"""Browsers by name, as people call them."""

from __future__ import annotations

import pytest

from mem0site.dashboard import devices

WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
)
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (f"{WINDOWS} Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        (f"{WINDOWS} Chrome/140.0 Safari/537.36", "Chrome on Windows"),
        (f"{PHONE} (KHTML, like Gecko) Version/18.5 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", "Firefox on Linux"),
        ("curl/8.5.0", "curl"),
        ("another/1.0", "another/1.0"),
        ("", "Unknown browser"),
    ],
)
def test_a_browser_is_called_by_its_name(sent, said):
    assert devices.spoken(sent) == said
