"""Makes a statement of a short answer and the question it answers.

"Where do you live?" – "Porto." states a home, though neither sentence does. Only
English, only short answers, and the caller keeps the statement only if it fills a
slot, so that "Shall I go on?" – "Yes." stays nothing.
"""

from __future__ import annotations

import re

MAX_WORDS = 6
YES = re.compile(
    r"^(?:yes|yeah|yep|yup|correct|exactly|right|that['’]s right|i do|i am|indeed|sure)\b"
    r"(?:[ ,]+(?:i do|i am|exactly|that['’]s right|correct))?[.! ]*$",
    re.IGNORECASE,
)
NO = re.compile(
    r"^(?:no|nope|not really|not at all)\b(?:[ ,]+(?:i don['’]t|i['’]m not|i am not|not at all))?[.! ]*$",
    re.IGNORECASE,
)
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
            r"where do you work|who do you work for|which company do you work (?:for|at)",
            "I work at {}",
        ),
        (
            r"what do you do(?: for (?:a living|work))?|what(?:['’]s| is) your (?:job|profession|occupation)",
            "I work as {}",
        ),
        (r"where are you from|where do you come from", "I am from {}"),
        (
            r"what are you allergic to|(?:do you have )?any allergies|do you have any (?:food )?allergies",
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
    closed = CLOSED.search(question.strip())
    if closed and (YES.match(answer) or NO.match(answer)):
        return _confirmed(closed, denied=NO.match(answer) is not None)
    words = answer.split()
    if (
        not words
        or len(words) > MAX_WORDS
        or SENTENCE.search(answer)
        or answer.endswith("?")
    ):
        return None
    if YES.match(answer) or NO.match(answer):
        return None
    for pattern, form in OPEN:
        match = pattern.search(question.strip())
        if match:
            value = LEAD.sub("", answer).strip(" .!")
            return form.format(value, what=match.groupdict().get("what"))
    return None


def _confirmed(question: re.Match[str], *, denied: bool) -> str:
    aux = question["aux"].lower()
    rest = re.sub(r"\byour\b", "my", question["rest"].strip(), flags=re.IGNORECASE)
    if aux == "do":
        return f"I don't {rest}" if denied else f"I {rest}"
    verb = {"are": "am", "have": "have"}[aux]
    return f"I {verb} not {rest}" if denied else f"I {verb} {rest}"
