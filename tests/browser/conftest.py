"""A real browser on the pages: only on `pytest -m browser`.

Debian's Chromium, driven by Playwright; the site runs in a thread of this process, on
the database of the tests.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.test.utils import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

HERE = Path(__file__).parent
HOSTS = ["127.0.0.1", "localhost"]
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Playwright runs a loop in this thread, and Django would take us for asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


class Quiet(WSGIRequestHandler):
    """Keeps no log of requests."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its name
        """Nothing."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Mark what is collected here, and leave it out unless its mark is asked for."""
    for item in [item for item in items if HERE in item.path.parents]:
        mark = "screenshots" if item.path.name == "test_screenshots.py" else "browser"
        item.add_marker(mark)
        if mark not in config.option.markexpr:
            config.hook.pytest_deselected(items=[item])
            items.remove(item)


@pytest.fixture(scope="session")
def site(database: None) -> Iterator[str]:
    """The address of the running site."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(WSGIHandler())
    url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    with override_settings(PUBLIC_URL=url, ALLOWED_HOSTS=[*HOSTS, "testserver"]):
        thread.start()
        yield url
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "Chromium is missing: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser, site: str) -> Iterator[BrowserContext]:
    """A fresh profile, with a desktop's window."""
    made = chromium.new_context(
        base_url=site, viewport={"width": 1280, "height": 800}, reduced_motion="reduce"
    )
    made.set_default_timeout(10_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which nothing may go wrong: no error, no refused script or style."""
    said: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "console",
        lambda message: said.append(message.text) if message.type == "error" else None,
    )
    yield page
    assert said == []
