"""The embedder that needs nothing: token vectors from the `wordllama` wheel, averaged.

It is read straight from the wheel's files, without a download, memory-mapped so that
processes share it. Static vectors confuse "said by Ana" with "about the same thing":
a name of two tokens outweighs a short message. So a leading "Ana: " is not embedded
and names in a query count less; the lexical arm finds names exactly.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import pathlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from mem0.embeddings.base import MIN_NORM, Embedder
from mem0.exceptions import ConfigurationError, DependencyError
from mem0.providers.options import Options

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

Floats = NDArray[np.float32]

_TOKENIZER = "tokenizers/l2_supercat_tokenizer_config.json"
_WEIGHTS = "weights/l2_supercat_256.safetensors"
_MAX_CHARACTERS = 20_000

_PREFIX = re.compile(r"\s*[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){0,2}:\s+(?=\S)")
_INNER_WORD = re.compile(r"(?<=\s)[^\W\d_]{2,}")
_GERMAN = frozenset(
    {"das", "dem", "den", "der", "die", "ein", "eine", "ich", "ist", "und", "wann"}
    | {"wer", "wie", "wir", "wo"}
)


@dataclass(frozen=True, slots=True)
class _Model:
    tokenizer: Tokenizer
    weights: NDArray[np.float16]


@functools.cache
def _model() -> _Model:
    spec = importlib.util.find_spec("wordllama")
    if spec is None or spec.origin is None:
        msg = "The local embedder needs the package 'wordllama'."
        raise DependencyError(msg)
    from tokenizers import Tokenizer  # noqa: PLC0415 - slow to import, on first use

    root = pathlib.Path(spec.origin).parent
    tokenizer = Tokenizer.from_file(str(root / _TOKENIZER))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    # It would keep 10,000 texts for good, 15 MB of what people said: they are whole
    # words to this model's tokenizer, and hardly one comes twice.
    tokenizer.model._resize_cache(0)  # noqa: SLF001 - no other way
    return _Model(tokenizer, _mapped(root / _WEIGHTS))


def _mapped(path: pathlib.Path) -> NDArray[np.float16]:
    """The only tensor of a safetensors file: header length, JSON header, raw data."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header: dict[str, Any] = json.loads(file.read(length))
    (tensor,) = (v for name, v in header.items() if name != "__metadata__")
    if tensor["dtype"] != "F16":
        msg = f"{path.name} holds {tensor['dtype']}, F16 was expected."
        raise ConfigurationError(msg)
    offset = 8 + length + tensor["data_offsets"][0]
    shape = tuple(tensor["shape"])
    return np.memmap(path, np.float16, "r", offset=offset, shape=shape)


class LocalEmbedderConfig(Options):
    """Options of `local`."""

    model: Literal["wordllama"] = "wordllama"
    embedding_dims: Literal[64, 128, 256] = 256
    name_weight: float = Field(default=0.25, ge=0, le=1)
    """How much a name inside a query counts."""


class LocalEmbedder(Embedder):
    """Unit vectors of 64, 128 or 256 floats, about 0.1 ms a text.

    Raises `ConfigurationError` for other options and `DependencyError`, on first use,
    without the `wordllama` package. A text without tokens gets a direction of its own.
    """

    config_class = LocalEmbedderConfig

    def __init__(
        self,
        config: LocalEmbedderConfig | Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        self.config = LocalEmbedderConfig.read(config, **options)
        self.dimensions = self.config.embedding_dims
        self.name = f"local/{self.config.model}-{self.dimensions}"
        self._name_weight = self.config.name_weight

    def embed_many(
        self, texts: Sequence[str], *, query: bool = False
    ) -> list[list[float]]:
        """Weighted means of token vectors; only the start of a very long text counts."""
        model = _model()
        cut = [_encodable(text[:_MAX_CHARACTERS]) for text in texts]
        ready = cut if query else [_PREFIX.sub("", text, count=1) for text in cut]
        encoded = model.tokenizer.encode_batch(ready, add_special_tokens=False)
        vectors: list[list[float]] = []
        for text, tokens in zip(ready, encoded, strict=True):
            rows = model.weights[tokens.ids, : self.dimensions].astype(np.float32)
            if query and len(rows):
                rows *= self._weights(text, tokens)
            vectors.append(self._unit(rows).tolist())
        return vectors

    def _weights(self, text: str, tokens: Encoding) -> Floats:
        """One weight a token, as a column: less for capitalised words in mid-sentence."""
        names = _name_spans(text)
        inside = [
            any(start < stop and first < end for start, end in names)
            for first, stop in tokens.offsets
        ]
        column: Floats = np.where(inside, self._name_weight, 1.0).astype(np.float32)
        return column[:, None]

    def _unit(self, rows: Floats) -> Floats:
        total: Floats = rows.sum(axis=0)
        norm = float(np.linalg.norm(total))
        if norm >= MIN_NORM:
            return total / np.float32(norm)
        alternating = np.resize(np.array([1, -1], np.float32), self.dimensions)
        unit: Floats = alternating / np.float32(self.dimensions**0.5)
        return unit


def _encodable(text: str) -> str:
    """The text with its unpaired surrogates replaced, which have no UTF-8."""
    return text.encode("utf-8", "replace").decode()


def _name_spans(text: str) -> list[tuple[int, int]]:
    """Where capitalised words stand in mid-sentence, as half-open character ranges.

    There are none in German, where every noun is written large.
    """
    if not _GERMAN.isdisjoint(text.casefold().split()):
        return []
    return [m.span() for m in _INNER_WORD.finditer(text) if m[0].istitle()]
