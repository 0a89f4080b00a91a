"""How the options of a provider are read: typed, closed, with secrets kept secret.

Every configuration class derives from `Options`, so an unknown option is an error
that names the nearest known one, and a value is never repeated in a message.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn, Self

from pydantic import (
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    SecretStr,
    ValidationError,
    model_validator,
)

from mem0.exceptions import ConfigurationError


def closest(given: str, known: Iterable[str]) -> str:
    """` Did you mean "x"?`, or nothing when no known name is near."""
    found = difflib.get_close_matches(given, list(known), n=1)
    return f' Did you mean "{found[0]}"?' if found else ""


def option_names(config_class: type[BaseModel]) -> list[str]:
    """Every name an option may be given by, sorted."""
    names: set[str] = set()
    for name, field in config_class.model_fields.items():
        names.add(name)
        if isinstance(field.validation_alias, AliasChoices):
            names |= {str(choice) for choice in field.validation_alias.choices}
    return sorted(names)


def unfit(config_class: type[BaseModel], exc: ValidationError) -> ConfigurationError:
    """What is wrong with the options, without any of their values."""
    known = option_names(config_class)
    problems: list[str] = []
    for error in exc.errors(include_input=False, include_context=False):
        where = ".".join(str(step) for step in error["loc"])
        if error["type"] == "extra_forbidden":
            problems.append(f'unknown option "{where}".{closest(where, known)}')
        else:
            problems.append(f'option "{where}": {error["msg"]}.')
    listed = ", ".join(known)
    msg = f"{config_class.__name__}: {' '.join(problems)} Options: {listed}."
    return ConfigurationError(msg)


def base_url(*names: str) -> Any:
    """A `base_url` field that is also read under the names users know."""
    return Field(default=None, validation_alias=AliasChoices("base_url", *names))


class Options(BaseModel):
    """A closed set of options. What does not fit raises `ConfigurationError`."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        populate_by_name=True,
        protected_namespaces=(),
        arbitrary_types_allowed=True,
    )

    @model_validator(mode="wrap")
    @classmethod
    def _named_errors(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            return handler(data)
        except ValidationError as exc:
            raise unfit(cls, exc) from None

    @classmethod
    def read(cls, given: Options | Mapping[str, Any] | None, **more: Any) -> Self:
        """These options, `more` on top. The caller's mapping is not changed."""
        if isinstance(given, cls) and not more:
            return given
        if isinstance(given, Options):
            given = given.model_dump(exclude_unset=True)
        return cls.model_validate({**(given or {}), **more})


def optional_secret(given: SecretStr | None, variables: tuple[str, ...]) -> str | None:
    """The key: the option, else the environment."""
    found = given.get_secret_value() if given is not None else None
    return found or from_environment(variables)


def missing_key(provider: str, variables: tuple[str, ...]) -> NoReturn:
    """Raises the error that says how to give the key."""
    hint = f"set {' or '.join(variables)} or " if variables else ""
    msg = f"{provider} needs an API key: {hint}give the option api_key."
    raise ConfigurationError(msg)


def from_environment(variables: tuple[str, ...]) -> str | None:
    """The first of these variables that is set and not empty."""
    return next((os.environ[name] for name in variables if os.environ.get(name)), None)
