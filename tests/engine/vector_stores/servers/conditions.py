"""Filters as providers write them, read into predicates over a document.

Each function takes the provider's own syntax and raises on what that syntax does
not have, so an adapter that writes nonsense fails its test.
"""

from __future__ import annotations

import operator
import re

COMPARE = {"gt": operator.gt, "gte": operator.ge, "lt": operator.lt, "lte": operator.le}
SYMBOLS = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}
ODATA = {"gt": operator.gt, "ge": operator.ge, "lt": operator.lt, "le": operator.le}


def values(document, field):
    found = document.get(field)
    return found if isinstance(found, list) else [] if found is None else [found]


def always(document):
    return True


def every(parts):
    return lambda document: all(part(document) for part in parts)


def some(parts):
    return lambda document: any(part(document) for part in parts)


def negate(part):
    return lambda document: not part(document)


def among(field, wanted):
    return lambda document: any(value in wanted for value in values(document, field))


def compares(field, test, bound):
    return lambda document: any(test(value, bound) for value in values(document, field))


def mongo(query):
    """`{"$and": […], "field": {"$in": […], "$gte": 1}}`, the dialect of many."""
    parts = []
    for name, asked in (query or {}).items():
        if name in ("$and", "$or", "$nor"):
            inner = [mongo(part) for part in asked]
            joined = every(inner) if name == "$and" else some(inner)
            parts.append(negate(joined) if name == "$nor" else joined)
        elif not isinstance(asked, dict):
            parts.append(among(name, [asked]))
        else:
            parts += [_mongo_operator(name, *pair) for pair in asked.items()]
    return every(parts)


def _mongo_operator(field, name, value):
    verb = name.removeprefix("$")
    if verb in ("eq", "in"):
        return among(field, value if verb == "in" else [value])
    if verb in ("ne", "nin"):
        return negate(among(field, value if verb == "nin" else [value]))
    return compares(field, COMPARE[verb], value)


def elastic(query):
    """The query DSL's `bool`, `terms`, `term`, `range`, `match_all`."""
    if query is None:
        return always
    [(name, body)] = query.items()
    if name == "match_all":
        return always
    if name == "bool":
        must = [
            elastic(part) for part in _listed(body, "must") + _listed(body, "filter")
        ]
        without = [negate(elastic(part)) for part in _listed(body, "must_not")]
        should = [elastic(part) for part in _listed(body, "should")]
        return every(must + without + ([some(should)] if should else []))
    [(field, asked)] = body.items()
    if name in ("terms", "term"):
        return among(field, asked if name == "terms" else [asked])
    assert name == "range", name
    return every(
        [compares(field, COMPARE[verb], value) for verb, value in asked.items()]
    )


def _listed(body, name):
    found = body.get(name, [])
    return found if isinstance(found, list) else [found]


class Words:
    """A recursive descent over `or`, `and`, `not`, parentheses; a dialect reads the rest."""

    def __init__(self, text, pattern):
        self.tokens = re.findall(pattern, text)
        assert "".join(self.tokens).replace(" ", "") == text.replace(" ", ""), text

    def read(self, atom):
        self.atom = atom
        found = self._any()
        assert not self.tokens, self.tokens
        return found

    def peek(self):
        return self.tokens[0].lower() if self.tokens else ""

    def take(self, *expected):
        token = self.tokens.pop(0)
        assert not expected or token.lower() in expected, (token, expected)
        return token

    def _any(self):
        parts = [self._all()]
        while self.peek() == "or":
            self.take()
            parts.append(self._all())
        return some(parts) if len(parts) > 1 else parts[0]

    def _all(self):
        parts = [self._one()]
        while self.peek() == "and":
            self.take()
            parts.append(self._one())
        return every(parts) if len(parts) > 1 else parts[0]

    def _one(self):
        if self.peek() == "not":
            self.take()
            return negate(self._one())
        if self.peek() == "(":
            self.take()
            found = self._any()
            self.take(")")
            return found
        return self.atom(self)
