"""English verbs: which words are verbs, and their third person.

Turning "I" into a name needs agreement ("I have" → "Ana has", "I do not" → "Ana
does not") and needs past forms left alone; both are lists, not grammar.
"""

from __future__ import annotations

from mem0.memory.rules.wordlist import words

THIRD = {
    "am": "is",
    "'m": "is",
    "are": "is",
    "'re": "is",
    "have": "has",
    "'ve": "has",
    "do": "does",
    "go": "goes",
    "don't": "doesn't",
    "dont": "doesn't",
    "haven't": "hasn't",
    "havent": "hasn't",
    "aren't": "isn't",
    "ain't": "isn't",
    "were": "was",
    "weren't": "wasn't",
    "undergo": "undergoes",
}
FIXED = words(
    """
    was is has had did does will would can could shall should may might must ought
    wasn't didn't hadn't won't wouldn't can't cannot couldn't shouldn't mightn't
    mustn't isn't doesn't hasn't cant wont didnt gonna
    """
)
PAST = words(
    """
    was were had did went got came saw met made took bought ran won lost left
    found began became built broke brought caught chose drove ate fell felt flew
    forgot gave grew heard held kept knew learnt led lent paid quit rode said sang
    sat sent sold slept spent spoke stood swam taught thought threw told
    understood woke wore wrote hit hurt shot sank stuck struck swore tore dealt
    dreamt dug drew drank fed fought fled forgave froze hid hung laid lay lit
    cut outgrew meant rang rose shook shone showed shut slid split stole sought spun swept
    wept wound withdrew burnt spilt bent bet bit bled blew bred cast crept dove
    ground leapt overcame proved rebuilt retook sewed shrank spelt spat sprang
    stung stank strode strove upset wed withstood underwent wound gotten been
    """
)
BASE_ED = words(
    """
    need feed speed bleed breed succeed proceed exceed embed heed seed weed shed
    shred wed bed tread spread
    """
)
NOT_ADVERB = words(
    """
    apply fly rely supply reply comply multiply imply ally bully tally
    """
)
ADVERBS = words(
    """
    also always just never still often really usually sometimes currently now
    actually already soon ever even only both either once then again recently
    finally mostly rather kind sort of quite so too almost hardly barely
    officially generally maybe perhaps personally definitely today lately
    typically normally rarely seldom occasionally frequently absolutely totally
    honestly truly simply probably possibly certainly obviously clearly basically
    literally strongly deeply first not longer no all as well each have_to
    """
) - {"not"}
BASE = words(
    """
    live work like love enjoy prefer hate have own drive play study speak eat
    drink cook bake run walk swim hike travel teach learn read write watch listen
    collect practice practise train coach volunteer sing dance paint draw code
    program design build make sell buy manage lead run own rent share use need
    want wish hope plan think believe know feel see go come take get give keep
    carry wear sleep wake visit call commute ride climb surf ski garden knit sew
    photograph film record produce help support care look smoke vape meditate pray
    worship exercise lift row sail fish hunt camp shop order pay save invest trade
    grow raise breed foster adopt suffer struggle find try start stop quit join
    attend major minor graduate research develop maintain test review edit publish
    blog stream post follow subscribe belong attend do say tell ask answer talk
    chat discuss meet date miss remember forget consider worry fear dislike avoid
    skip stay remain move leave bring send receive host organize organise
    celebrate serve represent specialize specialise focus handle consult freelance
    drink crave love bike cycle jog row box wrestle gamble relax rest spend earn
    cost wish dream hold suppose guess mean let put set pick clean wash iron mow
    feed walk paint repair fix assemble tutor mentor babysit nurse parent bet
    """
)
PAST_COORDINATED = words(
    """
    moved started bought got adopted sold quit joined left broke married switched
    became went stopped graduated bought finished visited met lost found won began
    took made launched founded opened signed booked landed changed retired
    returned settled worked lived studied learned ran wrote had saw ate
    """
)
PRESENT_AFTER_PAST = words(
    """
    work study teach own drive rent play speak
    """
)
AUXILIARIES = words(
    """
    is are was were am has have had does do did will would can could should may
    might must isn't aren't wasn't weren't hasn't haven't doesn't don't didn't
    won't can't cannot couldn't wouldn't i'm i've i'll i'd im ive we're we've we'll he's
    she's it's they're that's there's who's used got born named called
    """
)
SIBILANTS = ("s", "x", "z", "ch", "sh", "o")


def third_person(word: str) -> str:
    """The third person singular of the verb form that followed "I"."""
    lower = word.lower().replace("’", "'")
    if lower in THIRD:
        return THIRD[lower]
    if unchanged(lower):
        return word
    return word + _ending(lower) if not _consonant_y(lower) else word[:-1] + "ies"


def unchanged(lower: str) -> bool:
    """Whether the form is the same for every person (past, modal, participle)."""
    if lower in FIXED or lower in PAST or not lower.isascii() or not lower.isalpha():
        return True
    return is_past(lower) or (lower.endswith("ing") and len(lower) > 5)


def is_past(lower: str) -> bool:
    regular = lower.endswith("ed") and lower not in BASE_ED and len(lower) > 3
    return lower in PAST or regular


def is_base(lower: str) -> bool:
    return lower in BASE and lower not in {"i"}


def is_adverb(lower: str) -> bool:
    if lower in ADVERBS:
        return True
    return lower.endswith("ly") and len(lower) > 4 and lower not in NOT_ADVERB


def has_verb(words: list[str]) -> bool:
    """Whether some word is certainly or very probably a verb form."""
    return any(
        w in AUXILIARIES or w in BASE or is_past(w) or _third_of_base(w) for w in words
    )


def _third_of_base(word: str) -> bool:
    if not word.endswith("s"):
        return False
    return word[:-1] in BASE or word[:-2] in BASE or word[:-3] + "y" in BASE


def _consonant_y(lower: str) -> bool:
    return lower.endswith("y") and len(lower) > 2 and lower[-2] not in "aeiou"


def _ending(lower: str) -> str:
    return "es" if lower.endswith(SIBILANTS) else "s"
