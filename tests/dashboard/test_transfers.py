"""The page of exports and imports."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from memories.archive import services
from tests.archive.conftest import archived, transfers
from tests.dashboard.test_memories import stored
from tests.memories.worker import work


def carry_out(person):
    while work(person.project):
        pass


def upload(person, data, status=302, **asked):
    file = SimpleUploadedFile("project.zip", data, content_type="application/zip")
    asked = {"source": "archive", "file": file, **asked}
    return person.send(person.url("transfers-import"), status, **asked)


def test_an_empty_page_says_what_to_do(owner):
    page = owner.see(owner.url("transfers"))
    assert "Nothing went out or came in yet" in page
    assert 'enctype="multipart/form-data"' in page


def test_an_archive_is_asked_for_followed_and_downloaded(owner):
    owner.send(owner.url("transfers-archive"), vectors="on")
    page = owner.see(owner.url("transfers"))
    assert "waiting" in page
    assert "hx-get" in page
    carry_out(owner)
    page = owner.see(owner.url("transfers"))
    assert "Download" in page
    (row,) = transfers(owner.project)
    assert "memories.ndjson" in owner.see(owner.url("transfers-transfer", row.pk))
    answer = owner.browser.get(owner.url("transfers-file", row.pk))
    assert b"".join(answer.streaming_content)[:4] == b"PK\3\4"
    assert answer["Content-Disposition"].startswith("attachment")


def test_an_export_of_the_list_is_an_import_elsewhere(owner, stranger):
    (key,) = stored(owner, "Likes olives.")
    typed = {"memory": key, "which": "ticked", "format": "ndjson"}
    answer = owner.send(owner.url("memories-export-some"), 200, **typed)
    upload(stranger, answer.getvalue(), source="mem0")
    carry_out(stranger)
    page = stranger.see(stranger.url("memories"))
    assert "Likes olives." in page
    assert "alice" in page


def test_a_dry_run_shows_what_would_happen(owner, admin):
    answer = upload(owner, archived(admin.project), dry_run="on")
    carry_out(owner)
    page = owner.see(answer["Location"])
    assert "What would happen" in page
    assert "Nothing was written" in page
    owner.send(answer["Location"] + "delete/")
    assert "Dry run" not in owner.see(owner.url("transfers"))


def test_a_refused_file_shows_its_lines(owner):
    answer = upload(owner, b"no archive")
    carry_out(owner)
    page = owner.see(answer["Location"])
    assert "What is wrong with it" in page
    assert "it is cut short, or not a zip file" in page


def test_a_form_without_a_file_says_so(owner):
    owner.send(owner.url("transfers-import"), source="archive")
    assert "file: " in owner.see(owner.url("transfers"))


def test_a_reader_has_no_buttons_and_no_file(owner, reader):
    owner.send(owner.url("transfers-archive"))
    carry_out(owner)
    page = reader.see(reader.url("transfers"))
    assert "Download" not in page
    assert '<form method="post" enctype' not in page
    (row,) = transfers(owner.project)
    reader.see(reader.url("transfers-file", row.pk), 403)
    reader.send(reader.url("transfers-archive"), 403)
    upload(reader, b"", 403)


def test_an_archive_of_others_does_not_exist(owner, stranger):
    owner.send(owner.url("transfers-archive"))
    carry_out(owner)
    (row,) = transfers(owner.project)
    for name in ("transfers-transfer", "transfers-file"):
        stranger.see(stranger.url(name, row.pk), 404)
    stranger.send(stranger.url("transfers-delete", row.pk), 404)


def test_scripts_in_a_file_are_not_carried_out(owner):
    canary = b'[{"id": "<script>alert(1)</script>"}]'
    answer = upload(owner, canary, source="mem0")
    carry_out(owner)
    assert "<script>alert" not in owner.see(answer["Location"])


def test_many_rows_are_paged(owner):
    for _ in range(31):
        services.create_export(owner.project)
    page = owner.see(owner.url("transfers"))
    assert "Older" in page
