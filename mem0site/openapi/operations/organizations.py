"""Organizations, projects, their members, and sign-up without a browser."""

from __future__ import annotations

from typing import Any

from mem0site.openapi import samples
from mem0site.openapi.components.organizations import PROJECT as SHAPE
from mem0site.openapi.operation import Answer, Operation, Table, query, said
from mem0site.openapi.shapes import array, ref, text, thing, uuid
from orgs.representations import ABSENT
from orgs.serializers import (
    AgentRequest,
    CallerRequest,
    MemberRequest,
    NameRequest,
    PersonRequest,
    ProjectUpdate,
    VerifyRequest,
)

ORGS, SIGNUP = "Organizations and projects", "Sign-up"
ORGANIZATIONS = "/api/v1/orgs/organizations/"
ORGANIZATION = f"{ORGANIZATIONS}{{org_id}}/"
PROJECTS = f"{ORGANIZATION}projects/"
PROJECT = f"{PROJECTS}{{project_id}}/"
AUTH = "/api/v1/auth/"
PERSON = {"email": "bob@example.com"}
MEMBER = {**PERSON, "role": "READER"}
PEOPLE = [{"user_id": samples.OTHER_ID, "username": "Bob", **MEMBER}]
ORGANIZATION_EXAMPLE = {
    "org_id": samples.ORG_ID, "name": "Acme", "created_at": samples.AT,
    "updated_at": samples.AT, "members": PEOPLE, "is_default": True,
    "byok_enabled": False, "invitations": [], "owner_pricing_plan": "free",
    "is_owner": True, "user_role": "OWNER",
}  # fmt: skip
PROJECT_EXAMPLE: dict[str, Any] = {
    **dict.fromkeys(SHAPE),
    "project_id": samples.PROJECT_ID, "id": samples.PROJECT_ID,
    "org_id": samples.ORG_ID, "name": "Default", "description": "",
    "is_default": True, "created_at": samples.AT, "updated_at": samples.AT,
    "members": PEOPLE, "enable_graph": False, "decay": False, "multilingual": True,
    "gate": "normal",
    "log_bodies": False, "secrets_mode": "off", "pii_mode": "off", "user_role": "OWNER", **ABSENT,
}  # fmt: skip
ADDRESS = query(
    "email", text(format="email"), "Who; may stand in the body instead.", required=False
)
REFUSED = (403,)


def _created(key: str, noun: str, value: str) -> Answer:
    message = f"{noun} created successfully."
    schema = thing({"message": text(), key: uuid()})
    return Answer(schema, {"Created": {"message": message, key: value}}, "Created.")


def _members(path: str, noun: str, status: int, words: tuple[str, str, str]) -> Table:
    added, changed, removed = words
    example = {"A reader": MEMBER}
    return {
        ("GET", path): Operation(
            f"list{noun}Members", ORGS, f"List members of the {noun.lower()}",
            {200: Answer(ref("Members"), {"Members": {"members": PEOPLE}})},
        ),
        ("POST", path): Operation(
            f"add{noun}Member", ORGS, f"Add a member to the {noun.lower()}",
            {status: said(added)}, MemberRequest, examples=example, errors=REFUSED,
        ),
        ("PUT", path): Operation(
            f"change{noun}Member", ORGS, "Give a member another role",
            {200: said(changed)}, MemberRequest, examples=example, errors=REFUSED,
        ),
        ("DELETE", path): Operation(
            f"remove{noun}Member", ORGS, f"Remove a member of the {noun.lower()}",
            {200: said(removed)}, PersonRequest, body_optional=True,
            examples={"A person": PERSON}, parameters=(ADDRESS,), errors=REFUSED,
        ),
    }  # fmt: skip


NEW_SPACE = "Follows the embedding anew, where another embedder was chosen."

