from __future__ import annotations

import re

from django.test import Client


def page() -> str:
    answer = Client().get("/docs/api/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_needs_nothing_from_elsewhere():
    addresses = re.findall(r'(?:src|href|data-document)="([^"]+)"', page())
    assert len(addresses) >= 6
    assert all(re.match(r"/(?!/)", address) for address in addresses)


def test_everything_the_page_asks_for_is_served():
    client = Client()
    for address in re.findall(r'(?:src|href|data-document)="([^"]+)"', page()):
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        assert answer.getvalue(), address
        answer.close()


def test_the_page_has_no_inline_script_or_style():
    html = page()
    assert re.findall(r"<script(?![^>]*\ssrc=)", html) == []
    assert "<style" not in html
    assert re.findall(r"\son\w+=|\sstyle=", html) == []


def test_the_page_takes_no_key():
    assert Client().post("/docs/api/").status_code == 405
