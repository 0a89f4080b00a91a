"""Sign-up without a browser, as the command line client asks for it.

Nobody has a key yet, so these are limited by address. Errors carry `error` and
`code`, which that client prints.
"""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from mem0.exceptions import PermissionDeniedError, RateLimitError, ValidationError
from orgs import auth, counting, signup
from orgs.addresses import client_ip
from orgs.api.base import ProjectAPIView
from orgs.plans import Rate
from orgs.serializers import (
    AgentRequest,
    CallerRequest,
    PersonRequest,
    VerifyRequest,
)

CODES_OF_ADDRESS = Rate(20, 3600)
CODES_OF_EMAIL = Rate(5, 3600)
VERIFICATIONS = Rate(30, 3600)
AGENTS = Rate(5, 86_400)


class OpenAPIView(APIView):
    """A view for those who have no key."""

    authentication_classes = ()
    permission_classes = ()
    request: Request

    def limit(self, group: str, owner: str, rate: Rate, noun: str) -> None:
        """Count the request; raises `RateLimitError` when there were too many."""
        window = counting.Window(f"signup:{group}", owner, rate)
        for usage in counting.count(self.request, [window]):
            self.headers.update(usage.headers())
            if usage.over:
                raise counting.refusal(usage, noun)

    @property
    def address(self) -> str:
        """Where the request comes from."""
        return client_ip(self.request)

    def validated(self, serializer_class: type[Serializer[Any]]) -> dict[str, Any]:
        """The checked body."""
        asked: dict[str, Any] = serializer_class().run_validation(self.request.data)
        return asked


class EmailCodeView(OpenAPIView):
    """`POST /api/v1/auth/email_code/`"""

    def post(self, request: Request) -> Response:
        """Mail a code; the answer does not tell whether there is an account."""
        email = self.validated(PersonRequest)["email"]
        self.limit("codes", self.address, CODES_OF_ADDRESS, "codes")
        self.limit("codes-to", email, CODES_OF_EMAIL, "codes")
        signup.send_code(email)
        return Response({"message": "Verification code sent."})


class VerifyView(OpenAPIView):
    """`POST /api/v1/auth/email_code/verify/`"""

    def post(self, request: Request) -> Response:
        """A key, or, with an agent's key, the claim of its account."""
        asked = self.validated(VerifyRequest)
        self.limit("verifications", self.address, VERIFICATIONS, "verifications")
        agent_key = (asked.get("agent_mode_api_key") or "").strip()
        agent = self._agent(agent_key) if agent_key else None
        user = signup.verify(asked["email"], asked["code"])
        if agent is not None:
            claimed_at = signup.claim(agent.project, user)
            auth.forget(agent.project.pk)
            return Response({"claimed": True, "claimed_at": claimed_at})
        access = signup.sign_in(user)
        return Response(
            {
                "api_key": access.key,
                "org_id": str(access.project.organization_id),
                "project_id": str(access.project.pk),
            }
        )

    def _agent(self, key: str) -> auth.Credential:
        """Before the code is used up: a wrong key must not cost it."""
        try:
            return auth.credential(key)
        except AuthenticationFailed as exc:
            msg = "agent_mode_api_key is not a valid key."
            raise ValidationError(msg, error_code="invalid_agent_key") from exc


class AgentModeView(OpenAPIView):
    """`POST /api/v1/auth/agent_mode/`"""

    def post(self, request: Request) -> Response:
        """An account for an agent, to be claimed by a person later."""
        asked = self.validated(AgentRequest)
        self._limit_agents()
        access, account = signup.start_agent(
            source=asked.get("source") or "", caller=asked.get("agent_caller") or ""
        )
        return Response(
            {
                "api_key": access.key,
                "org_id": str(access.project.organization_id),
                "project_id": str(access.project.pk),
                "default_user_id": account.default_user_id,
                "mem0_notice": (
                    "This is an unclaimed agent account. To keep it, its owner runs: "
                    f"{signup.CLAIM_COMMAND}"
                ),
                "claim_command": signup.CLAIM_COMMAND,
            }
        )

    def _limit_agents(self) -> None:
        try:
            self.limit("agents", self.address, AGENTS, "agent accounts")
        except RateLimitError as exc:
            # The hosted service answers 403 with this sentence, and clients know it.
            msg = "You do not have permission to perform this action."
            raise PermissionDeniedError(msg, debug_info=exc.debug_info) from exc


class AgentCallerView(ProjectAPIView):
    """`PATCH /api/v1/auth/agent_mode/caller/`"""

    def patch(self, request: Request) -> Response:
        """Note which agent uses the key."""
        caller = self.validated(CallerRequest)["agent_caller"]
        if not signup.rename_caller(self.project.organization, caller):
            msg = "The key does not belong to an agent account."
            raise ValidationError(msg, error_code="not_agent_mode")
        return Response({"agent_caller": caller})
