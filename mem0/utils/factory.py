"""From a provider's name and options to the object that speaks to it.

One class, four instances. Modules are imported on use, so a provider's package is
needed only by those who chose the provider; a missing one is an error that says
what to install.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from mem0.configs import base as configs
from mem0.embeddings.base import Embedder
from mem0.exceptions import ConfigurationError, DependencyError
from mem0.graphs.base import GraphStore
from mem0.llms.base import LLM
from mem0.providers.options import unfit

T = TypeVar("T")
Given = BaseModel | Mapping[str, Any] | None


class Factory(Generic[T]):
    """Makes the providers of one kind."""

    def __init__(self, kind: str, providers: dict[str, str]) -> None:
        self.kind = kind
        self._providers = providers
        self._config_classes: dict[str, type[Any] | str | None] = {}

    def create(self, provider_name: str, config: Given = None, **kwargs: Any) -> T:
        """The provider with these options; `kwargs` go on top of `config`.

        Raises `ConfigurationError` for a name or option that does not exist and
        `DependencyError` for a package that is not installed.
        """
        adapter = self.find(provider_name)
        config_class = self._config_class(provider_name, adapter)
        made: T
        if config_class is None:
            made = adapter(config, **kwargs)
        else:
            made = adapter(_options(config_class, config, kwargs))
        return made

    def register_provider(
        self,
        name: str,
        class_path: str,
        config_class: type[Any] | str | None = None,
    ) -> None:
        """Add a provider by the dotted path of its class, or replace one.

        `config_class` (or its dotted path) is made from the options and given to
        the class. Without one, the class says its own in `config_class`, or gets
        the options as they are.
        """
        if "." not in class_path:
            msg = f'"{class_path}" is not the dotted path of a class.'
            raise ConfigurationError(msg)
        self._providers[name] = class_path
        self._config_classes[name] = config_class

    def get_supported_providers(self) -> list[str]:
        """The names that `create` knows."""
        return list(self._providers)

    def option_class(self, provider_name: str) -> Any:
        """The class that checks the options of a provider; None where it has none."""
        return self._config_class(provider_name, self.find(provider_name))

    def check(self, provider_name: str, config: Given = None) -> None:
        """Raises what `create` would for the name and the options; makes nothing."""
        option_class = self.option_class(provider_name)
        if option_class is not None:
            _options(option_class, config, {})

    def find(self, provider_name: str) -> Any:
        """The class of a provider, imported now."""
        configs.known(provider_name, self._providers, self.kind)
        return self._import(provider_name, self._providers[provider_name])

    def _config_class(self, name: str, adapter: Any) -> Any:
        said = self._config_classes.get(name) or getattr(adapter, "config_class", None)
        if isinstance(said, str):
            return self._import(name, said)
        if said is None and name not in self._config_classes:
            stem = adapter.__name__.removesuffix("Store").removesuffix("Graph")
            return getattr(sys.modules[adapter.__module__], f"{stem}Config", None)
        return said

    def _import(self, name: str, path: str) -> Any:
        module_name, _, class_name = path.rpartition(".")
        try:
            module = import_module(module_name)
        except ModuleNotFoundError as exc:
            raise self._missing(name, module_name, exc) from exc
        if not hasattr(module, class_name):
            msg = f'{module_name} has no {class_name} for the {self.kind} "{name}".'
            raise ConfigurationError(msg)
        return getattr(module, class_name)

    def _missing(
        self, name: str, module_name: str, exc: ModuleNotFoundError
    ) -> ConfigurationError:
        if exc.name and f"{module_name}.".startswith(f"{exc.name}."):
            return ConfigurationError(
                f'The {self.kind} "{name}": no module {exc.name}.'
            )
        return DependencyError(
            f"The {name} {self.kind} needs the '{exc.name}' package: "
            f"pip install 'mem0site[{name}]'"
        )


class EmbedderMaker(Factory[Embedder]):
    """Embedders also hear which vector store they feed."""

    def create(
        self,
        provider_name: str,
        config: Given = None,
        vector_config: Given = None,
        **kwargs: Any,
    ) -> Embedder:
        """The embedder; where only the store says how long vectors are, as it says.

        Raises `ConfigurationError` when the two cannot work together.
        """
        length = _fields(vector_config).get("embedding_model_dims")
        if length and not _fields(config).get("embedding_dims"):
            config_class = getattr(self.find(provider_name), "config_class", None)
            if "embedding_dims" in getattr(config_class, "model_fields", {}):
                kwargs.setdefault("embedding_dims", length)
        embedder = super().create(provider_name, config, **kwargs)
        if length and embedder.dimensions != length:
            msg = (
                f"The vector store holds vectors of {length} dimensions, the"
                f" {provider_name} embedder makes {embedder.dimensions}."
            )
            hint = "Set embedding_model_dims of the store to those of the embedder."
            raise ConfigurationError(msg, suggestion=hint)
        return embedder


class VectorStoreMaker(Factory[Any]):
    """Vector stores can also be emptied."""

    def reset(self, instance: Any) -> Any:
        """Empty the store; returns it."""
        instance.reset()
        return instance


def _fields(given: Given) -> Mapping[str, Any]:
    if isinstance(given, BaseModel):
        return given.model_dump(exclude_unset=True)
    return given or {}


def _options(config_class: Any, given: Given, more: Mapping[str, Any]) -> Any:
    if isinstance(given, config_class) and not more:
        return given
    try:
        return config_class(**{**_fields(given), **more})
    except ValidationError as exc:
        raise unfit(config_class, exc) from None


LlmFactory: Factory[LLM] = Factory("LLM", configs.LLMS)
EmbedderFactory = EmbedderMaker("embedder", configs.EMBEDDERS)
VectorStoreFactory = VectorStoreMaker("vector store", configs.VECTOR_STORES)
GraphStoreFactory: Factory[GraphStore] = Factory("graph store", configs.GRAPH_STORES)
