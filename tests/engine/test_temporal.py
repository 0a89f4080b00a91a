"""Time in words becomes absolute, in eight languages and any zone."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings, strategies as st

from mem0.memory.temporal import resolve, window

MONDAY = dt.datetime(2023, 5, 8, 12, 0, tzinfo=dt.UTC)


def days(start: dt.datetime | None, end: dt.datetime | None) -> tuple[str, str] | None:
    """First and last day of a half-open window."""
    if start is None or end is None:
        return None
    return str(start.date()), str((end - dt.timedelta(seconds=1)).date())


@pytest.mark.parametrize(
    ("said", "stated", "first", "last"),
    [
        ("I ran yesterday.", "I ran on 7 May 2023.", "2023-05-07", "2023-05-07"),
        (
            "The day before yesterday I ran",
            "On 6 May 2023 I ran",
            "2023-05-06",
            "2023-05-06",
        ),
        (
            "I ran last week",
            "I ran in the week of 1 May 2023",
            "2023-05-01",
            "2023-05-07",
        ),
        ("I left two years ago", "I left in 2021", "2021-01-01", "2021-12-31"),
        ("I met him on Friday", "I met him on 5 May 2023", "2023-05-05", "2023-05-05"),
        (
            "I will meet him on Friday",
            "I will meet him on 12 May 2023",
            "2023-05-12",
            "2023-05-12",
        ),
        ("I need it by Friday", "I need it by 12 May 2023", "2023-05-12", "2023-05-12"),
        (
            "My exam is next Friday",
            "My exam is on 19 May 2023",
            "2023-05-19",
            "2023-05-19",
        ),
        (
            "We went there last summer",
            "We went there in summer 2022",
            "2022-06-01",
            "2022-08-31",
        ),
        (
            "I swam this weekend",
            "I swam on the weekend of 6 May 2023",
            "2023-05-06",
            "2023-05-07",
        ),
        (
            "He was born in March",
            "He was born in March 2023",
            "2023-03-01",
            "2023-03-31",
        ),
        ("I fly in three days", "I fly on 11 May 2023", "2023-05-11", "2023-05-11"),
        (
            "I slept badly last night",
            "I slept badly on the night of 7 May 2023",
            "2023-05-07",
            "2023-05-07",
        ),
        (
            "Since last month I run",
            "Since April 2023 I run",
            "2023-04-01",
            "2023-04-30",
        ),
        (
            "I was there on January 3rd, 2021",
            "I was there on January 3rd, 2021",
            "2021-01-03",
            "2021-01-03",
        ),
    ],
)
def test_it_resolves_english(said, stated, first, last):
    found = resolve(said, MONDAY, language="en")
    assert (found.text, days(found.start, found.end)) == (stated, (first, last))


@pytest.mark.parametrize(
    ("language", "said", "stated", "first"),
    [
        ("es", "Me mudé ayer", "Me mudé el 7 de mayo de 2023", "2023-05-07"),
        ("fr", "J'ai couru hier", "J'ai couru le 7 mai 2023", "2023-05-07"),
        ("de", "Gestern lief ich", "Am 7. Mai 2023 lief ich", "2023-05-07"),
        ("pt", "Casei há dois anos", "Casei em 2021", "2021-01-01"),
        (
            "it",
            "Ho corso la settimana scorsa",
            "Ho corso nella settimana del 1 maggio 2023",
            "2023-05-01",
        ),
        (
            "nl",
            "Ik liep vorige week",
            "Ik liep in de week van 1 mei 2023",
            "2023-05-01",
        ),
        ("ru", "Вчера я бегал", "7 мая 2023 года я бегал", "2023-05-07"),
    ],
)
def test_it_resolves_other_languages(language, said, stated, first):
    for code in (language, None):
        found = resolve(said, MONDAY, language=code)
        assert found.text == stated
        assert found.start is not None
        assert str(found.start.date()) == first


@pytest.mark.parametrize(
    "said",
    [
        "I may go",
        "I march every Sunday",
        "My birthday is on July 14",
        "before Porto",
        "I ate 2 apples",
        "in 99999 years",
    ],
)
def test_it_leaves_alone_what_is_no_date(said):
    found = resolve(said, MONDAY, language="en")
    assert (found.text, found.start) == (said, None)


def test_yesterday_depends_on_the_zone():
    late = dt.datetime(2023, 5, 8, 20, 0, tzinfo=dt.UTC)
    found = resolve("I ran yesterday", late, "Pacific/Auckland")
    assert found.text == "I ran on 8 May 2023"
    assert found.start == dt.datetime(2023, 5, 7, 12, 0, tzinfo=dt.UTC)


def test_an_unknown_zone_is_utc():
    assert (
        resolve("I ran yesterday", MONDAY, "Nowhere/../x").text == "I ran on 7 May 2023"
    )


def test_bare_has_no_mention_of_time():
    assert resolve("I moved to Porto last week", MONDAY).bare == "I moved to Porto"


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("what did I do last week?", "2023-05-01", "2023-05-07"),
        ("where was I in May 2022", "2022-05-01", "2022-05-31"),
        ("between March 2023 and April 2023", "2023-03-01", "2023-04-30"),
        ("what happened before May 2022", "1970-01-01", "2022-04-30"),
        ("what changed since last month", "2023-04-01", "2023-05-08"),
        ("concerts 2019", "2019-01-01", "2019-12-31"),
        ("¿qué hice ayer?", "2023-05-07", "2023-05-07"),
    ],
)
def test_a_query_names_a_window(query, first, last):
    found = window(query, MONDAY)
    assert found is not None
    assert days(found.start, found.end) == (first, last)


@pytest.mark.parametrize(
    "query",
    [
        "where did she live before Porto?",
        "who may help me",
        "",
        "favourite song",
    ],
)
def test_a_query_without_a_time_has_no_window(query):
    found = window(query, MONDAY)
    assert found is None


def test_an_inferred_year_is_not_certain():
    inferred, named = (
        window("what did we do in March", MONDAY),
        window("in March 2023", MONDAY),
    )
    assert inferred is not None
    assert named is not None
    assert (inferred.certain, named.certain) == (False, True)


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=200),
    st.datetimes(timezones=st.just(dt.UTC)),
    st.sampled_from(["UTC", "Asia/Tokyo", "America/Lima"]),
)
def test_it_never_raises(text, said_at, tz):
    for said in (
        text,
        f"{text} last week",
        f"10 years ago {text}",
        f"next year {text}",
    ):
        found = resolve(said, said_at, tz)
        asked = window(said, said_at, tz)
        assert found.start is None or found.end is None or found.start <= found.end
        assert asked is None or asked.start <= asked.end or "before" in said
