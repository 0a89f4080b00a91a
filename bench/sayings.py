"""Statements that memories could be, each with a number of its own, so that none repeats."""

from __future__ import annotations

import numpy as np

NAMES = (
    "Maria", "Paul", "Aisha", "Kenji", "Olga", "Tomas", "Ines", "Femi", "Lena", "Ravi",
    "Chloe", "Marco", "Yara", "Niels", "Sofia", "Omar", "Hana", "Pedro", "Greta", "Ivan",
)  # fmt: skip
PLACES = (
    "Porto", "Lima", "Oslo", "Quito", "Turin", "Cork", "Ghent", "Izmir", "Kyoto", "Accra",
    "Perth", "Basel", "Nantes", "Krakow", "Tallinn", "Bogota", "Hanoi", "Tampa", "Leeds", "Bergen",
)  # fmt: skip
THINGS = (
    "green tea", "a mountain bike", "old maps", "a violin", "rye bread", "tomato seeds",
    "a sailing boat", "chess", "oil paint", "a telescope", "running shoes", "a red kettle",
    "olive trees", "a camera", "pottery", "a dictionary", "beehives", "a piano", "wool", "spices",
)  # fmt: skip
FORMS = (
    "Bought {thing} with {name} in {place}, receipt {n}",
    "{name} told the user about {thing} on the way to {place}, note {n}",
    "Wants to learn everything about {thing} before moving to {place}, step {n}",
    "Prefers {thing} to whatever {name} brings from {place}, entry {n}",
    "Has an appointment with {name} in {place} because of {thing}, number {n}",
    "Lost {thing} in {place}; {name} found it in locker {n}",
    "Works with {name} at the office in {place} and keeps {thing} in room {n}",
    "Is allergic to what {name} cooked in {place}, unlike {thing}, case {n}",
)


def saying(dice: np.random.Generator, n: int) -> str:
    """The statement with the number `n`."""
    form, name, place, thing = (
        group[int(dice.integers(len(group)))]
        for group in (FORMS, NAMES, PLACES, THINGS)
    )
    return form.format(name=name, place=place, thing=thing, n=n)
