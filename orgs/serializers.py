"""Bodies of requests about organizations, projects and members."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from mem0.exceptions import ValidationError
from mem0.memory.filter_values import kind
from orgs import limits
from orgs.fields import RequestField
from orgs.models import Gate, Privacy, Role

MAX_CATEGORIES = 100
MAX_CRITERIA = 20
HEAVIEST = 100
VERSIONS = ("v1", "v1.0", "v1.1", "v2", "v3")


class Text(RequestField[str | None]):
    """Instructions: a text, or a list of lines; null and '' clear them."""

    def to_internal_value(self, data: Any) -> str | None:
        """Raises `mem0.exceptions.ValidationError`."""
        name = str(self.field_name)
        if isinstance(data, list):
            data = "\n".join(
                limits.check_text(line, name, limits.current().instructions, blank=True)
                for line in data
            )
        text = limits.check_text(data, name, limits.current().instructions, blank=True)
        return text if text.strip() else None


class Categories(RequestField[Any]):
    """`[{name: description}, …]` or names; `[]` goes back to the default catalog."""

    def to_internal_value(self, data: Any) -> list[dict[str, str] | str]:
        """Raises `mem0.exceptions.ValidationError`."""
        name = str(self.field_name)
        if isinstance(data, dict):
            data = [{key: text} for key, text in data.items()]
        if not isinstance(data, list):
            msg = (
                f'{name}: Expected a list of items but got type "{type(data).__name__}"'
            )
            raise ValidationError(msg)
        if len(data) > MAX_CATEGORIES:
            msg = f"{name} has {len(data)} items, at most {MAX_CATEGORIES} are allowed."
            raise ValidationError(msg)
        return [self._category(item, name) for item in data]

    def _category(self, item: Any, name: str) -> dict[str, str] | str:
        if isinstance(item, str):
            return limits.check_entity_id(item, name)
        if not isinstance(item, dict) or not item:
            msg = f"{name} holds names or {{name: description}}, not {kind(item)}."
            raise ValidationError(msg)
        most = limits.current().query
        return {
            limits.check_entity_id(key, name): limits.check_text(
                "" if text is None else text, name, most, blank=True
            )
            for key, text in item.items()
        }


class Criteria(RequestField[Any]):
    """`[{name, description, weight}, …]`: what a project looks for in memories."""

    def to_internal_value(self, data: Any) -> list[dict[str, Any]]:
        """Raises `mem0.exceptions.ValidationError`."""
        name = str(self.field_name)
        if not isinstance(data, list) or len(data) > MAX_CRITERIA:
            msg = f"{name} must be a list of at most {MAX_CRITERIA} objects."
            raise ValidationError(msg)
        return [self._criterion(item, f"{name}[{n}]") for n, item in enumerate(data)]

    def _criterion(self, item: Any, name: str) -> dict[str, Any]:
        given = limits.check_metadata(item, name)
        most = limits.current().query
        weight = given.get("weight", 1)
        if isinstance(weight, bool) or not isinstance(weight, int | float):
            msg = f"{name}.weight must be a number, not {kind(weight)}."
            raise ValidationError(msg)
        if abs(weight) > HEAVIEST:
            msg = f"{name}.weight must be between {-HEAVIEST} and {HEAVIEST}."
            raise ValidationError(msg)
        description = given.get("description") or ""
        return {
            "name": limits.check_text(given.get("name"), f"{name}.name", most),
            "description": limits.check_text(
                description, f"{name}.description", most, blank=True
            ),
            "weight": weight,
        }


class Model(RequestField[Any]):
    """`{provider, config}` of a model; null goes back to the deployment's.

    What a project may choose is checked by who makes the models.
    """

    def to_internal_value(self, data: Any) -> Any:
        """Raises `mem0.exceptions.ValidationError`."""
        if not isinstance(data, dict):
            msg = f"{self.field_name} is an object with provider and config."
            raise ValidationError(msg)
        return data


class NameRequest(serializers.Serializer[Any]):
    """A new organization or project."""

    name = serializers.CharField(max_length=200)
    description = serializers.CharField(
        max_length=10_000, required=False, allow_blank=True, allow_null=True
    )


class ProjectUpdate(serializers.Serializer[Any]):
    """A change of settings: what is not given stays as it is."""

    name = serializers.CharField(max_length=200, required=False)
    description = serializers.CharField(
        max_length=10_000, required=False, allow_blank=True
    )
    custom_instructions = Text(required=False, allow_null=True)
    agent_custom_instructions = Text(required=False, allow_null=True)
    inclusion_prompt = Text(required=False, allow_null=True)
    exclusion_prompt = Text(required=False, allow_null=True)
    usecase = Text(required=False, allow_null=True)
    usecase_setting = Text(required=False, allow_null=True)
    memory_depth = serializers.CharField(
        max_length=40, required=False, allow_null=True, allow_blank=True
    )
    custom_categories = Categories(required=False, allow_null=True)
    retrieval_criteria = Criteria(required=False, allow_null=True)
    enable_graph = serializers.BooleanField(required=False)
    decay = serializers.BooleanField(required=False)
    multilingual = serializers.BooleanField(required=False)
    version = serializers.ChoiceField(choices=VERSIONS, required=False)
    llm = Model(required=False, allow_null=True)
    embedder = Model(required=False, allow_null=True)
    gate = serializers.ChoiceField(choices=Gate.values, required=False)
    log_bodies = serializers.BooleanField(required=False)
    secrets_mode = serializers.ChoiceField(choices=Privacy.values, required=False)
    pii_mode = serializers.ChoiceField(choices=Privacy.values, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """`usecase_setting` is what the hosted service calls `usecase` in a PATCH."""
        if "usecase_setting" in attrs:
            attrs["usecase"] = attrs.pop("usecase_setting")
        return attrs


class Email(serializers.EmailField):
    """An address, as accounts are kept: without capitals."""

    def to_internal_value(self, data: Any) -> str:
        return str(super().to_internal_value(data)).lower()


class PersonRequest(serializers.Serializer[Any]):
    """Somebody, by address."""

    email = Email(max_length=254)


class MemberRequest(PersonRequest):
    """Somebody and a role."""

    role = serializers.ChoiceField(choices=Role.values)

    def validate_role(self, value: str) -> Role:
        """As our word."""
        return Role(value)


class VerifyRequest(PersonRequest):
    """The code that was mailed, and the key of the agent account it claims."""

    code = serializers.CharField(max_length=20)
    agent_mode_api_key = serializers.CharField(
        max_length=200, required=False, allow_null=True, allow_blank=True
    )


class AgentRequest(serializers.Serializer[Any]):
    """An agent that signs up; both are for the record only."""

    source = serializers.CharField(  # type: ignore[assignment]  # taken by the metaclass
        max_length=100, required=False, allow_null=True, allow_blank=True
    )
    agent_caller = serializers.CharField(
        max_length=100, required=False, allow_null=True, allow_blank=True
    )


class CallerRequest(serializers.Serializer[Any]):
    """The agent that uses a key."""

    agent_caller = serializers.CharField(max_length=100)
