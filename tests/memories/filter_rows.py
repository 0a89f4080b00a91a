"""Rows and filters for comparing SQL with the plain meaning of the language."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from typing import Any

from hypothesis import strategies as st

from mem0.memory.frozen import frozen
from mem0.memory.types import Record, Scope


@frozen(frozen=True)
class Row(Record):
    """A record with every column a filter may name."""

    feedback_reason: str | None = None


IDS = ["alice", "bob", "é", "5", "a%b", "*x"]
WORDS = [
    *(
        "tea",
        "Tea",
        "TÉA",
        "té",
        "Zen",
        "a",
        "100%",
        "1000",
        "a_b",
        "axb",
        "a\\b",
        "İx",
    ),
    *("ix", "ΣΑΣ", "σας", "σασ", "ß", "\\", "%"),
]
TIMES = [
    dt.datetime(2024, 7, 1, tzinfo=dt.UTC),
    dt.datetime(2024, 7, 1, 23, 59, 59, 999999, tzinfo=dt.UTC),
    dt.datetime(2024, 7, 2, tzinfo=dt.UTC),
    dt.datetime(1, 1, 1, tzinfo=dt.UTC),
    dt.datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=dt.UTC),
]
DAYS = [dt.date(2024, 7, 1), dt.date(2024, 7, 2), dt.date(9999, 12, 31)]
NUMBERS = [0, 1, 1.0, -0.0, 0.1, 2, 10, 1e22, -3.5, 2**53, 5e-324, 1e308]
SCALARS = [*WORDS, *NUMBERS, True, False, "1", "true", "2024"]
KEYS = ["k", "n", "a.b", "a", "0", "é"]
UUIDS = [str(uuid.UUID(int=number)) for number in range(3)]


def crowd(size: int) -> list[Row]:
    """Rows from the same pools the filters draw on, so that most filters tell
    some of them apart."""
    chance = random.Random(7)  # noqa: S311 - rows, not secrets

    def maybe(pool: list[Any]) -> Any:
        return None if chance.random() < 0.3 else chance.choice(pool)

    def nested() -> Any:
        plain = [maybe(SCALARS) for _ in range(chance.randrange(4))]
        inside = {chance.choice(["b", "0"]): maybe(SCALARS)}
        return chance.choice([maybe(SCALARS), maybe(SCALARS), plain, inside, [plain]])

    def tags() -> tuple[str, ...] | None:
        return tuple(chance.sample(WORDS, 2)) if chance.random() < 0.8 else None

    return [
        Row(
            id=chance.choice(UUIDS),
            text=" ".join(chance.sample(WORDS, 2)),
            scope=Scope(*(maybe(IDS) for _ in range(4))),
            created_at=chance.choice(TIMES),
            updated_at=chance.choice(TIMES),
            metadata={key: nested() for key in chance.sample(KEYS, 4)},
            categories=tags(),
            expiration_date=maybe(DAYS),
            state=chance.choice(["active", "superseded"]),
            valid_from=maybe(TIMES),
            valid_to=maybe(TIMES),
            attributed_to=maybe(["user", "assistant"]),
            speaker=maybe(WORDS),
            feedback=maybe(["POSITIVE", "NEGATIVE"]),
            feedback_reason=maybe(WORDS),
        )
        for _ in range(size)
    ]


CROWD = crowd(200)

ids = st.sampled_from(IDS)
words = st.sampled_from(WORDS)
times = st.sampled_from(TIMES)
days = st.sampled_from(DAYS)
numbers = st.sampled_from(NUMBERS)
scalars = st.sampled_from(SCALARS)
keys = st.sampled_from(KEYS)
uuids = st.sampled_from(UUIDS)
texts = st.lists(words, min_size=1, max_size=3).map(" ".join)
values = st.recursive(
    scalars | st.none(),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["b", "0"]), inner)
    ),
    max_leaves=4,
)

records = st.builds(
    Row,
    id=uuids,
    text=texts,
    scope=st.builds(Scope, *(st.none() | ids for _ in range(4))),
    created_at=times,
    updated_at=times,
    metadata=st.dictionaries(keys, values, max_size=3),
    categories=st.none() | st.lists(words, max_size=2).map(tuple),
    expiration_date=st.none() | days,
    state=st.sampled_from(["active", "superseded"]),
    valid_from=st.none() | times,
    valid_to=st.none() | times,
    attributed_to=st.none() | st.sampled_from(["user", "assistant"]),
    speaker=st.none() | words,
    feedback=st.none() | st.just("POSITIVE"),
    feedback_reason=st.none() | words,
)


def operators(operand: st.SearchStrategy[Any], *names: str) -> st.SearchStrategy[Any]:
    """Bare values, lists, `"*"` and operator objects over one kind of operand."""
    several = st.lists(operand, max_size=3)
    unequal = operand | several if "nin" in names else operand
    entries = {"in": several, "nin": several, "ne": unequal | st.none()}
    choices = {name: entries.get(name, operand) for name in names}
    one = [st.fixed_dictionaries({name: choices[name]}) for name in names]
    two = st.tuples(st.one_of(one), st.one_of(one)).map(lambda pair: pair[0] | pair[1])
    lists = [several] if "in" in names else []
    return st.one_of(operand, st.just("*"), *lists, *one, two)


EQUALITY = ("eq", "ne", "in", "nin")
ORDER = (*EQUALITY, "gt", "gte", "lt", "lte")
SUBSTRING = ("contains", "icontains")
WHEN = st.one_of(
    times.map(dt.datetime.isoformat),
    days.map(str),
    st.sampled_from([1719792000, 1719792000.5, "2024-07-01T02:00:00+02:00"]),
)

METADATA_VALUES = st.one_of(
    operators(scalars, *EQUALITY),
    st.none(),
    operators(numbers | words, "gt", "gte", "lt", "lte"),
    st.fixed_dictionaries({"contains": scalars}),
    st.fixed_dictionaries({"icontains": words}),
)
METADATA_KEYS = st.sampled_from(["k", "n", "a.b", "a", "0", "é", "a.0", "n.b"])

LEAVES = {
    **{
        f: operators(ids, *EQUALITY) | st.none() for f in ("user_id", "runId", "app_id")
    },
    **{f: operators(WHEN, *ORDER) for f in ("created_at", "updatedAt", "timestamp")},
    **{f: operators(WHEN, *ORDER) | st.none() for f in ("valid_from", "validTo")},
    "expiration_date": operators(days.map(str), *ORDER) | st.none(),
    "categories": operators(words, *EQUALITY, *SUBSTRING),
    "keywords": operators(words, *SUBSTRING),
    "text": operators(texts, "eq", "ne", *SUBSTRING),
    "memory_ids": operators(uuids, *EQUALITY),
    "feedback": operators(st.just("POSITIVE"), *EQUALITY),
    "feedback_reason": operators(words, *EQUALITY),
    "state": operators(st.sampled_from(["active", "merged"]), *EQUALITY),
    "attributed_to": operators(st.just("user"), *EQUALITY),
    "speaker": operators(words, *EQUALITY),
    "metadata": st.dictionaries(METADATA_KEYS, METADATA_VALUES, max_size=2),
}

metadata_objects = st.dictionaries(
    METADATA_KEYS, METADATA_VALUES, min_size=1, max_size=2
).map(lambda found: {"metadata": found})
single = st.one_of(
    *(st.fixed_dictionaries({name: value}) for name, value in LEAVES.items()),
    metadata_objects,
)
filters = single | st.recursive(
    single,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: {"AND": parts}),
        st.lists(inner, max_size=3).map(lambda parts: {"OR": parts}),
        st.lists(inner, max_size=3).map(lambda parts: {"NOT": parts}),
        inner.map(lambda part: {"NOT": part}),
        st.tuples(inner, inner).map(lambda pair: pair[0] | pair[1]),
    ),
    max_leaves=6,
)