OPERATIONS: Table = {
    ("GET", ORGANIZATIONS): Operation(
        "listOrganizations", ORGS, "List organizations",
        {200: Answer(array(ref("Organization")), {"One": [ORGANIZATION_EXAMPLE]})},
    ),
    ("POST", ORGANIZATIONS): Operation(
        "createOrganization", ORGS, "Create an organization",
        {201: _created("org_id", "Organization", samples.ORG_ID)},
        NameRequest, examples={"A name": {"name": "Acme"}}, errors=REFUSED,
    ),
    ("GET", ORGANIZATION): Operation(
        "getOrganization", ORGS, "Read an organization",
        {200: Answer(ref("Organization"), {"One": ORGANIZATION_EXAMPLE})},
    ),
    ("DELETE", ORGANIZATION): Operation(
        "deleteOrganization", ORGS, "Delete an organization",
        {200: said("Organization deleted successfully!")}, errors=REFUSED,
    ),
    **_members(f"{ORGANIZATION}members/", "Organization", 201, (
        "User added to the organization.", "User role updated successfully",
        "User removed from organization.")),
    ("GET", PROJECTS): Operation(
        "listProjects", ORGS, "List projects",
        {200: Answer(array(ref("ProjectSummary")), {"One": [PROJECT_EXAMPLE]})},
    ),
    ("POST", PROJECTS): Operation(
        "createProject", ORGS, "Create a project",
        {201: _created("project_id", "Project", samples.PROJECT_ID)},
        NameRequest, examples={"A name": {"name": "Support"}}, errors=REFUSED,
    ),
    ("GET", PROJECT): Operation(
        "getProject", ORGS, "Read a project",
        {200: Answer(ref("Project"), {"One": PROJECT_EXAMPLE})},
    ),
    ("PATCH", PROJECT): Operation(
        "updateProject", ORGS, "Change a project's settings",
        {200: Answer(thing({"message": text(), "event_id": uuid(NEW_SPACE)},
                           optional=("event_id",)),
                     {"Changed": {"message": "Project updated successfully"}})},
        ProjectUpdate, errors=(*REFUSED, 409),
        examples={"Instructions": {"custom_instructions": "Only preferences."},
                  "Categories": {"custom_categories": [{"pets": "Animals at home"}]}},
    ),
    ("DELETE", PROJECT): Operation(
        "deleteProject", ORGS, "Delete a project",
        {200: said("Project and related data deleted successfully.")}, errors=REFUSED,
    ),
    **_members(f"{PROJECT}members/", "Project", 200, (
        "User added to the project successfully.", "User role updated successfully.",
        "Member removed from the project")),
    ("POST", f"{AUTH}email_code/"): Operation(
        "sendEmailCode", SIGNUP, "Mail a code", {200: said("Verification code sent.")},
        PersonRequest, examples={"A person": PERSON}, public=True,
        errors=(400, 413, 415, 429, 503),
    ),
    ("POST", f"{AUTH}email_code/verify/"): Operation(
        "verifyEmailCode", SIGNUP, "Turn a code into a key",
        {200: Answer(
            {"anyOf": [ref("Access"), ref("Claim")]},
            {"A key": {"api_key": "m0-…", "org_id": samples.ORG_ID,
                       "project_id": samples.PROJECT_ID},
             "A claim": {"claimed": True, "claimed_at": samples.AT}},
        )},
        VerifyRequest, examples={"A code": {**PERSON, "code": "123456"}}, public=True,
        errors=(400, 401, 403, 409, 413, 415, 429, 503),
    ),
    ("POST", f"{AUTH}agent_mode/"): Operation(
        "startAgent", SIGNUP, "Make an account for an agent",
        {200: Answer(ref("AgentAccess"), {"An account": {
            "api_key": "m0-…", "org_id": samples.ORG_ID,
            "project_id": samples.PROJECT_ID, "default_user_id": "agent-7f3a",
            "mem0_notice": "This is an unclaimed agent account.",
            "claim_command": "mem0 login"}})},
        AgentRequest, examples={"An agent": {"source": "cli", "agent_caller": "shell"}},
        body_optional=True, public=True, errors=(400, 403, 413, 415, 429, 503),
    ),
    ("PATCH", f"{AUTH}agent_mode/caller/"): Operation(
        "noteAgentCaller", SIGNUP, "Note which agent uses the key",
        {200: Answer(thing({"agent_caller": text()}),
                     {"Noted": {"agent_caller": "shell"}})},
        CallerRequest, examples={"An agent": {"agent_caller": "shell"}},
    ),
}  # fmt: skip
