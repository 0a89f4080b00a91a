"""Slots of English statements in the third person.

Every rule is an expression on the predicate, what is said after the subject has
been taken off, so that one table serves the speaker and everybody else.
"""

from __future__ import annotations

import re

from mem0.memory.rules.english_circle import CIRCLE, DAILY
from mem0.memory.rules.english_words import (
    CARS,
    CONSUMED,
    DIETS,
    INSTRUMENTS,
    LANGUAGES,
    NATIONALITIES,
    PROFESSIONS,
    SPORTS,
)
from mem0.memory.rules.slot_table import ANY, PLACE, PROPER, Rule, rules
from mem0.memory.rules.slots import Slot, favorite, known, value_of
from mem0.memory.rules.subjects import About
from mem0.memory.rules.wordlist import words

RULES: tuple[Rule, ...] = tuple(
    CIRCLE
    + rules(
        "name",
        rf"'s (?:full |first |given |real )?name is {ANY}",
        rf"is called {PROPER}",
        rf"goes by {PROPER}",
        rf"prefers to be called {PROPER}",
        rf"is named {PROPER}",
    )
    + rules(
        "age",
        r"is (?P<v>\d{1,3})(?: years? old)?(?=[ .!,]*$| and\b| now| years)",
        r"(?:has )?(?:just )?turn(?:s|ed) (?P<v>\d{1,3})\b",
        r"'s age is (?P<v>\d{1,3})",
    )
    + rules(
        "employer",
        rf"(?:left|quit|resigned from) .{{1,60}}? (?:to join|for a (?:job|position|role) at|to work (?:at|for)) {PROPER}",
        rf"works? (?:(?:remotely|full[- ]time|part[- ]time|nights|days|weekends|the (?:night|day|late|early|graveyard) shift) )?(?:as .{{2,60}}? )?(?:at|for) {ANY}",
        rf"is (?:now )?(?:working|employed) (?:as .{{2,60}}? )?(?:at|for|by|with) {ANY}",
        rf"(?:has )?(?:just )?(?:started|got|landed|took|accepted|found|begun|began) (?:a |the |an |their )?(?:new |great |dream |different )?(?:job|position|role|work|working|gig)(?: as .{{2,60}}?)? (?:at|with|for) {ANY}",
        rf"(?:has )?(?:recently )?(?:joined|started (?:at|with)) {PROPER}",
        rf"(?:has )?(?:changed|switched) (?:jobs|companies|employers)?(?: from .{{1,40}}?)? ?to {PROPER}",
        rf"'s (?:current |new )?(?:employer|company|workplace) is {PROPER}",
        rf"'s (?:new |current )?job is (?:at|with) {ANY}",
        rf"(?:was|has been|got) hired (?:by|at) {ANY}",
        rf"has worked (?:at|for) {PROPER}",
        rf"has been working (?:at|for) {PROPER}",
        rf"(?:ended up |is |has )?(?:taking|took|taken|accepted|accepting) (?:the|an|their) (?:job |new )?(?:offer|job|position|role|gig) (?:from|at|with) {ANY}",
        r"starts? (?:work )?(?:at|with) (?P<v>(?-i:[A-ZÀ-Þ]).*)",
        rf"(?:loves?|likes?|hates?|enjoys?|has) (?:their|an?) (?:new )?job (?:at|with) {ANY}",
        r"has been at (?P<v>(?-i:[A-ZÀ-Þ])[\w&.' -]{1,40}?) (?:for|since)\b",
        r"is (?P<v>freelancing|self-employed|unemployed|retired|between jobs|out of work)\b",
        rf"(?:has |have )?(?:accepted|signed|got|landed) (?:an |the )?(?:offer|contract) (?:from|at|with) {PROPER}",
    )
    + rules(
        "employer",
        r"(?:quit|left|resigned from|lost)(?: (?:their|the|a|User's) (?:old )?(?:job|position|role))(?: (?:at|with|as .{2,40} at) (?P<v>.+))?",
        r"(?:was|got|has been) (?:laid off|fired|let go)(?: (?:from|by) (?P<v>.+))?",
        r"resigned(?: from (?P<v>.+))?$",
        rf"worked (?:as .{{2,60}}? )?(?:at|for) {PROPER}",
        rf"(?:stopped|quit) working (?:at|for) {ANY}",
        rf"retired from {ANY}",
        r"retired(?=[ .!,]|$)",
        closes=True,
    )
    + rules(
        "home",
        rf"(?:has |have )?(?:just |recently )?(?:moved|relocated) (?:back )?from .{{2,60}}? to {PLACE}",
        rf"(?:lives?|resides?) (?:(?:alone|together|happily) )?(?:in|at|near|on|outside(?: of)?|close to|north of|south of|east of|west of|next to) {ANY}",
        rf"(?:is|are) (?:living|based|residing) in {ANY}",
        rf"(?:has |have )?(?:just |recently |finally )?(?:moved|relocated|settled|emigrated|immigrated)(?: (?:back|house|down|out|over|home|away))? (?:in|to|into) {PLACE}",
        rf"(?:has |have )(?:lived|been living) in {PLACE}",
        rf"'s (?:home|home town now|hometown now|current city|new home) is (?:in )?{PLACE}",
        r"(?:lives?|resides?) (?P<v>abroad|overseas)",
        rf"(?:has |have )?(?:just |finally )?(?:bought|got|found|rented|closed on) (?:an? |the |their )?(?:own |new |first )*(?:house|flat|apartment|place|home|condo|studio|townhouse) in {PLACE}",
        rf"(?:has |have )?moved (?:back )?in with .{{2,30}}? (?:in|near) {PLACE}",
        rf"(?:is|are) (?:now )?renting in {PLACE}",
        rf"moved (?:off campus|out|across town|out of .{{2,40}}?) to {PLACE}",
        rf"(?:rents?|is renting|are renting) (?:an? |the |their )?(?:[\w-]+ )?(?:house|flat|apartment|place|room|condo|studio) in {PLACE}",
        rf"'s (?:new )?(?:house|flat|apartment|place|condo|studio) is in {PLACE}",
    )
    + rules(
        "home",
        rf"(?:has |have )?(?:just )?moved (?:out of|away from) {PLACE}",
        rf"lived (?:in|near) {PLACE}",
        closes=True,
    )
    + rules(
        "relationship_status",
        r"(?:is|are|has been|have been) (?:(?:happily|recently|newly|still) )?(?P<v>single|married|divorced|engaged|widowed|separated)\b(?! (?:mom|dad|mother|father|parent|malt|room|bed|in (?:the )?(?:work|project)))",
        r"(?:got|has gotten|became|have gotten|has got|getting|finally got) (?P<v>married|engaged|divorced|separated)\b",
        r"'s (?:relationship|marital) status is (?P<v>\w+)",
    )
    + rules(
        "relationship_status",
        r"(?:has |have )?(?:just )?(?:broke|broken|split) up(?: with (?P<v>.+))?",
        r"(?:has |have )?(?:just )?called off (?:the|their) (?:engagement|wedding)\b",
        r"(?:has |have )?(?:just )?(?:dumped|left) their (?:boyfriend|girlfriend|husband|wife|partner|fiancée?)\b",
        r"(?:is|are) (?:in a relationship) with (?P<v>.+)",
        closes=True,
    )[:3]
    + rules("relationship_status", r"is with (?-i:[A-ZÀ-Þ])(?P<v>)", denied=True)
    + rules(
        "relationship_status",
        r"(?:is (?:in a relationship|dating|seeing)|(?:is|are|got) back together)\b(?P<v>)",
    )
    + rules(
        "diet",
        rf"(?:is|are|has gone|went|has become|became|turned|goes|has turned|has been|have been|identifies as) (?:an? )?(?:strict |fully |mostly )?(?P<v>{DIETS})\b",
        rf"(?:follows?|is on|eats?|has started|started|keeps?|switched to|has switched to|adopted) (?:an? |the )?(?:strict )?(?P<v>{DIETS})\b",
    )
    + rules("birthday", rf"'s birthday is (?:on )?{ANY}", r"was born on (?P<v>.*\d.*)")
    + rules(
        "favorite",
        r"'s favou?rite (?P<kind>[\w' -]{2,30}?) (?:used to be|was) .{1,60}? but (?:now )?(?:it's|it is) (?:now )?(?P<v>.+)",
        r"'s (?:all[- ]time |absolute |new |current )?favou?rite (?P<kind>[\w' -]{2,30}?) (?:is|are|was always|has been|has to be|would be|has always been) (?:now |the color )?(?P<v>.+)",
        r"'s favou?rite is (?P<v>.+)",
    )
    + rules(
        "car",
        rf"(?:drives?|is driving) (?:an? |the |their )?(?:old |new |used )?{PROPER}",
        rf"(?:has )?traded .{{2,40}}? for (?:an? )?(?:new |used )?(?P<v>(?:{CARS})\b.*)",
        rf"'s (?:new )?car is (?:an? )?{ANY}",
        rf"(?:has |have )?(?:just )?(?:bought|got|leased|purchased|owns?|has) (?:an? |their )?(?:new |used |second-hand |red |blue |black |white |old )*(?P<v>(?:{CARS})\b.*)",
    )
    + rules(
        "car",
        rf"(?:has |have )?(?:just )?(?:sold|crashed|totaled|totalled|got rid of|traded in) (?:the |their |User's |an? )?(?:old )?(?P<v>(?:{CARS})\b.*)",
        r"(?:has |have )?(?:just )?(?:sold|got rid of) (?:the|their|\w+'s) (?:old )?car(?P<v>)",
        closes=True,
    )
    + rules(
        "school",
        rf"(?:studies|is studying|is a student|goes to school|is enrolled) (?:[\w ]{{2,40}} )?at {ANY}",
        r"(?:has )?transferred to (?P<v>(?-i:[A-ZÀ-Þ])(?!.*\b(?:office|team|department|branch|account)\b).*)",
        r"attends? (?P<v>(?-i:[A-ZÀ-Þ]).*)",
        r"goes to (?P<v>[\w .]{2,40}(?:University|College|School|High|Academy|Institute).*)",
    )
    + rules("school", r"(?:has |have )?graduated(?! from)\b", closes=True)
    + rules(
        "diet",
        rf"(?:has |have )?(?:started|began|begun|went back to|gone back to|is back to) eating (?:{CONSUMED}|chicken|dairy|seafood)\b",
        closes=True,
    )
    + rules(
        "role",
        rf"was an? (?P<v>(?:[\w-]+ ){{0,4}}?(?:{PROFESSIONS})\b)(?= for | until |[.,!]|$)",
        closes=True,
    )
    + rules(
        "education",
        rf"(?:has )?graduated from {ANY}",
        r"has an? (?P<v>(?:PhD|Ph\.D\.|master's|bachelor's|degree|MBA|doctorate|MSc|BSc|MD)\b.*)",
    )
    + rules(
        "phone",
        r"'s (?:new )?(?:(?:phone|mobile|cell|telephone)(?: ?phone)?(?: number)?|number) is (?:now )?(?P<v>[+\d][\d ()./-]{4,24}\d)",
    )
    + rules(
        "email",
        r"'s (?:new |work |personal )?e-?mail(?: address)? is (?P<v>[^\s@]{1,64}@[^\s@]{1,190}?)[.,;!]?(?:\s|$)",
    )
    + rules("timezone", rf"'s time ?zone is {ANY}")
    + rules("address", rf"'s (?:home |new |postal )?address is {ANY}")
    + rules(
        "native_language",
        rf"'s (?:native|first|mother) (?:language|tongue) is {ANY}",
        r"is a native (?P<v>\w+) speaker",
        rf"grew up speaking (?P<v>{LANGUAGES})\b",
    )
    + rules(
        "hometown",
        rf"(?:is|comes|is originally|came) (?:originally )?from {PLACE}",
        rf"grew up in {PLACE}",
        rf"'s hometown is {PLACE}",
    )
    + rules("birthplace", rf"was born (?:and raised )?in {PLACE}")
    + rules(
        "nationality",
        rf"is (?:an? )?(?P<v>{NATIONALITIES})\b(?! (?:teacher|citizen of|major|speaker|food|student))",
    )
    + rules(
        "allergy",
        rf"(?:is|has been) (?:severely |very |highly |deathly |extremely |mildly )?allergic to {ANY}",
        r"has (?:an? )?(?:severe |serious |mild |bad )?(?P<v>[\w ]{2,30}?) allerg(?:y|ies)\b",
        r"is (?P<v>lactose|gluten|fructose|histamine)[- ]intolerant",
        r"has an? (?:severe )?allergy to (?P<v>.+)",
        r"'s allerg(?:y|ies) (?:is|are|include) (?P<v>.+)",
    )
    + rules(
        "language",
        rf"(?:speaks?|is fluent in|also speaks|is learning|is studying|learns|knows) (?:fluent |some |a (?:bit|little) (?:of )?)?(?P<v>(?:{LANGUAGES})\b.*)",
    )
    + rules(
        "hobby",
        rf"'s (?:main |new |favorite )?(?:hobby|hobbies|pastimes?) (?:is|are|include) {ANY}",
        rf"(?:is|are) (?:really |very |super )?into {ANY}",
        rf"(?:(?:can )?plays?|has started playing|started playing|is learning to play|took up|has taken up|practices|practises|does) (?:the )?(?P<v>(?:{SPORTS}|{INSTRUMENTS})\b(?:(?:,? and |, )[\w-]+)*)",
        rf"(?:has )?t(?:ook|aken) up {ANY}",
        rf"is learning (?:the )?(?P<v>(?:{INSTRUMENTS})\b)",
    )
    + rules(
        "hobby",
        rf"(?:has |have )?(?:stopped|quit|gave up|given up) (?:playing |doing |practicing )?(?:the )?(?P<v>(?:{SPORTS}|{INSTRUMENTS})\b.*)",
        rf"(?:has |have )?(?:stopped|quit|gave up|given up) (?:playing|doing|practicing|practising|going) (?:the )?{ANY}",
        closes=True,
    )
    + rules(
        "consumes",
        r"(?:has |have )?(?:stopped|quit|gave up|given up|cut out) (?:eating |drinking |taking |using )(?P<v>.+)",
        rf"(?:has |have )?(?:stopped|quit|gave up|given up|cut out|swore off|sworn off|went off|gone off|is off) (?:all )?(?P<v>{CONSUMED})\b",
        closes=True,
    )
    + rules(
        "habit",
        r"(?:has |have )?(?:stopped|quit|gave up|given up) (?P<v>\w+ing\b.*)",
        closes=True,
    )
    + rules(
        "role",
        rf"works? as (?:an? |the )?{ANY}",
        rf"is working as (?:an? |the )?{ANY}",
        rf"(?:is|became|has become|has been|have been) (?:an? |the )(?P<v>(?:[\w-]+ ){{0,4}}?(?:{PROFESSIONS})\b)(?! at heart| of mine)",
        rf"(?:got|was|has been|just got) promoted to (?:an? |the )?{ANY}",
        rf"'s (?:job|profession|occupation|role|job title|position|new job|new role|title) is (?:an? |to |being an? )?(?!at |with ){ANY}",
    )
    + rules(
        "dislikes",
        rf"(?:really )?(?:dislikes?|hates?|loathes?|detests?|can't stand|cannot stand|can't bear|despises?) {ANY}",
        rf"is not a (?:big |huge )?fan of {ANY}",
    )
    + rules(
        "likes",
        rf"(?:likes?|loves?|enjoys?|prefers?|adores?|would rather have) (?!to (?:be|know)\b)(?:to )?{ANY}",
        rf"is (?:an? )?(?:big |huge |massive )?(?:fan of|fond of|passionate about|crazy about|obsessed with) {ANY}",
    )
    + rules(
        "consumes",
        r"(?:eats?|drinks?) (?P<v>\w.*)",
        rf"is back (?:on|to drinking|to eating) (?P<v>{CONSUMED})\b",
        rf"(?:has )?started (?:eating|drinking) (?P<v>{CONSUMED})\b(?: again)?",
    )
    + rules("habit", r"(?P<v>smokes?|vapes?)\b")
    + rules("habit", r"(?P<v>smoked|vaped|drinks?)(?=[ ,.]|$)", denied=True)
    + DAILY
)
HEDGES = re.compile(
    r"\b(?:currently|now|just|really|actually|still|also|recently|finally|already|absolutely|officially|happily|always|usually|truly|so|very much|definitely|mostly|mainly|totally|both|originally)\s+(?=\S)",
    re.IGNORECASE,
)
ENDED = re.compile(r"[, ]+(?:any ?more|any longer)\b", re.IGNORECASE)
NEGATED = re.compile(
    r"^(?:(?P<be>is|are|was) (?:not|no longer)|(?P<ben>isn't|aren't|ain't)|(?:does|do|did|has|have) (?:not|no longer)|doesn't|don't|no longer|(?P<used>used to)|never|hasn't|haven't|can't|cant|cannot) (?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
FREE_END = 400
PAST_OF = {
    "give": "gave",
    "stop": "stopped",
    "leave": "left",
    "move": "moved",
    "sell": "sold",
    "cancel": "cancelled",
    "drop": "dropped",
    "go": "went",
    "switch": "switched",
    "start": "started",
    "resign": "resigned",
    "take": "took",
}
FORCED = re.compile(
    rf"^(?:had to|managed to|was forced to) (?:just )?(?P<verb>{'|'.join(PAST_OF)}|quit)\b",
    re.IGNORECASE,
)
"""What somebody had to do, they did."""
POINTERS = words(
    """
    it that this them him her you these those everything nothing
    """
)


def slot_of(found: About) -> Slot | None:
    """The slot a statement fills or closes; `found` is its subject and predicate."""
    predicate = HEDGES.sub("", found.predicate[:FREE_END]).replace("’", "'")
    ended = ENDED.search(predicate) is not None or "no longer" in predicate.lower()
    predicate = FORCED.sub(
        lambda m: PAST_OF.get(m["verb"].lower(), m["verb"]), ENDED.sub("", predicate)
    )
    match = NEGATED.match(predicate)
    if (
        match is None
        or predicate.lower().startswith(("can't stand", "cannot stand", "can't bear"))
        or ("a fan of" in predicate and not ended)
    ):
        return _matched(found.subject, predicate, negated=False)
    verb = "is " if match["be"] or match["ben"] else ""
    rest = match["rest"]
    if match["used"] and rest.startswith("be "):
        verb, rest = "is ", rest[3:]
    slot = _matched(found.subject, verb + rest, negated=True)
    if slot and slot.attribute == "likes" and not ended and not match["used"]:
        return Slot(slot.subject, "dislikes", slot.value)
    return slot


SOME_RULE = re.compile(
    "|".join(re.sub(r"\(\?P<\w+>", "(?:", rule.pattern.pattern) for rule in RULES),
    re.IGNORECASE,
)
"""All rules at once: most predicates match none, and one look says so."""


def _matched(subject: str, predicate: str, *, negated: bool) -> Slot | None:
    if SOME_RULE.match(predicate) is None:
        return None
    for rule in RULES:
        match = rule.pattern.match(predicate)
        if match and (negated or not rule.denied):
            slot = _filled(subject, rule, match, negated)
            if slot is not None:
                return slot
    return None


def _filled(
    subject: str, rule: Rule, match: re.Match[str], negated: bool
) -> Slot | None:
    groups = match.groupdict()
    attribute = rule.attribute
    if attribute == "favorite":
        attribute = favorite(groups.get("kind") or "thing")
    if attribute == "own:":
        attribute = groups["kind"].lower().replace(" ", "_")
    elif attribute == "event:":
        attribute = f"event:{' '.join(groups['kind'].lower().split())}"
    value = value_of(attribute, groups.get("v"))
    if attribute == "relationship_status" and value is None and not rule.closes:
        value = "in a relationship"
    if not (rule.closes or negated) and (
        value is None or not _plausible(attribute, value)
    ):
        return None
    return Slot(subject, attribute, value, rule.closes or negated)


DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _plausible(attribute: str, value: str) -> bool:
    lower = value.lower()
    if attribute == "home":
        return not lower.startswith(
            (
                *DAYS,
                "a ",
                "an ",
                "my ",
                "their ",
                "fear",
                "harmony",
                "peace",
                "another ",
            )
        )
    if attribute == "employer":
        return not lower.startswith(
            ("home", "myself", "them", "least", "night", "a living", "hours")
        )
    if attribute == "age":
        return 0 < int(value) < 130
    if lower in POINTERS:
        return False
    return known(attribute, value) or attribute == "relationship_status"
