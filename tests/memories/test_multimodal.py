"""Images and documents in messages: read where something can read them, else a 400."""

from __future__ import annotations

import base64
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from memories import services
from orgs import services as orgs
from orgs.tenancy import tenant
from tests.memories.test_gate import remembered
from tests.memories.wire import listed
from tests.openai_server import Reply, answer, fact, openai_server

__all__ = ["openai_server"]

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)
MDX = b"""---
title: Notes
---
import Chart from './chart'

# About me

<Chart data={rows} />

I live in **Porto** and I keep bees.
"""


def pdf(text):
    """The smallest document that says something."""
    content = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        body
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(body)
    )


FILES = {
    "/me.pdf": pdf("I am allergic to nuts."),
    "/empty.pdf": pdf(""),
    "/broken.pdf": b"%PDF-1.4 and then nothing",
    "/me.mdx": MDX,
    "/me.txt": b"My sister Marta is a nurse.",
    "/latin.txt": "Caf\u00e9".encode("latin-1"),
    "/pixel.png": PIXEL,
}


@pytest.fixture
def files(settings):
    """The address of a server that has the files above."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            found = FILES.get(self.path)
            self.send_response(404 if found is None else 200)
            self.end_headers()
            self.wfile.write(found or b"")

        def log_message(self, *_):
            """Nothing: the answers are what is tested."""

    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def seeing(acme, openai_server):
    """Acme's project has a language model, which sees."""
    orgs.configure_llm(
        acme.project, model="gpt-5-mini", base_url=openai_server.url, api_key="sk-x"
    )
    return openai_server


def message(*parts):
    return {"role": "user", "content": list(parts)}


def at(kind, url):
    return {"type": kind, kind: {"url": url}}


def post(api, said, **more):
    body = {"messages": [said], "user_id": "ana", "async_mode": False, **more}
    return api.post("/v1/memories/", body)


@pytest.mark.parametrize(
    ("kind", "name", "stated"),
    [
        ("pdf_url", "/me.pdf", ["User is allergic to nuts"]),
        ("mdx_url", "/me.mdx", ["User keeps bees", "User lives in Porto"]),
        ("txt_url", "/me.txt", ["User's sister Marta is a nurse"]),
    ],
)
def test_a_document_is_read_without_a_language_model(acme, files, kind, name, stated):
    assert post(acme, message(at(kind, files + name))).status_code == 200
    found = remembered(acme)
    assert [text for text in stated if text not in found] == []


def test_text_may_come_as_base64_and_beside_other_text(acme):
    coded = base64.b64encode(FILES["/me.txt"]).decode()
    said = message({"type": "text", "text": "I play chess."}, at("txt_url", coded))
    assert post(acme, said).status_code == 200
    assert remembered(acme) == ["User plays chess", "User's sister Marta is a nurse"]


def test_a_document_is_read_by_the_worker_too(acme, files):
    body = {"messages": [message(at("pdf_url", f"{files}/me.pdf"))], "user_id": "ana"}
    event_id = acme.post("/v3/memories/add/", body).json()["event_id"]
    with tenant(acme.project):
        job = acme.project.jobs.get(event_id=event_id)
    services.run_job(acme.project.pk, job.pk)
    assert remembered(acme) == ["User is allergic to nuts"]


def test_an_image_is_described_by_the_model_and_the_event_keeps_no_copy(acme, seeing):
    coded = base64.b64encode(PIXEL).decode()
    seeing.reply(
        Reply(text="A boarding pass from Porto to Oslo."),
        answer({"facts": [fact("User has a boarding pass from Porto to Oslo", [0])]}),
    )
    url = f"data:image/png;base64,{coded}"
    assert post(acme, message(at("image_url", url))).status_code == 200
    assert remembered(acme) == ["User has a boarding pass from Porto to Oslo"]
    shown = seeing.requests[0].body["messages"][1]["content"][1]
    assert shown == {"type": "image_url", "image_url": {"url": url}}
    assert "Image: A boarding pass" in seeing.prompts[1]
    assert coded not in str(acme.get("/v1/events/").json())


def test_an_image_is_fetched_by_us_and_not_by_the_provider(acme, seeing, files):
    seeing.reply(Reply(text="A dog."), answer({"facts": []}))
    assert post(acme, message(at("image_url", f"{files}/pixel.png"))).status_code == 200
    shown = seeing.requests[0].body["messages"][1]["content"][1]["image_url"]["url"]
    assert shown.startswith("data:image/png;base64,")


def test_an_image_without_a_model_that_sees_is_refused(acme):
    url = f"data:image/png;base64,{base64.b64encode(PIXEL).decode()}"
    for path in ("/v1/memories/", "/v3/memories/add/"):
        body = {"messages": [message(at("image_url", url))], "user_id": "ana"}
        refused = acme.post(path, body)
        assert refused.status_code == 400
        assert "language model" in refused.json()["detail"]
    assert acme.get("/v1/events/").json()["count"] == 0


@pytest.mark.parametrize(
    ("kind", "name", "why"),
    [
        ("pdf_url", "/empty.pdf", "no text"),
        ("pdf_url", "/broken.pdf", "no PDF"),
        ("pdf_url", "/gone.pdf", "404"),
        ("txt_url", "/latin.txt", "UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_clear_400(acme, files, kind, name, why):
    refused = post(acme, message(at(kind, files + name)))
    assert refused.status_code == 400
    assert why in refused.json()["detail"]
    assert listed(acme, user_id="ana") == []


@pytest.mark.parametrize(
    "part",
    [
        {"type": "image_url"},
        {"type": "image_url", "image_url": {"url": 5}},
        {"type": "image_url", "image_url": {"url": "not an address"}},
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,%%%"}},
        {"type": "image_url", "image_url": {"url": "https://10.0.0.1/x.png"}},
        {"type": "pdf_url", "pdf_url": {"url": "file:///etc/passwd"}},
        {"type": "txt_url", "txt_url": {"url": "https://localhost/x.txt"}},
        {"type": "txt_url", "txt_url": {"url": "no base64!"}},
        {"type": "audio_url", "audio_url": {"url": "https://example.com/a.mp3"}},
    ],
)
def test_a_part_that_says_not_where_it_is_is_refused(acme, part):
    assert post(acme, message(part)).status_code == 400


def test_files_are_never_stored_word_for_word(acme):
    coded = base64.b64encode(b"My text").decode()
    refused = post(acme, message(at("txt_url", coded)), infer=False)
    assert refused.status_code == 400
    assert "infer" in refused.json()["detail"]


def test_there_is_a_limit_to_files_and_their_size(acme, settings):
    settings.LIMITS = {"attachments": 1, "attachment": 10}
    coded = base64.b64encode(b"I like tea.").decode()
    one = at("txt_url", coded)
    assert "at most 1" in post(acme, message(one, one)).json()["detail"]
    assert "10 bytes" in post(acme, message(one)).json()["detail"]
