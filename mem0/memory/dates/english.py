"""English words for time."""

from __future__ import annotations

from mem0.memory.dates.grammar import Grammar, numbered, units

PAST = (
    r"\b(?!need|speed|feed|bleed|breed|bed\b|red\b|wed\b)[a-z]{2,}ed\b|\b(?:was|were|had|did|went|got|came|saw|"
    r"met|made|took|bought|ran|won|lost|left|found|began|became|built|broke|brought|"
    r"caught|chose|drove|ate|fell|felt|flew|forgot|gave|grew|heard|held|kept|knew|"
    r"learnt|led|lent|paid|quit|read|rode|said|sang|sat|sent|sold|slept|spent|spoke|"
    r"stood|swam|taught|thought|threw|told|understood|woke|wore|wrote|didn't|wasn't|"
    r"weren't|hit|cut|hurt|let|put|shot|sank|born|split|set|stuck|stole|drew|drank|dug|"
    r"fought|fled|hid|hung|laid|rode|rose|shook|swam|swept|rebuilt|slid|shut|upset|bet)\b"
)
FUTURE = r"\b(?:(?:moved|pushed|shifted|delayed|bumped|changed|brought forward)(?: back| up)? to(?! (?-i:[A-Z])\w+(?:land|ville|ton)\b)(?= (?:next |this |on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day)|(?:is|are) (?:on|in|scheduled|due|booked|set for)|will|won't|going to|gonna|plan|plans|planning|hope|want|tomorrow|shall|about to|deadline|postponed|rescheduled|expires?|(?:am|is|are)\s(?:\w+\s)?(?!\w*thing\b)\w{2,}ing|\w+['’](?:m|re|s)\s(?:\w+\s)?\w{2,}ing|i'll|we'll|he'll|she'll|they'll|would)\b"

ENGLISH = Grammar(
    code="en",
    months=numbered(
        "january|jan february|feb march|mar april|apr may june|jun july|jul "
        "august|aug september|sept|sep october|oct november|nov december|dec",
        1,
    ),
    weekdays=numbered("monday tuesday wednesday thursday friday saturday sunday", 0),
    units=units(
        {
            "day": "day days",
            "week": "week weeks",
            "month": "month months",
            "year": "year years",
            "weekend": "weekend weekends",
            "decade": "decade decades",
            "hour": "hour hours",
            "minute": "minute minutes",
        }
    ),
    seasons={"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12},
    numbers=numbered(
        "one|a|an two three four five six seven eight nine ten eleven twelve", 1
    )
    | {
        "a couple of": 2,
        "couple of": 2,
        "a few": 3,
        "several": 4,
        "fifteen": 15,
        "twenty": 20,
    },
    offsets={
        "the day before yesterday": (-2, ""),
        "day before yesterday": (-2, ""),
        "yesterday morning": (-1, "morning"),
        "yesterday afternoon": (-1, "afternoon"),
        "yesterday evening": (-1, "evening"),
        "yesterday": (-1, ""),
        "last night": (-1, "night"),
        "earlier today": (0, ""),
        "later today": (0, ""),
        "today": (0, ""),
        "this morning": (0, "morning"),
        "this afternoon": (0, "afternoon"),
        "this evening": (0, "evening"),
        "tonight": (0, "evening"),
        "tomorrow morning": (1, "morning"),
        "tomorrow afternoon": (1, "afternoon"),
        "tomorrow evening": (1, "evening"),
        "tomorrow night": (1, "night"),
        "the day after tomorrow": (2, ""),
        "day after tomorrow": (2, ""),
        "tomorrow": (1, ""),
    },
    directions={
        "last": -1,
        "this past": -1,
        "past": -1,
        "previous": -1,
        "earlier this": 0,
        "later this": 0,
        "this": 0,
        "this coming": 0,
        "next": 1,
        "coming": 0,
    },
    lead=r"(?:on |in |at )?",
    keep=r"(?:(?:end|start|beginning|middle) of|by|for|until|till|since|from|before|after|through|of|than|to)",
    ago=(
        r"(?:about |around |almost |over |exactly |just )?{num} {unit} (?:ago|back|earlier)",
    ),
    ahead=(
        r"in (?:about |around |exactly )?{num} {unit}(?:'s? time)?",
        r"{num} {unit} from now",
    ),
    date=(
        r"(?:on |the )?(?:the )?{day}(?:st|nd|rd|th)? (?:of )?{month},? {year}",
        r"(?:on )?{month} (?:the )?{day}(?:st|nd|rd|th)?,? {year}",
        r"(?:on )?(?:the )?{day}(?:st|nd|rd|th)? (?:of )?{month}",
        r"(?:on )?{month} (?:the )?{day}(?:st|nd|rd|th)?",
    ),
    month_year=(r"(?:in )?(?:early |late |mid[- ])?{month},? (?:of )?{year}",),
    on=(
        r"(?:on )?{weekday} (?P<part>morning|afternoon|evening|night)",
        r"(?:on|by|for|until|since|before|after|from) {weekday}",
        r"(?<!Black\s)(?<!Good\s){weekday}",
    ),
    in_month=(
        r"(?:in|by|until|since|during) (?:early |late |mid[- ])?{month}",
        r"(?:end|start|beginning|middle) of {month}",
    ),
    day_of_month=(
        r"on the {day}(?:st|nd|rd|th)(?=\s*(?:[.,;!?]|$)| (?:for|at|i|we|he|she|they|and|but|in|with|to|instead|because|so)\b)",
    ),
    in_year=r"(?:back )?in {year}",
    past=PAST,
    future=FUTURE,
    recurring=r"\b(?:every|each|always|usually|birthday|anniversary|annual|annually|yearly|weekly|often|typically|celebrates?)\b",
    wording={
        "day": ("on", "{d} {month} {y}"),
        "morning": ("on", "the morning of {d} {month} {y}"),
        "afternoon": ("on", "the afternoon of {d} {month} {y}"),
        "evening": ("on", "the evening of {d} {month} {y}"),
        "night": ("on", "the night of {d} {month} {y}"),
        "week": ("in", "the week of {d} {month} {y}"),
        "weekend": ("on", "the weekend of {d} {month} {y}"),
        "month": ("in", "{month} {y}"),
        "season": ("in", "{season} {y}"),
        "year": ("in", "{y}"),
        "decade": ("in", "the {y}s"),
    },
    direction_first=True,
)
