"""Memories: found, read with their history and sources, changed, deleted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    QueryDict,
    StreamingHttpResponse,
)

from mem0.exceptions import Mem0Error, ValidationError
from mem0.memory.filters import Condition, Filter, all_of
from mem0.memory.ranking import Hit
from mem0site.dashboard.forms.memories import (
    FEEDBACK,
    ExportForm,
    FeedbackForm,
    MemoryFilter,
    MemoryForm,
    SelectionForm,
)
from mem0site.dashboard.pages import ProjectAction, ProjectFormPage, ProjectPage
from memories import browsing, categorizing, downloads, feedback, graph, services
from memories.models import Event
from orgs.pagination import Listing
from orgs.roles import Action

SHOWN = 50
FOUND = 50
"""Hits of a search on the page."""
NOTHING_CURRENT = (
    "None of the selected memories can be categorized: only current memories have categories "
    "that change."
)
NO_END = "A search ranks everything and has no end: tick what is to be exported."


class Memories(ProjectPage):
    """The memories of a project: the newest, or what a search finds."""

    template_name = "dashboard/memories.html"
    found: list[Hit] | None = None
    problem = ""

    def prepare(self) -> None:
        """Search outside the page's transaction: it embeds the query."""
        self.form = MemoryFilter(self.request.GET or None)
        self.where: Filter = all_of()
        if self.form.is_bound and not self.form.is_valid():
            return
        if self.form.is_bound:
            self.where = self.form.where()
            self._search(self.form.cleaned_data["q"])

    def _search(self, query: str) -> None:
        if not query:
            return
        try:
            self.found = services.search(
                self.project, query=query, where=self.where, limit=FOUND
            ).hits
        except Mem0Error as error:
            self.problem = str(error)

    def context(self) -> dict[str, Any]:
        context = {
            "form": self.form,
            "problem": self.problem,
            "found": self.found,
            "export_form": ExportForm(),
        }
        if self.found is not None or self.problem:
            return context
        listing = Listing("pages: memories", self.project, repr(self.where))
        before = self.request.GET.get("before")
        try:
            after = listing.read(before) if before else None
        except ValidationError as error:
            return {**context, "problem": str(error)}
        rows = browsing.some(self.project, self.where, limit=SHOWN, after=after)
        older = listing.sign(services.position(rows[SHOWN - 1])) if rows[SHOWN:] else ""
        return {
            **context,
            "memories": rows[:SHOWN],
            "older": older,
            "newer": bool(before),
            "narrowed": self.form.is_bound,
        }


class Memory(ProjectFormPage[MemoryForm]):
    """One memory: what it says, since when, and why it is believed."""

    template_name = "dashboard/memory.html"
    form_class = MemoryForm
    changes = Action.WRITE_MEMORIES

    def enter(self) -> None:
        """404 for a memory that is not of this project."""
        super().enter()
        self.record = services.get(self.project, str(self.kwargs["memory_id"]))

    def initial(self) -> dict[str, Any]:
        return {
            "text": self.record.text,
            "metadata": dict(self.record.metadata or {}),
            "expiration_date": self.record.expiration_date,
        }

    def save(self, form: MemoryForm) -> str:
        asked = form.cleaned_data
        changed: dict[str, Any] = {
            name: asked[name]
            for name in ("text", "metadata", "expiration_date")
            if asked[name] != self.initial()[name]
        }
        if changed:
            services.update(self.project, self.record.id, **changed)
            messages.success(self.request, "The memory was changed.")
        return self.url("memories-memory", self.kwargs["memory_id"])

    def context(self) -> dict[str, Any]:
        record = self.record
        return {
            "memory": record,
            "history": browsing.history(self.project, record.id),
            "sources": browsing.sources(self.project, record),
            "replaced_by": browsing.titled(self.project, [record.replaced_by]),
            "replaces": browsing.replaced(self.project, record.id),
            "evidence": browsing.titled(
                self.project, record.provenance.get("evidence", ())
            ),
            "relations": graph.stated_by(self.project, [record.id]),
            "opinions": FEEDBACK,
        }


