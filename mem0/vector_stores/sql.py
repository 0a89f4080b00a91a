"""The filter tree as SQL, for the stores that are databases.

Exact comparisons ask the `tags` column (see `mem0.vector_stores.tags`), which a
database can index; times ask the `times` column. Paths and values only ever travel
as parameters: the text of a condition is constant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from mem0.vector_stores.pushdown import TIMES, Leaf, Tree, fold
from mem0.vector_stores.tags import wanted

Sql = tuple[str, list[Any]]
SIGNS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}

_ELEMENTS = """EXISTS (
  SELECT 1 FROM jsonb_array_elements(CASE jsonb_typeof(payload #> %s::text[])
    WHEN 'array' THEN payload #> %s::text[]
    ELSE jsonb_build_array(payload #> %s::text[]) END) AS e
  WHERE CASE WHEN jsonb_typeof(e) = {kind} THEN {test} ELSE false END)"""
_TEXT = "(e #>> '{}')"


class PostgresFilter:
    """Conditions over the columns `tags text[]`, `times jsonb`, `payload jsonb`."""

    def compile(self, tree: Tree) -> Sql:
        """The text of a WHERE clause and its parameters."""
        return fold(tree, leaf=self._leaf, every=_joined("AND"), some=_joined("OR"))

    def _leaf(self, leaf: Leaf) -> Sql:
        text, values = self.condition(leaf)
        return (
            (f"NOT coalesce({text}, false)", values) if leaf.negated else (text, values)
        )

    def condition(self, leaf: Leaf) -> Sql:
        """One leaf, its negation aside."""
        if leaf.operator in ("in", "exists"):
            return "tags && %s::text[]", [wanted(leaf)]
        if leaf.path[0] in TIMES:
            return f"(times ->> %s)::float8 {SIGNS[leaf.operator]} %s", [
                *leaf.path,
                leaf.value,
            ]
        kind, test, value = _element_test(leaf)
        path = list(leaf.path)
        return _ELEMENTS.format(kind=kind, test=test), [path, path, path, value]


def _element_test(leaf: Leaf) -> tuple[str, str, Any]:
    if leaf.operator in SIGNS:
        sign = SIGNS[leaf.operator]
        if isinstance(leaf.value, str):
            return "'string'", f'{_TEXT} COLLATE "C" {sign} %s', leaf.value
        return "'number'", f"{_TEXT}::numeric {sign} %s::numeric", leaf.value
    if leaf.operator == "icontains" or leaf.path == ("categories",):
        return "'string'", f"strpos(lower({_TEXT}), %s) > 0", leaf.value.lower()
    return "'string'", f"strpos({_TEXT}, %s) > 0", leaf.value


class MysqlFilter:
    """The same for MySQL 8.0.17+ and MariaDB 10.9+: exact comparisons and times only."""

    def compile(self, tree: Tree) -> Sql:
        """The text of a WHERE clause and its parameters."""
        return fold(tree, leaf=self._leaf, every=_joined("AND"), some=_joined("OR"))

    def _leaf(self, leaf: Leaf) -> Sql:
        if leaf.operator in ("in", "exists"):
            tags = "[" + ", ".join(f'"{tag}"' for tag in wanted(leaf)) + "]"
            word = "NOT " if leaf.negated else ""
            return f"{word}JSON_OVERLAPS(tags, %s)", [tags]
        column = "$." + leaf.path[0]  # one of TIMES
        sign = SIGNS[leaf.operator]
        return f"CAST(JSON_VALUE(times, %s) AS DOUBLE) {sign} %s", [column, leaf.value]


def _joined(word: str) -> Callable[[Iterable[Sql]], Sql]:
    def join(parts: Iterable[Sql]) -> Sql:
        pieces = list(parts)
        text = f" {word} ".join(text for text, _ in pieces)
        return f"({text})", [value for _, values in pieces for value in values]

    return join
