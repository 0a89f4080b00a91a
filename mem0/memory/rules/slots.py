"""What a slot is: one attribute of one subject, and how its values are spelled.

Attribute names are the same whatever the language, so "vivo en Madrid" and "I
live in Madrid" fill the same slot; a few closed vocabularies (diet, relationship,
what a favourite is of) are translated too, open values stay as they were said.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from mem0.memory.rules.wordlist import words

SINGLE_VALUED = words(
    """
    home employer role relationship_status diet age birthday name car school phone
    email timezone native_language hometown birthplace nationality address spouse
    height weight manager dentist doctor therapist landlord device:phone
    device:computer team grade field_of_study
    goal plan project username handle schedule shift salary rent budget blood_type
    go-to_order desk office shoe_size size best_friend pronouns religion bank
    insurance insurer provider wake-up_time bedtime nickname department deadline
    license_plate passport_number major minor dream_job go-to_drink commute
    go-to_restaurant user_name router
    """
)
TITLES = words(
    """
    the a an my their his her our some
    """
)
STOP = re.compile(
    r"\s*(?:[,;!?()\[\]…]|\.(?=\s*$|\s+(?![A-ZÀ-Þ])|\s+(?:The|And|But|It)\b)|\s[–—-]\s|:\s|$)|\s+(?:and|but|because|since|with|so|when|where|which|who|while|"
    r"now|btw|tbh|lol|anymore|any more|these days|nowadays|at the moment|right now|currently|though|although|if|after|before|until|as|"
    r"for (?:the|a|about|over|\d+|my|his|her|their|many|work|two|three|four|five|six|seven|eight|nine|ten|years)|by|from|on \w+days?|originally|to (?:be|join|teach|study|work|help|start|take|get|pursue|attend|care|look|open|run|find|learn|do|try|save)|that|than|every|instead|"
    r"in (?:19|20)\d\d|in (?:the )?(?:spring|summer|autumn|fall|winter)|too|again|already|fluently|natively|definitely|for sure|obviously|probably|last|next|this|lately|recently|together|over|rather|full[- ]time|part[- ]time|"
    r"como|comme|als|come|y|pero|porque|desde|con|cuando|donde|ahora|et|mais|depuis|avec|parce|quand|maintenant|und|aber|weil|seit|mit|wenn|jetzt|"
    r"e|mas|há|com|quando|agora|ma|perché|con|adesso|ora|en|maar|omdat|sinds|met|и|но|с)(?=\s|[,.;!?]|$)",
    re.IGNORECASE,
)
PLACED = re.compile(r"\s(?:in|en|à|em|a)\s(?=[A-ZÀ-Þ])")
"""Where the place of a company or a school begins."""
CALLED = re.compile(r"^[a-z ]{2,40} (?:called|named) (?=[A-ZÀ-Þ])")
HOUSED = re.compile(
    r"^(?:an?|the|our|my|their) [\w -]{2,30}? (?:in|near|outside) (?=[A-ZÀ-Þ])"
)
"""What of "a flat in Dresden" is not the place."""
MAX_VALUE_WORDS = 6
ACCENTS = frozenset("\u0300\u0301\u0302\u0303\u0308\u0327")
ARTICLES = words(
    """
    un una el la los las une le les um uma o ein eine einem einer einen der dem
    die uno il lo de het een
    """
)
"""Before the name of an employer or a job, where they are not part of it."""
CANONICAL = {
    "diet": {
        "vegetarian": "vegetarian végé vegetarisches vegetariano vegetariana végétarien végétarienne vegetarier vegetarierin vegetarisch vegetariër вегетарианец veggie вегетарианка vegetarians",
        "plant-based": "plant-based",
        "vegan": "vegan veganist veganistisch веганом веганкой vegano vegana végane vegane veganer veganerin vegetalien végétalien веган веганка vegans vegetaliana вегетарианцем вегетарианкой vegetarisch",
        "pescatarian": "pescatarian pescetarian pescetariano pescetariana pescatarien",
    },
    "relationship_status": {
        "single": "single soltero soltera célibataire solteiro solteira ledig alleinstehend celibe nubile vrijgezel холост",
        "married": "married casado casada marié mariée verheiratet sposato sposata getrouwd женат замужем casei casamos casé geheiratet casó casamos casaron sposati sposò mariés geheiratet casou",
        "divorced": "divorced divorciado divorciada divorcé divorcée geschieden divorziato divorziata gescheiden разведен разведена разведён разведены divorcié divorciamos divorció divorcei divorciei divorciou scheiden divorziato divorcés divorciámo-nos divorciei-me",
        "civil union": "pacsé pacsée pacsés pacsées",
        "engaged": "engaged comprometido comprometida fiancé fiancée verlobt noivo noiva fidanzato fidanzata verloofd помолвлена помолвлен prometido prometida prometí prometimos fiancés fidanzati",
        "widowed": "widowed viudo viuda veuf veuve verwitwet viúvo viúva vedovo vedova weduwe weduwnaar вдовец вдова",
        "separated": "separated separado separada séparé séparée getrennt separato separata separé separamos separó separados separei separou separámo-nos separei-me séparés séparées lasciati separati uit",
    },
}
KINDS = {
    "color": "color colour farbe couleur cor colore kleur цвет",
    "food": "food dish meal comida plato plat nourriture essen prato cibo piatto eten еда блюдо gerecht",
    "movie": "movie film película filme фильм",
    "book": "book libro livre buch livro boek книга",
    "city": "city ciudad ville stadt cidade città stad город",
    "sport": "sport deporte esporte desporto спорт",
    "music": "music música musique musik musica muziek музыка",
    "band": "band banda grupo groupe gruppe gruppo",
    "song": "song canción chanson lied música canzone",
    "drink": "drink bebida boisson getränk bevanda drankje напиток",
    "animal": "animal tier animale dier животное",
    "season": "season estación saison jahreszeit estação stagione seizoen",
    "team": "team equipo équipe mannschaft equipa squadra time",
    "restaurant": "restaurant restaurante ristorante",
    "number": "number número nombre zahl numero",
    "day": "day día jour tag dia giorno",
}


def unaccented(word: str) -> str:
    """The word as it is typed in a hurry."""
    apart = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(c for c in apart if c not in ACCENTS))


def _reversed(table: dict[str, str]) -> dict[str, str]:
    found = {
        word: name for name, words in reversed(table.items()) for word in words.split()
    }
    return {unaccented(word): name for word, name in found.items()} | found


WORDS = {attribute: _reversed(table) for attribute, table in CANONICAL.items()}
WORDS["habit"] = _reversed(
    {
        "smoking": "smoke smokes smoked smoker fumar fumer rauchen fumare roken rauche fumo fume rook курю курить",
        "vaping": "vape vapes vaped vaper",
        "drinking": "drink drinks drinker",
    }
)
FAVOURITES = _reversed(KINDS)


@dataclass(frozen=True, slots=True)
class Slot:
    """A filled slot. `closes`: it no longer holds (any value, when `value` is None)."""

    subject: str
    attribute: str
    value: str | None
    closes: bool = False
    text: str | None = None
    """Set when the slot needs a statement of its own, other than the clause."""

    @property
    def single_valued(self) -> bool:
        return is_single_valued(self.attribute)


def is_single_valued(attribute: str) -> bool:
    """Whether somebody can have only one value of the attribute at a time."""
    return attribute in SINGLE_VALUED or attribute.startswith(("favorite:", "event:"))


def favorite(kind: str) -> str:
    """The attribute name of a favourite something."""
    word = " ".join(kind.lower().split())
    return f"favorite:{FAVOURITES.get(word, word)}"


def value_of(attribute: str, raw: str | None) -> str | None:
    """The value as it is kept: cut where the clause goes on, without articles."""
    if raw is None:
        return None
    text = raw.strip()
    if attribute not in {"email", "phone", "birthday"}:
        end = PLACED.search(text) if attribute in {"employer", "school"} else None
        text = text[: end.start()] if end else text
        text = CALLED.sub("", text) if attribute == "employer" else text
        text = HOUSED.sub("", text) if attribute == "home" else text
        end = STOP.search(text)
        text = text[: end.start()] if end else text
    words = text.strip(" .!?\"“”'").split()[:MAX_VALUE_WORDS]
    while len(words) > 1 and words[0].lower() in TITLES and words[0] != "The":
        words = words[1:]
    if attribute in {"employer", "role"}:
        while len(words) > 1 and words[0] in ARTICLES:
            words = words[1:]
    value = " ".join(words)
    return WORDS.get(attribute, {}).get(value.lower(), value) or None


def known(attribute: str, value: str | None) -> bool:
    """Whether a value of a closed vocabulary is one of it."""
    return attribute not in CANONICAL or value in CANONICAL[attribute]
