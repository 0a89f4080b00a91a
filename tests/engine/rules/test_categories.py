"""Categories: the default catalog, a project's own, and topics to leave out."""

from __future__ import annotations


def test_the_default_catalog_is_used(extract):
    (fact,) = extract("I'm vegetarian.").facts
    assert fact.categories is not None
    assert fact.categories[0] == "food"


def test_what_fits_nothing_is_misc(extract):
    (fact,) = extract("I changed the lightbulb.").facts
    assert fact.categories == ("misc",)


def test_a_projects_categories_replace_the_default(extract):
    own = {"billing": "invoices and payments", "shipping": "parcels, delivery"}
    facts = extract("My invoice is overdue. I like jazz.", categories=own).facts
    assert [fact.categories for fact in facts] == [("billing",), ()]


def test_excluded_topics_are_dropped(extract):
    result = extract(
        "I'm allergic to nuts. I play chess.", excludes="health data, finance"
    )
    assert [fact.text for fact in result.facts] == ["User plays chess"]
    assert result.dropped == {"excluded": 1}


def test_included_topics_narrow(texts):
    assert texts("I'm allergic to nuts. I play chess.", includes="health") == [
        "User is allergic to nuts"
    ]


def test_custom_instructions_can_exclude(texts):
    wanted = "Be precise. Do not store phone numbers."
    assert texts(
        "My phone number is 555-0100. I play chess.", custom_instructions=wanted
    ) == ["User plays chess"]


def test_instructions_without_topics_change_nothing(texts):
    assert texts("I play chess.", custom_instructions="Be precise and friendly.") == [
        "User plays chess"
    ]
