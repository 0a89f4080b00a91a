"""What every page stands on: who asks, where they are, what they may do there.

A page subclasses `ProjectPage` or `OrganizationPage` (`Page` for those of nobody in
particular), names its template and gives a `context`. A page with a form subclasses
one of the `…FormPage`s and gives `save`. A button that does one thing is a
`ProjectAction` or an `OrganizationAction`. See docs/dashboard.md.
"""

from __future__ import annotations

import contextlib
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import View

from mem0.exceptions import Mem0Error, MemoryNotFoundError
from mem0site.dashboard import access, drafts, navigation
from mem0site.dashboard.access import Place
from orgs.models import Organization, Project, User
from orgs.roles import Action
from orgs.tenancy import tenant

F = TypeVar("F", bound=BaseForm)


class Page(View):
    """A page for anybody who is signed in."""

    http_method_names = ["get", "post", "head", "options"]
    template_name: ClassVar[str]
    user: User

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Strangers sign in first; what they typed is kept for them."""
        if not isinstance(request.user, User):
            return drafts.keep_and_sign_in(request, self.page_url(), self.draft())
        self.user = request.user
        try:
            self.enter()
            response = super().dispatch(request, *args, **kwargs)
        except MemoryNotFoundError as exc:
            raise Http404(str(exc)) from exc
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def enter(self) -> None:
        """Find out where the person is, and turn away who has no business there."""

    def page_url(self) -> str:
        """Where to come back to after a sign-in: a URL that answers GET."""
        return self.request.get_full_path()

    def draft(self) -> str:
        """Under which address typed text waits for its writer; empty: none is worth it."""
        return ""

    def prepare(self) -> None:
        """Before the context: the place for calls over the network."""

    def context(self) -> dict[str, Any]:
        """What the template needs."""
        return {}

    def shell(self) -> dict[str, Any]:
        """What the frame around every page needs."""
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        return self.answer()

    def answer(self, status: int = 200, **more: Any) -> HttpResponse:
        """The rendered page; rows are read while their tenant is open."""
        self.prepare()
        with self.inside():
            context = {**self.shell(), **self.context(), **more}
            return render(self.request, self.template(), context, status=status)

    def template(self) -> str:
        """The template: by name, or a part of the page for a live update."""
        return self.template_name

    def inside(self) -> contextlib.AbstractContextManager[None]:
        """The tenant's transaction, where there is one."""
        return contextlib.nullcontext()


class OrganizationPage(Page):
    """A page of one organization: `<uuid:organization_id>` in its URL."""

    needs: ClassVar[Action] = Action.READ
    changes: ClassVar[Action | None] = None
    """What a POST needs; without it, what the page needs."""
    place: Place

    def enter(self) -> None:
        """404 outside of one's organizations, 403 for what the role does not allow."""
        self.place = access.enter(self.user, *self._ids())
        posted = self.request.method == "POST" and self.changes
        self.require(posted or self.needs)

    def require(self, action: Action) -> None:
        """Raises `PermissionDenied` when the person may not do this here."""
        if not self.place.may(action):
            msg = f"Your role here does not let you {action.value}."
            raise PermissionDenied(msg)

    @property
    def organization(self) -> Organization:
        """The organization of the page."""
        return self.place.organization

    def shell(self) -> dict[str, Any]:
        """The switch and the side bar, and what the person may do as `may.NAME`."""
        here = self.request.resolver_match
        return {
            **super().shell(),
            "place": self.place,
            "organization": self.place.organization,
            "project": self.place.project,
            "may": {action.name: self.place.may(action) for action in Action},
            "navigation": list(
                navigation.links(self.place, (here and here.url_name) or "")
            ),
        }

    def url(self, name: str, *args: Any) -> str:
        """The address of another page of the same organization or project."""
        return reverse(f"dashboard:{name}", args=[*self._ids(), *args])

    def _ids(self) -> list[UUID]:
        names = ("organization_id", "project_id")
        return [self.kwargs[name] for name in names if name in self.kwargs]


class ProjectPage(OrganizationPage):
    """A page of one project: `<uuid:organization_id>/<uuid:project_id>` in its URL."""

    @property
    def project(self) -> Project:
        """The project of the page: the tenant."""
        assert self.place.project is not None  # the URL has its id
        return self.place.project

    def inside(self) -> contextlib.AbstractContextManager[None]:
        """The tenant's transaction."""
        return tenant(self.project)


class WithForm(Page, ABC, Generic[F]):
    """A page with one form. A refusal by a service is shown above the form."""

    form_class: type[F]

    def initial(self) -> dict[str, Any]:
        """The values of an empty form."""
        return {}

    def form_options(self) -> dict[str, Any]:
        """Further arguments of the form."""
        return {}

    def form(self, typed: Mapping[str, Any] | None = None) -> F:
        """The form, with what was typed."""
        made: F = self.form_class(typed, initial=self.initial(), **self.form_options())
        return made

    def draft(self) -> str:
        """A form is typed into."""
        return self.page_url()

    @abstractmethod
    def save(self, form: F) -> str | HttpResponse:
        """Do it; where to go on, or the answer itself. Raises a `Mem0Error` when it
        cannot be done."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form: empty, or as it was when the session ran out."""
        typed = drafts.take(request, self.draft())
        if typed is not None:
            messages.info(request, "You were signed out. What you had typed is here.")
        return self.answer(form=self.form(typed))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save what is typed, or show it again with what is wrong about it."""
        form = self.form(request.POST)
        if form.is_valid():
            try:
                done = self.save(form)
            except Mem0Error as exc:
                form.add_error(None, str(exc))
            else:
                return done if isinstance(done, HttpResponse) else redirect(done)
        return self.answer(status=422, form=form)


class OrganizationFormPage(WithForm[F], OrganizationPage):
    """A form about an organization."""


class ProjectFormPage(WithForm[F], ProjectPage):
    """A form about a project."""


class OrganizationAction(OrganizationPage, ABC):
    """A button: POST only, then back to a page with a word about it."""

    http_method_names = ["post", "options"]
    back: ClassVar[str]
    """The name of the page it stands on."""
    typed: ClassVar[bool] = False
    """Whether more than a click is sent; the page then takes `drafts` of its address."""

    def draft(self) -> str:
        """The address of the button, because its page may have other forms."""
        return self.request.path if self.typed else ""

    def page_url(self) -> str:
        """The page with the button."""
        return self.url(self.back, *self.back_arguments())

    def back_arguments(self) -> list[Any]:
        """Further ids in the address of the page."""
        return []

    @abstractmethod
    def act(self) -> str:
        """Do it; the sentence that says so. Raises a `Mem0Error` otherwise."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it and go back."""
        try:
            said = self.act()
        except MemoryNotFoundError:
            raise
        except Mem0Error as exc:
            messages.error(request, str(exc))
            if self.typed:
                drafts.keep(request, self.draft())
        else:
            if said:
                messages.success(request, said)
        return redirect(self.page_url())


class ProjectAction(OrganizationAction, ProjectPage):
    """A button on a page of a project."""
