"""Makes a statement of a short answer and the question it answers.

"Where do you live?" – "Porto." states a home, though neither sentence does. Only
English, only short answers, and the caller keeps the statement only if it fills a
slot, so that "Shall I go on?" – "Yes." stays nothing.
"""

from __future__ import annotations

import re

MAX_WORDS = 8
YES = re.compile(
    r"^(?:yes|yeah|yep|yup|correct|exactly|right|that['’]s right|i do|i am|indeed|sure|(?:i )?love it|absolutely|definitely|of course|totally|very much|big time|i sure do)\b"
    r"(?:[ ,]+(?:i do|i am|exactly|that['’]s right|correct))?[.! ]*$",
    re.IGNORECASE,
)
NO = re.compile(
    r"^(?:no|nope|nah|not really|not at all|never|(?:i )?hate it|not a fan|(?:i )?can['’]t stand it)\b(?:[ ,]+(?:i don['’]t|i['’]m not|i am not|not at all))?[.! ]*$",
    re.IGNORECASE,
)
CONFIRMING = re.compile(
    r"^(?:yes|yeah|yep|yup|sure|actually|well|oh|hmm+|no|nope)\b\s*[,:.!–—-]+\s*",
    re.IGNORECASE,
)
ASIDES = re.compile(
    r",? (?:definitely|for sure|probably|obviously|of course|i guess|i think|no doubt|always|hands down|by far|currently|now)[.!]*$",
    re.IGNORECASE,
)
BESIDE = re.compile(
    r"^(?:just |right |a bit )?(?:outside|near|close to|around|by|on|north of|south of|east of|west of|next to|between) ",
    re.IGNORECASE,
)
NO_MORE = re.compile(
    r"^(?:(?:no|nope|nah)[, ]+)?(?:not any ?more|no longer|(?:i )?used to(?: be)?|i was|i did)\b[^?]{0,30}$",
    re.IGNORECASE,
)
TAGGED = re.compile(
    r"^(?:so |and |ok(?:ay)?,? |then )*you(?P<verb>['’]re| are|['’]ve| have| live| work| like| love| prefer| own) (?P<rest>[^?]{3,80}?),? (?:right|correct|yes|is that right|aren['’]t you|don['’]t you|haven['’]t you)\s*\?$",
    re.IGNORECASE,
)
LIVED = re.compile(
    r"\byou (?:still |currently )?live in (?P<old>[^?]{2,40})\?$", re.IGNORECASE
)
IN_NOW = re.compile(
    r"^(?:i(?:['’]m| am) )?(?:now )?in (?P<new>[A-ZÀ-Þ][\w'’ -]{1,40}?)(?: now| these days)?[.!]*$",
    re.IGNORECASE,
)
STILL_AT = re.compile(
    r"(?:^|[,;] |and |so )(?:are you still|do you still work|are you) (?:at|with|for|working (?:at|for)) (?P<old>[A-ZÀ-Þ][\w&'’ -]{1,40}?)(?: these days| now)?\s*\?$",
    re.IGNORECASE,
)
SWITCHED = re.compile(
    r"^(?:i(?:['’]m| am)? )?(?:just |recently )?(?:moved|switched|went|changed|now|at|with|over) (?:over )?(?:to |at |with )?(?P<new>[A-ZÀ-Þ].*?)(?: now)?[.!]*$"
)
SHARED = re.compile(
    r"(?:^|[,;] |and |so )do you (?P<verb>have|own|play|speak|drive) (?P<any>any|other|another|a|an|some)?\b[^?]{0,60}\?$",
    re.IGNORECASE,
)
BARE = re.compile(r"^(?:an?|one|two|three|four|five|six|my|just)\b", re.IGNORECASE)
IS_IT = re.compile(r"(?:^|[,;] |and |so )are you\b[^?]{1,60}\?$", re.IGNORECASE)
OPEN = tuple(
    (re.compile(rf"(?:^|[,;] |and |so )(?:{question})\s*\?$", re.IGNORECASE), form)
    for question, form in (
        (
            r"where do you (?:currently |now )?live(?: now)?|where are you (?:based|living)(?: now)?",
            "I live in {}",
        ),
        (r"what(?:['’]s| is) your name|what should i call you", "My name is {}"),
        (r"how old are you|what(?:['’]s| is) your age", "I am {} years old"),
        (
            r"what(?:['’]s| is) (?:the name of your (?P<who>[\w-]{2,20})|your (?P<who2>[\w-]{2,20})(?:['’]s)? (?:name|called))",
            "My {what}'s name is {}",
        ),
        (
            r"where do you work|who do you work for|which company do you work (?:for|at)",
            "I work at {}",
        ),
        (
            r"what do you do(?: for (?:a living|work))?|what(?:['’]s| is) your (?:job|profession|occupation)",
            "I work as {}",
        ),
        (r"where are you from|where do you come from", "I am from {}"),
        (
            r"what are you allergic to|(?:(?:do you have|are there) )?any (?:food )?allergies(?: i should (?:know|be aware)(?: about| of)?)?(?: or intolerances)?|are you allergic to anything",
            "I am allergic to {}",
        ),
        (
            r"what(?:['’]s| is| are) your (?P<what>favou?rite [\w ]{2,30}|phone number|email(?: address)?|birthday|native language|time ?zone|hobbies|hobby)",
            "My {what} is {}",
        ),
        (r"what languages? do you speak|which languages? do you speak", "I speak {}"),
        (r"what(?: kind of)? (?:car|vehicle) do you drive", "I drive a {}"),
        (r"when(?:['’]s| is) your birthday", "My birthday is {}"),
    )
)
CLOSED = re.compile(
    r"(?:^|[,;] |and |so )(?P<aux>do|are|have) you (?:still |currently |also )?(?P<rest>[^?,]{3,80})\s*\?$",
    re.IGNORECASE,
)
LEAD = re.compile(
    r"^(?:it['’]s|it is|in|at|i think|probably|oh|well|um|a|an)\s*,?\s+", re.IGNORECASE
)
SENTENCE = re.compile(r"\b(?:i|i['’]m|my|we|you)\b", re.IGNORECASE)


