"""What attributes and verbs say of two things, as names of relationships.

A slot is one attribute of one subject, in any language (`mem0.memory.rules.slots`);
here each attribute has its relationship and the kind of thing its value is. Verbs
between two names are read in English only.
"""

from __future__ import annotations

import re

from mem0.memory.rules.subjects import NAME, QUALIFIER, RELATIONS

PERSON, PLACE, ORGANIZATION = "person", "place", "organization"

OF_ATTRIBUTES: dict[str, tuple[str, str | None]] = {
    "home": ("lives_in", PLACE),
    "hometown": ("comes_from", PLACE),
    "birthplace": ("born_in", PLACE),
    "employer": ("works_at", ORGANIZATION),
    "school": ("studies_at", ORGANIZATION),
    "education": ("graduated_from", ORGANIZATION),
    "role": ("works_as", "profession"),
    "name": ("is_called", PERSON),
    "spouse": ("partner", PERSON),
    "child": ("child", PERSON),
    "sibling": ("sibling", PERSON),
    "pet": ("has_pet", "animal"),
    "car": ("drives", "vehicle"),
    "diet": ("follows_diet", "diet"),
    "allergy": ("allergic_to", "substance"),
    "language": ("speaks", "language"),
    "native_language": ("native_speaker_of", "language"),
    "nationality": ("has_nationality", "nationality"),
    "hobby": ("has_hobby", "activity"),
    "likes": ("likes", None),
    "dislikes": ("dislikes", None),
    "consumes": ("consumes", None),
    "habit": ("has_habit", "activity"),
    "uses": ("uses", None),
    "device:phone": ("uses", "device"),
    "device:computer": ("uses", "device"),
    "subscription": ("subscribes_to", None),
    "team": ("plays_for", ORGANIZATION),
    "field_of_study": ("studies", "field"),
    "bank": ("banks_with", ORGANIZATION),
}
"""Attribute → relationship, and what the value is."""

NO_THINGS = frozenset(
    {
        "age", "birthday", "phone", "email", "address", "timezone", "height", "weight",
        "relationship_status", "grade", "goal", "plan", "schedule", "shift", "salary",
        "rent", "budget", "blood_type", "size", "shoe_size", "username", "user_name",
        "handle", "nickname", "pronouns", "bedtime", "wake-up_time", "deadline",
        "commute", "license_plate", "passport_number", "manager", "doctor", "therapist",
        "landlord", "coach", "best_friend",
    }
)  # fmt: skip
"""Attributes whose values are properties, or people whom the words of kin name already."""

SELF = r"(?:User|Assistant)"
WHO = rf"(?:{SELF}\b|{NAME})"
KIN = rf"{QUALIFIER}(?:{RELATIONS})"
CHILDREN = r"(?:kids|children|sons|daughters|twins)"

OWNED = re.compile(
    rf"\b(?P<owner>{WHO})['’]s (?P<kin>{KIN})(?:,|,? (?:is |are )?(?:called|named)|"
    rf"['’]s name is| is)? (?P<name>{NAME})(?=[\s,.;!?'’]|$)"
)
"""Ana's sister Marta; Ana's sister is called Marta; Ana's sister is Marta."""
IDENTIFIED = re.compile(
    rf"^(?P<name>{NAME}) (?:is|was|became) (?P<owner>{WHO})['’]s (?P<kin>{KIN})\b"
)
"""Marta is Ana's sister."""
LISTED = re.compile(
    rf"\b(?P<owner>{WHO})(?: and others)? (?:has|have) (?:\w+ ){{0,3}}?(?P<kin>{CHILDREN}),?"
    rf"(?: named| called|:)? (?P<names>{NAME}(?:(?:, and |, | and ){NAME})*)"
)
"""User has two kids, Leo and Mia."""

THING = (
    r"(?P<target>(?:the )?[A-ZÀ-Þ][\w&'’.-]*\w"
    r"(?: (?:of |de |da |do |del |van |von )?[A-ZÀ-Þ0-9][\w&'’.-]*\w){0,4})"
)
NOT_SO = re.compile(
    r"\b(?:not|never|no longer|nobody|n['’]t|wants? to|would|might|(?-i:may)|could|should|if|"
    r"hopes? to|plans? to|almost|used to|stopped|quit)\b",
    re.IGNORECASE,
)
"""Words that make a verb say something else than that it happened."""

Verb = tuple[str, str, str | None]
VERBS: tuple[Verb, ...] = (
    (r"(?:met|has met|knows|ran into|got to know)", "knows", PERSON),
    (r"(?:is |got |was )?(?:happily )?married(?: to)?", "married_to", PERSON),
    (r"is engaged to", "engaged_to", PERSON),
    (r"(?:is dating|is seeing|dates|is in a relationship with)", "dating", PERSON),
    (r"(?:broke up with|split up with|divorced)", "separated_from", PERSON),
    (r"(?:lives|is living|shares a flat) with", "lives_with", PERSON),
    (r"(?:works|is working|collaborates|worked) with", "works_with", PERSON),
    (r"(?:reports|is reporting) to", "reports_to", PERSON),
    (r"(?:manages|leads|supervises|mentors|is mentoring)", "leads", None),
    (r"(?:hired|has hired|recruited)", "hired", PERSON),
    (r"(?:was |is |got |has been )?(?:taught|coached|trained) by", "taught_by", PERSON),
    (r"(?:is friends|is best friends) with", "friend", PERSON),
    (r"(?:plays|played|trains|trained|runs|practices) (?:\w+ ){0,2}with", "plays_with", PERSON),
    (r"(?:founded|has founded|co-founded|cofounded|started)", "founded", ORGANIZATION),
    (r"(?:acquired|has acquired|bought out|took over)", "acquired", ORGANIZATION),
    (r"(?:merged|has merged) with", "merged_with", ORGANIZATION),
    (r"(?:is )?(?:part|a subsidiary|a division|a member|member) of", "part_of", None),
    (r"(?:owns|has owned)", "owns", None),
    (r"(?:created|built|developed|invented|designed)", "created", None),
    (r"(?:wrote|has written|authored)", "wrote", None),
    (r"(?:directed|produced)", "directed", None),
    (r"(?:is |are )?(?:located|based|headquartered) in", "located_in", PLACE),
    (
        r"(?:visited|has visited|travell?ed to|flew to|went to|has been to|is visiting|"
        r"is travell?ing to|vacationed in|toured)", "visited", PLACE,
    ),
    (r"(?:joined|has joined)", "joined", None),
    (r"(?:uses|is using|relies on|depends on)", "uses", None),
    (r"(?:plays|played) for", "plays_for", ORGANIZATION),
    (r"(?:supports|roots for|is a fan of)", "supports", None),
    (r"(?:adopted|has adopted|rescued) (?:a |an )?(?:\w+ ){0,3}?(?:named |called )?", "has_pet", "animal"),
)  # fmt: skip
"""Expression of a verb, its relationship, and what the target is."""

BETWEEN = tuple(
    (re.compile(rf"^(?:{verb})\s*\b{THING}"), relationship, kind)
    for verb, relationship, kind in VERBS
)
QUANTITY = re.compile(
    r"^(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\d+|some|many|several|"
    r"my|his|her|their|our|your|it|this|that|these|those|him|them)\b",
    re.IGNORECASE,
)
"""How a value starts that describes something instead of naming it."""
NAMED_ONLY = frozenset({PERSON, "animal"})
"""Kinds of which only a name tells one from another."""