class _OfMemory(ProjectAction):
    """A button on the page of a memory."""

    back = "memories-memory"
    needs = Action.WRITE_MEMORIES

    def back_arguments(self) -> list[Any]:
        return [self.kwargs["memory_id"]]

    @property
    def memory_id(self) -> str:
        """The memory of the page."""
        return str(self.kwargs["memory_id"])


class Feedback(_OfMemory):
    """An opinion, which ranking listens to."""

    def act(self) -> str:
        form = FeedbackForm(self.request.POST)
        if not form.is_valid():
            raise ValidationError("Choose one of the opinions.")
        asked = form.cleaned_data
        feedback.give(
            self.project,
            self.memory_id,
            asked["feedback"] or None,
            asked["reason"] or None,
        )
        return "Thank you: search will take it into account."


class Delete(_OfMemory):
    """A memory goes for good."""

    def act(self) -> str:
        services.delete(self.project, self.memory_id)
        return "The memory was deleted."

    def page_url(self) -> str:
        return self.url("memories")


class _OfTicked(ProjectAction):
    """A button for what is ticked; back to the same part of the list."""

    back = "memories"
    needs = Action.WRITE_MEMORIES

    def page_url(self) -> str:
        query = self.request.POST.get("query", "")
        return super().page_url() + (query if query.startswith("?") else "")

    def ticked(self) -> list[str]:
        """The ids. Raises `ValidationError` when there is none."""
        form = SelectionForm(self.request.POST)
        if not form.is_valid():
            raise ValidationError(str(form.errors["memory"][0]))
        return [str(each) for each in form.cleaned_data["memory"]]


class DeleteSome(_OfTicked):
    """Everything that was ticked goes."""

    def act(self) -> str:
        count = services.batch_delete(self.project, self.ticked())
        return f"{count} memor{'y was' if count == 1 else 'ies were'} deleted."


class ExportSome(_OfTicked):
    """What was ticked, or all that match the filter of the list, as a file."""

    file: downloads.File | None = None

    def act(self) -> str:
        form = ExportForm(self.request.POST)
        if not form.is_valid():
            raise ValidationError("Choose a file, and which memories it is to hold.")
        name = form.cleaned_data["format"]
        if form.cleaned_data["which"] == "ticked":
            self.file = downloads.ticked(self.project, self.ticked(), name)
        else:
            self.file = downloads.matching(self.project, self._filter(), name)
        self.name = f"memories.{name}"
        return ""

    def _filter(self) -> Filter:
        """What the list was narrowed by."""
        asked = QueryDict(self.request.POST.get("query", "").removeprefix("?"))
        form = MemoryFilter(asked)
        if not form.is_valid():
            raise ValidationError("The filter of the list makes no sense.")
        if form.cleaned_data["q"]:
            raise ValidationError(NO_END)
        return form.where()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file, where there is one."""
        back = super().post(request, *args, **kwargs)
        if self.file is None:
            return back
        kind, chunks = self.file
        answer: HttpResponseBase = StreamingHttpResponse(chunks, content_type=kind)
        answer.headers["Content-Disposition"] = f'attachment; filename="{self.name}"'
        return answer  # type: ignore[return-value]  # pages answer with one or the other


class CategorizeSome(_OfTicked):
    """What was ticked is sorted into categories anew; on to what becomes of it."""

    event: Event | None = None

    def page_url(self) -> str:
        if self.event is not None:
            return self.url("events-detail", self.event.pk)
        return super().page_url()

    def act(self) -> str:
        """Only what is current has categories of its own to change."""
        where = all_of(
            Condition("id", "in", tuple(self.ticked())),
            Condition("state", "eq", "active"),
        )
        if not browsing.some(self.project, where, limit=0):
            raise ValidationError(NOTHING_CURRENT)
        self.event = categorizing.again(
            self.project,
            where=where,
            only_missing=False,
            categories=None,
            request_id=getattr(self.request, "request_id", ""),
        )
        return ""