def statement(question: str, answer: str) -> str | None:
    """What the answer states, in the first person; None if that is not clear."""
    asked = question.strip()
    readers = (_agreed, _employed, _housed, _confirmed, _valued)
    said = (reader(asked, answer) for reader in readers)
    return next((text for text in said if text is not None), None)


def _agreed(asked: str, answer: str) -> str | None:
    """ "So you're from Leeds, right?" – "Yes!" """
    match = TAGGED.match(asked)
    if match is None or not YES.match(answer):
        return None
    return f"I{_first(match['verb'])} {match['rest']}."


def _first(verb: str) -> str:
    """The verb of "you're …" as it follows "I"."""
    return {"'re": "'m", "are": " am"}.get(verb.strip().replace("’", "'"), verb)


def _employed(asked: str, answer: str) -> str | None:
    """ "Still at Acme?": the employer left, kept or taken instead."""
    match = STILL_AT.search(asked)
    if match is None:
        return None
    if moved := SWITCHED.match(CONFIRMING.sub("", answer)):
        return f"I switched jobs to {moved['new']}."
    if YES.match(answer):
        return f"I work at {match['old']}."
    left = NO.match(answer) or NO_MORE.match(answer)
    return f"I don't work at {match['old']} anymore." if left else None


def _housed(asked: str, answer: str) -> str | None:
    """ "Do you still live in Denver?" – "No, I'm in Boulder now." """
    moved = IN_NOW.match(CONFIRMING.sub("", answer)) if LIVED.search(asked) else None
    return f"I live in {moved['new']}." if moved else None


def _confirmed(asked: str, answer: str) -> str | None:
    """ "Do you smoke?" – "No", "Not anymore", "I do"."""
    match = CLOSED.search(asked)
    ended = NO_MORE.match(answer) is not None
    if match is None or not (ended or YES.match(answer) or NO.match(answer)):
        return None
    denied = ended or NO.match(answer) is not None
    said = _repeated(match, denied=denied)
    return f"{said} anymore" if ended else said


def _valued(asked: str, answer: str) -> str | None:
    """ "Where do you live?" – "Porto." """
    said = ASIDES.sub("", CONFIRMING.sub("", answer))
    words = said.split()
    if not words or len(words) > MAX_WORDS or said.endswith("?"):
        return None
    if SENTENCE.search(said) or YES.match(said) or NO.match(said):
        return None
    return _opened(asked, said) or _shared(asked, answer, said)


def _opened(question: str, said: str) -> str | None:
    """The answer to a question for a value."""
    for pattern, form in OPEN:
        match = pattern.search(question)
        if match:
            if form == "I live in {}" and BESIDE.match(said):
                return f"I live {said[0].lower()}{said[1:]}"
            value = LEAD.sub("", said).strip(" .!")
            named = match.groupdict()
            what = named.get("what") or named.get("who") or named.get("who2")
            return form.format(value, what=what)
    return None


def _shared(question: str, answer: str, said: str) -> str | None:
    """ "Do you have pets?" – "Yes, two cats."; "Are you married?" – "Divorced." """
    asked = SHARED.search(question)
    if asked and (said != answer or BARE.match(said)) and not NO.match(answer[:3]):
        verb = asked["verb"].lower()
        return f"I {verb} {said[0].lower() if BARE.match(said) else said[0]}{said[1:]}"
    if IS_IT.search(question) and len(said.split()) <= 3:
        return f"I am {said[0].lower()}{said[1:]}"
    return None


def _repeated(question: re.Match[str], *, denied: bool) -> str:
    aux = question["aux"].lower()
    rest = re.sub(r"\byour\b", "my", question["rest"].strip(), flags=re.IGNORECASE)
    if aux == "do":
        return f"I don't {rest}" if denied else f"I {rest}"
    verb = {"are": "am", "have": "have"}[aux]
    return f"I {verb} not {rest}" if denied else f"I {verb} {rest}"
