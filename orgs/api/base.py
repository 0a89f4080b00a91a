"""What every endpoint stands on: the tenant of its key, and checked input."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from rest_framework.request import Request
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from mem0.exceptions import MemoryNotFoundError
from orgs.auth import Credential
from orgs.models import Project


class ProjectAPIView(APIView):
    """A view that acts inside one project: the one its API key names."""

    request: Request

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """After the key is known: ids of the tenant, if sent, must be the key's own."""
        super().initial(request, *args, **kwargs)
        if isinstance(request.auth, Credential):
            self._check_tenant(request.query_params)
            if isinstance(request.data, Mapping):
                self._check_tenant(request.data)

    def _check_tenant(self, given: Mapping[str, Any]) -> None:
        """Older clients repeat the ids of the ping; others' ids do not exist here."""
        for name, ours in (
            ("org_id", self.project.organization_id),
            ("project_id", self.project.pk),
        ):
            value = given.get(name)
            if value not in (None, "") and str(value).lower() != str(ours):
                msg = "Organization or project not found"
                raise MemoryNotFoundError(msg)

    @property
    def request_id(self) -> str:
        """What ties this request to its log lines and events."""
        return str(getattr(self.request, "request_id", ""))

    @property
    def credential(self) -> Credential:
        """The key the request came with."""
        assert isinstance(self.request.auth, Credential)  # HasApiKey let it in
        return self.request.auth

    @property
    def project(self) -> Project:
        """The tenant."""
        return self.credential.project

    def validated(
        self, serializer_class: type[Serializer[Any]], data: Any = None
    ) -> dict[str, Any]:
        """The request body (or `data`), checked; raises a 400 that names the field."""
        checked = _serializer(serializer_class).run_validation(
            self.request.data if data is None else data
        )
        asked: dict[str, Any] = checked
        return asked


@functools.cache
def _serializer(serializer_class: type[Serializer[Any]]) -> Serializer[Any]:
    """One serializer serves all requests: validation keeps no state in it, and to
    copy its fields for each request costs more than to check them."""
    return serializer_class()
