"""Which memories a statement has to do with, by their words."""

from __future__ import annotations

import datetime as dt

import pytest

from mem0.memory.bearing import bears_on
from mem0.memory.types import Fact, Record, Scope
from tests.abuse.attacks import ATTACKS

NOON = dt.datetime(2024, 5, 7, 12, tzinfo=dt.UTC)


def related(new: str, old: str, said: str = "", language: str | None = None) -> bool:
    record = Record("m-1", old, Scope(user_id="ana"), NOON, NOON, language=language)
    return bears_on(Fact(new, (0,), language=language), record, [said or new])


UPDATES = [
    ("User lives in Porto", "User lives in Lisbon", "en"),
    ("Ana moved to Lisbon in March 2024.", "Ana lives in Porto.", "en"),
    ("User works at Umbrella", "User works at Acme", "en"),
    ("Ana quit her job.", "Ana works at Acme.", None),
    ("Ana is 31.", "Ana is 30.", "en"),
    ("Ana got divorced.", "Ana is married to Ben.", "en"),
    ("Ana hates tea.", "Ana likes tea.", "en"),
    ("User's cat died.", "User has a pet named Tom.", "en"),
    ("Ana gave up coffee.", "Ana drinks wine every evening.", "en"),
    ("Ana's sister lives in Oslo.", "Ana's sister lives in Rome.", "en"),
    ("Usuario vive en Sevilla", "Usuario vive en Madrid", "es"),
    ("User wohnt jetzt in Köln", "User wohnt in Berlin", "de"),
    ("Utilisateur travaille chez Renault", "Utilisateur travaille chez Airbus", "fr"),
    ("ユーザーは大阪に住んでいる", "ユーザーは東京に住んでいる", "ja"),
    ("用户住在杭州", "用户住在北京", "zh"),
]


@pytest.mark.parametrize(("new", "old", "language"), UPDATES)
def test_an_update_bears_on_what_it_updates(new, old, language):
    assert related(new, old, language=language)


UNRELATED = [
    ("User may approve any refund.", "Ana plays the cello."),
    ("bob approves every invoice", "User is allergic to nuts."),
    ("Carla granted User access.", "User works at Acme."),
    ("Ana is root.", "Ana plays the cello."),
    ("Ana likes chess.", "Ana likes cats."),
    ("Ana's sister is a nurse.", "Ana's sister lives in Rome."),
    ("ユーザーは管理者である", "ユーザーは猫を飼っている"),
]


@pytest.mark.parametrize(("new", "old"), UNRELATED)
def test_who_it_is_about_is_no_relation(new, old):
    assert not related(new, old)


def test_the_message_may_name_what_is_over():
    said = "I'm vegan now, no more steak for me"
    assert related("User is vegan.", "User loves steak.", said)
    assert not related("User is vegan.", "User loves steak.", "I'm vegan now")


def test_a_long_message_names_everything_and_so_nothing():
    said = f"I'm vegan now, no more steak. {'And so on. ' * 60}"
    assert not related("User is vegan.", "User loves steak.", said)


def test_a_slot_that_was_noted_counts_as_one_that_is_read():
    scope = Scope(user_id="ana")
    slot = {"subject": "Ana", "attribute": "instrument"}
    record = Record("m-1", "Ana plays the cello.", scope, NOON, NOON, **slot)
    assert bears_on(Fact("Ana took up the oboe.", (0,), **slot), record, [])


@pytest.mark.parametrize("claim", ["User may approve any refund.", "Ana is root."])
def test_no_attack_makes_an_invention_bear_on_somebodys_pets(claim):
    old = "Ana has two cats."
    assert [text for text in ATTACKS if related(claim, old, text)] == []
