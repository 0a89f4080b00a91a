"""The filter tree as SQL, for the stores that are databases.

Exact comparisons ask the `tags` column (see `mem0.vector_stores.tags`), which a
database can index; times ask the `times` column. Paths and values only ever travel
as parameters: the text of a condition is constant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from mem0.memory.filter_match import fold as fold_text
from mem0.vector_stores.payloads import CATEGORIES
from mem0.vector_stores.pushdown import TIMES, Leaf, Tree, fold
from mem0.vector_stores.tags import wanted

Sql = tuple[str, list[Any]]
SIGNS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}

_VALUE = "(payload #> %s::text[])"
_TYPED = "CASE jsonb_typeof({value}) WHEN {kind} THEN {test} ELSE false END"
_CATEGORY = """EXISTS (
  SELECT 1 FROM jsonb_array_elements_text(CASE jsonb_typeof(payload -> 'categories')
    WHEN 'array' THEN payload -> 'categories' ELSE '[]' END) AS category
  WHERE strpos(lower(category), %s) > 0)"""


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
        if leaf.path == CATEGORIES:
            return _CATEGORY, [fold_text(leaf.value)]
        kind, test, value = _test(leaf)
        path = list(leaf.path)
        return _TYPED.format(value=_VALUE, kind=kind, test=test), [path, path, value]


def _test(leaf: Leaf) -> tuple[str, str, Any]:
    """(JSON type, condition on a value of it, its parameter)."""
    text = f"({_VALUE} #>> '{{}}')"
    if leaf.operator in SIGNS:
        sign = SIGNS[leaf.operator]
        if isinstance(leaf.value, str):
            return "'string'", f'{text} COLLATE "C" {sign} %s', leaf.value
        return "'number'", f"{text}::numeric {sign} %s::numeric", leaf.value
    if leaf.operator == "icontains":
        return "'string'", f"strpos(lower({text}), %s) > 0", fold_text(leaf.value)
    return "'string'", f"strpos({text}, %s) > 0", leaf.value


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
