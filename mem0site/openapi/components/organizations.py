"""Organizations, projects, members, keys and sign-up."""

from __future__ import annotations

from mem0site.openapi.shapes import (
    Schema,
    anything,
    array,
    flag,
    free,
    integer,
    mapping,
    maybe,
    moment,
    one,
    ref,
    text,
    thing,
    uuid,
)
from orgs.models import Gate, Privacy, Role
from orgs.representations import ABSENT

SUMMARY: Schema = {
    "project_id": uuid(),
    "id": uuid("The same."),
    "org_id": uuid(),
    "name": text(),
    "description": maybe(text()),
    "is_default": flag(),
    "created_at": moment(),
    "updated_at": moment(),
}
PROJECT: Schema = {
    **SUMMARY,
    "members": array(ref("Member")),
    "custom_instructions": maybe(text()),
    "agent_custom_instructions": maybe(text()),
    "custom_categories": anything("Names, or objects of name and description."),
    "retrieval_criteria": anything("Objects of name, description and weight."),
    "inclusion_prompt": maybe(text()),
    "exclusion_prompt": maybe(text()),
    "enable_graph": flag(),
    "decay": flag(),
    "multilingual": flag(),
    "memory_depth": maybe(text()),
    "usecase": maybe(text()),
    "version": maybe(text()),
    "gate": one(*Gate.values, about="What becomes a memory."),
    "log_bodies": flag("Whether bodies are kept with the request log for a week."),
    "secrets_mode": one(*Privacy.values, about="What is done with secrets in texts."),
    "pii_mode": one(*Privacy.values, about="The same with personal data."),
    **{name: {"type": "null"} for name in ABSENT},
    "llm": maybe(ref("ModelChoice")),
    "embedder": maybe(ref("ModelChoice")),
    "embedding_model": maybe(text("Whose vectors the memories have.")),
    "embedding_dimensions": maybe(integer()),
    "next_embedding_model": maybe(
        text("Whose vectors they are about to have: they are being embedded anew.")
    ),
    "user_role": one(*Role.values),
}


def schemas() -> dict[str, Schema]:
    """The components by name."""
    return {
        "Member": thing(
            {
                "user_id": uuid(),
                "username": text(),
                "email": text(),
                "role": one(*Role.values),
            },
            "A person and a role.",
        ),
        "Members": thing({"members": array(ref("Member"))}),
        "Organization": thing(_organization(), "The key's organization."),
        "ModelChoice": thing(
            {
                "provider": text("A name of `GET /configure/providers`."),
                "config": free("Its options; a stored key reads `********`."),
            },
            "A model of the project's own.",
        ),
        "Project": thing(PROJECT, "The key's project with its settings."),
        "ProjectSummary": thing(
            {**PROJECT, **SUMMARY},
            "The key's own project in full; of others, that they exist.",
            optional=set(PROJECT) - set(SUMMARY),
        ),
        **_keys(),
    }


def _organization() -> Schema:
    return {
        "org_id": uuid(),
        "name": text(),
        "created_at": moment(),
        "updated_at": moment(),
        "members": array(ref("Member")),
        "is_default": flag(),
        "byok_enabled": flag(),
        "invitations": array(thing({"email": text(), "role": one(*Role.values)})),
        "owner_pricing_plan": text(),
        "is_owner": flag(),
        "user_role": one(*Role.values),
    }


def _keys() -> dict[str, Schema]:
    access = {"api_key": text(), "org_id": uuid(), "project_id": uuid()}
    claim = {"claimed": flag(), "claimed_at": maybe(moment())}
    agent = {
        **access,
        "default_user_id": text(),
        "mem0_notice": text(),
        "claim_command": text(),
    }
    key = {
        "id": uuid(),
        "label": text(),
        "key_prefix": text(),
        "created_at": moment(),
        "last_used_at": maybe(moment()),
        "expires_at": maybe(moment()),
    }
    return {
        "Access": thing(access, "A new key."),
        "Claim": thing(claim, "An agent's account that a person took over."),
        "AgentAccess": thing(agent, "A new account of an agent."),
        "ApiKey": thing(key, "A key; never its text."),
        "NewApiKey": thing({**key, "key": text()}, "A new key, shown this once."),
        "FlatEntity": thing(
            {
                "id": text("Your id of it."),
                "type": text(),
                "total_memories": integer(),
                "created_at": moment(),
                "updated_at": moment(),
            }
        ),
        "Configuration": thing(
            {
                "version": maybe(text()),
                "llm": free(),
                "embedder": free(),
                "custom_instructions": maybe(text()),
            }
        ),
        "Providers": mapping(array(text()), "Names by kind."),
    }
