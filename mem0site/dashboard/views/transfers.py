"""Exports and imports: the project as one file, and files into the project."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from mem0.exceptions import MemoryNotFoundError, PayloadTooLargeError, ValidationError
from mem0site.dashboard import cursors, drafts
from mem0site.dashboard.forms.transfers import (
    AccountForm,
    ArchiveForm,
    CarryOutForm,
    ImportForm,
)
from mem0site.dashboard.pages import ProjectAction, ProjectFormPage, ProjectPage
from memories.archive import services
from memories.archive.api import NOT_READY, file_response
from memories.archive.models import Direction, Transfer
from memories.archive.serializers import represented
from memories.archive.sources import SOURCES
from orgs.roles import Action

SHOWN = 30


class Transfers(ProjectPage):
    """What went out and came in, newest first."""

    template_name = "dashboard/transfers.html"

    def context(self) -> dict[str, Any]:
        rows = self.project.transfers.select_related("job")
        part = cursors.part(self.request, rows, SHOWN)
        shown = [_shown(row) for row in part.rows]
        typed = drafts.take(self.request, self.url("transfers-import"))
        return {
            "rows": shown,
            "busy": any(each["is_going"] for each in shown),
            **part.pager(),
            "archive_form": ArchiveForm(),
            "import_form": ImportForm(initial=typed.dict() if typed else None),
        }


class TransferDetail(ProjectPage):
    """One of them: how far it is, what it did or would do, what is wrong with it."""

    template_name = "dashboard/transfer.html"

    def context(self) -> dict[str, Any]:
        row = services.find(self.project, self.kwargs["transfer_id"])
        return {
            "each": _shown(row),
            "carry_out": CarryOutForm()
            if services.can_carry_out(self.project, row)
            else None,
        }


class Download(ProjectPage):
    """The file."""

    needs = Action.WRITE_MEMORIES

    def get(  # type: ignore[override]  # a file, not a page
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Piece by piece. A 404 when there is none any more."""
        row = services.get(self.project, Direction.EXPORT, self.kwargs["transfer_id"])
        if not services.is_ready(row):
            raise MemoryNotFoundError(NOT_READY)
        return file_response(self.project, row)


class NewArchive(ProjectAction):
    """The button that asks for an archive."""

    back = "transfers"
    needs = Action.WRITE_MEMORIES

    def act(self) -> str:
        form = ArchiveForm(self.request.POST)
        form.is_valid()
        services.create_export(self.project, vectors=form.cleaned_data["vectors"])
        return "The archive is being written. It stands below when it is ready."


class NewImport(ProjectAction):
    """The button that sends a file in; on to what becomes of it."""

    back = "transfers"
    typed = True
    needs = Action.UPDATE_PROJECT
    made: Transfer | None = None

    def page_url(self) -> str:
        if self.made is not None:
            return self.url("transfers-transfer", self.made.pk)
        return super().page_url()

    def act(self) -> str:
        form = ImportForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            reason = " ".join(
                f"{name}: {said[0]}" for name, said in form.errors.items()
            )
            raise ValidationError(reason)
        asked = form.cleaned_data
        file: UploadedFile[bytes] = asked.pop("file")
        if (file.size or 0) > settings.CONFIGURATION.archive_bytes:
            raise PayloadTooLargeError("The file is too large.")
        self.made = services.create_import(self.project, file, **asked)
        return ""


class NewAccount(ProjectFormPage[AccountForm]):
    """A mem0 account is read; on to what importing it would do."""

    template_name = "dashboard/transfer_account.html"
    form_class = AccountForm
    needs = Action.UPDATE_PROJECT

    def save(self, form: AccountForm) -> str:
        made = services.create_account_import(self.project, **form.cleaned_data)
        return self.url("transfers-transfer", made.pk)


class CarryOut(ProjectAction):
    """The button that imports what was read of an account."""

    back = "transfers-transfer"
    needs = Action.UPDATE_PROJECT
    made: Transfer | None = None

    def back_arguments(self) -> list[Any]:
        return [self.made.pk if self.made else self.kwargs["transfer_id"]]

    def act(self) -> str:
        form = CarryOutForm(self.request.POST)
        form.is_valid()
        self.made = services.carry_out(
            self.project, self.kwargs["transfer_id"], **form.cleaned_data
        )
        return ""


class Delete(ProjectAction):
    """The button that forgets one with its file."""

    back = "transfers"
    needs = Action.WRITE_MEMORIES

    def act(self) -> str:
        row = services.find(self.project, self.kwargs["transfer_id"])
        services.delete(self.project, Direction(row.direction), row.pk)
        return "It is deleted."


def _shown(row: Transfer) -> dict[str, Any]:
    """An archive or an import as the templates need it."""
    told = represented(row)
    progress = told["progress"]
    total = progress["total"]
    return {
        **told,
        "pk": row.pk,
        "out": row.direction == Direction.EXPORT,
        "source": _source(row),
        "account": bool(row.options.get("account")),
        "keeps_until": row.expires_at,
        "is_going": told["status"] in {"PENDING", "RUNNING"},
        "percent": round(100 * progress["done"] / total) if total else 0,
        "rows": sum(each["rows"] for each in (row.manifest or {}).get("files", [])),
    }


def _source(row: Transfer) -> str:
    if account := row.options.get("account"):
        more = ", with histories" if row.options.get("history") else ""
        return f"the mem0 account at {account}{more}"
    return SOURCES[row.options.get("source", "archive")].label
