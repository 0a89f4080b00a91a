"""The extractor that works without a language model.

Reads messages in order and keeps what states something about a speaker or their
world, each clause as one fact. Every refusal is counted with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from mem0.memory.languages.detect import language_of
from mem0.memory.rules import (
    answers,
    clauses,
    english_slots,
    foreign_answers,
    foreign_gate,
    foreign_passing,
    foreign_slots,
    gate,
    phrases,
    spoken,
    statement,
)
from mem0.memory.rules.conversation import Conversation
from mem0.memory.rules.person import rewrite
from mem0.memory.rules.segments import MAX_STATEMENT, sentences
from mem0.memory.rules.speakers import (
    Person,
    labelled,
    learned_name,
    person_of,
    side_of,
    transcribed,
)
from mem0.memory.rules.stems import stems
from mem0.memory.rules.subjects import About, about, mentioned
from mem0.memory.rules.topics import Wishes, wishes
from mem0.memory.types import Extraction, Fact, Instructions, Message, Record

RULED = frozenset({"en", *foreign_slots.LANGUAGES})
"""Languages that there are rules for; others are kept word for word."""
MAX_SENTENCES = 2_000
"""Of one message. A message of 100,000 characters has half as many."""
SHALLOW = frozenset({"low", "shallow", "basic", "minimal", "brief", "essential"})
"""Words for a depth at which only statements that fill a slot are kept."""
WORD = re.compile(r"[^\W_]+")
QUOTED = re.compile(r"^[\"“«'‘][^\"“”«»]{0,2000}[\"”»'’][.!]?$")
CORRECTION = re.compile(
    r"^(?:i mean(?:t)?(?: to say)?|it(?:['’]s| is| was)|that(?:['’]s| is| should be)|make (?:that|it)|it should be|should be|es|era|quise decir|quer[ií]a decir|c['’]est|je voulais dire|es ist|ich meinte|é|quis dizer|queria dizer|volevo dire|ik bedoelde|имел[аи]? в виду)\s+(?P<value>[^,;.!?]{1,60}?)(?:,? (?:not|no|pas|nicht|n[ãa]o|non|niet|не) [^.!?]{1,60})?[.!]*$",
    re.IGNORECASE,
)
NAMED_IT = re.compile(
    r"(?:,? and|,) (?:(?:we|i|I)(?:['’]ve)? )?(?:named|called) (?:him|her|it|them) (?P<name>[A-ZÀ-Þ])"
)
YOUR = re.compile(r"\byour\b", re.IGNORECASE)
CHRISTENED = re.compile(
    r"^(?:(?:and )?(?:(?:his|her|its|their) names?(?:['’]s| is| are)|(?:he|she|it|they)(?:['’]s|['’]re| is| are) (?:called|named)|(?:i|we) (?:named|called) (?:him|her|it|them)))\s+"
    r"(?P<name>(?-i:[A-ZÀ-Þ])[\w'’-]+(?:,? and (?-i:[A-ZÀ-Þ])[\w'’-]+)?)[.!]*$",
    re.IGNORECASE,
)
THE_USER = re.compile(r"^(?:the )?user(?P<owns>['’]s)?(?= )", re.IGNORECASE)
FOREIGN_QUESTION = re.compile(r"[?？؟]\W*$")
LETTER = re.compile(r"[^\W\d_]")


class RuleExtractor:
    """Deterministic; makes no request, reads no file, keeps no state between calls."""

    model = "rules"
    wants_known = False

    def extract(
        self,
        messages: Sequence[Message],
        *,
        known: Sequence[Record] = (),
        recent: Sequence[Message] = (),
        instructions: Instructions,
        agent_scoped: bool = False,
        names: Mapping[str, str] | None = None,
    ) -> Extraction:
        """Facts of `messages`; `recent` come before them and are context only.

        `names` maps a message's name, or else its role, to the name shown. Never
        raises on any text.
        """
        reader = _Reader(instructions, names or {}, learned_name([*recent, *messages]))
        reader.talk.alone = not any(
            side_of(m.role) == "user" and m.content.strip()
            for m in [*recent, *messages]
        )
        for message in recent:
            reader.read(message, -1)
        reader.talk.forget_facts()
        for source, message in enumerate(messages):
            reader.read(message, source)
        return Extraction(tuple(reader.talk.facts), dict(+reader.talk.dropped))


class _Reader:
    """Reads one conversation."""

    def __init__(
        self, wanted: Instructions, names: Mapping[str, str], learned: str | None
    ) -> None:
        self.wanted = wanted
        self.wishes: Wishes = wishes(wanted)
        self.shallow = (wanted.depth or "").strip().casefold() in SHALLOW
        self.names = names
        self.learned = learned
        self.talk = Conversation()

    def read(self, message: Message, source: int) -> None:
        refused = _refused(message)
        if refused:
            self.talk.dropped[refused] += 1
            return
        speaker = person_of(message, self.learned, self.names)
        labels = 0
        asked, self.talk.asked = self.talk.asked, None
        for place, sentence in enumerate(self._sentences(message)):
            text = sentence
            if asked and place == 0 and speaker.side == "user":
                text = self._answered(asked, text, speaker)
            if (label := labelled(text, labels)) is not None:
                labels += 1
                speaker, text = (
                    Person(speaker.side, label[0], label[0], named=True),
                    label[1],
                )
            elif (pasted := transcribed(text)) is not None:
                role, text = pasted
                speaker = person_of(
                    Message(role, text, message.said_at), self.learned, self.names
                )
            self._sentence(text, message, source, speaker)

    def _answered(self, asked: str, text: str, speaker: Person) -> str:
        """A short answer as the statement it makes, if that fills a slot."""
        code = language_of(asked, self.talk.language or "en")
        if code != "en":
            return _foreign_answer(asked, text, code)
        stated = answers.statement(asked, text)
        if stated is None or phrases.reason_for(text) in {"greeting", "thanks"}:
            return text
        found = about(rewrite(stated, speaker.name), speaker.name, speaker.key)
        return stated if found and english_slots.slot_of(found) else text

    def _sentences(self, message: Message) -> list[str]:
        """The message's sentences, each once, and no more than can be read in time."""
        found = [
            sentence.text for sentence in sentences(message.content, self.talk.dropped)
        ]
        different = list(dict.fromkeys(found))
        self.talk.dropped["repeated"] += len(found) - len(different)
        self.talk.dropped["too_long"] += max(0, len(different) - MAX_SENTENCES)
        return different[:MAX_SENTENCES]

    def _sentence(
        self, text: str, message: Message, source: int, speaker: Person
    ) -> None:
        reason = self._refusal(text)
        if reason is None:
            code = language_of(text, self.talk.language or "en")
            self.talk.language = code if code in RULED else self.talk.language
            if speaker.side == "assistant":
                reason = self._assistant(text, code, named=speaker.named)
            else:
                reason, text = self._user(text, code, speaker, source)
        if reason == "question" and speaker.side == "user":
            self._met(text, None, speaker)
        if reason is not None:
            self._refused(text, reason, message, source, speaker)
        elif text:
            self._state(text, message, source, speaker, code)

    def _refused(
        self, text: str, reason: str, message: Message, source: int, speaker: Person
    ) -> None:
        """Count a refusal, or keep the sentence after all, word for word."""
        if self.wanted.gate != "keep-everything" or reason in {"empty", "too_long"}:
            self.talk.dropped[reason] += 1
            return
        clause = statement.Clause(text, message, source, speaker, None, None)
        for fact in statement.foreign(clause, self.wanted):
            self._keep(fact, speaker)

    def _refusal(self, text: str) -> str | None:
        if len(text) > MAX_STATEMENT:
            return "too_long"
        if not LETTER.search(text):
            return "empty"
        if QUOTED.match(text):
            return "quoted"
        return _set_phrase(text)

    def _assistant(self, text: str, code: str | None, *, named: bool) -> str | None:
        if text.rstrip().endswith(("?", "？")):
            self.talk.asked = text
            self._met(
                YOUR.sub("my", text), None, Person("user", "User", "User", named=False)
            )
            return "question"
        plain = phrases.without_lead(text)
        if phrases.reason_for(plain):
            return "assistant_small_talk"
        if self.talk.echoes(_stems(plain)) and not gate.COMMITMENT.match(plain):
            return "assistant_restatement"
        if code == "en":
            return gate.assistant_reason(plain, alone=self.talk.alone, named=named)
        return None if self.talk.alone else "assistant_small_talk"

    def _user(
        self, text: str, code: str | None, speaker: Person, source: int
    ) -> tuple[str | None, str]:
        """Why a user's sentence goes, or what of it stays ("": it was a correction)."""
        corrects = phrases.CORRECTING.match(text) is not None
        plain = spoken.trimmed(phrases.without_lead(text), code)
        reason = _set_phrase(plain)
        if reason:
            return reason, plain
        if (
            corrects
            and (match := CORRECTION.match(plain))
            and self.talk.correct(speaker, match["value"].strip(), source)
        ):
            return None, ""
        if code == "en":
            return _english(plain)
        return _foreign(plain, code)

    def _state(
        self,
        text: str,
        message: Message,
        source: int,
        speaker: Person,
        code: str | None,
    ) -> None:
        text = phrases.without_particles(phrases.without_lead(text))
        if code == "en":
            self._state_english(text, message, source, speaker)
            return
        for part in foreign_slots.clauses(text, code):
            clause = statement.Clause(part, message, source, speaker, None, code)
            for fact in statement.foreign(clause, self.wanted):
                self._keep(fact, speaker)

    def _state_english(
        self, text: str, message: Message, source: int, speaker: Person
    ) -> None:
        listener = (self.learned or "User") if speaker.side == "assistant" else None
        if speaker.side == "assistant":
            text = THE_USER.sub(lambda m: f"{listener}{m['owns'] or ''}", text)
        text = self._christened(clauses.corrected(text), speaker)
        for part in clauses.clauses(text):
            clause = statement.Clause(part, message, source, speaker, listener, "en")
            facts, found = statement.english(clause, self.talk.person, self.wanted)
            self._met(part, found, speaker)
            for fact in facts:
                self._keep(fact, speaker)

    def _christened(self, text: str, speaker: Person) -> str:
        """ "We got a kitten. Her name's Olive": whose name it is."""
        text = NAMED_IT.sub(r" named \g<name>", text)
        last = self.talk.last_slot.get(speaker.key)
        match = CHRISTENED.match(text)
        if match is None or last is None or last.attribute not in {"pet", "child"}:
            return text
        owned = (last.value or "").split()[-1:]
        if not owned or last.closes:
            return text
        verb = "are" if "and" in match["name"] else "is"
        return f"My {owned[0]} {verb} called {match['name']}"

    def _met(self, text: str, found: About | None, speaker: Person) -> None:
        """Remember whom "he" and "she" may mean from here on."""
        if found is not None and found.subject != speaker.key:
            self.talk.person = found
        else:
            named = mentioned(text, speaker.name, speaker.key)
            self.talk.person = named or self.talk.person

    def _keep(self, fact: Fact, speaker: Person) -> None:
        if not LETTER.search(fact.text):
            self.talk.dropped["empty"] += 1
            return
        if self.shallow and fact.attribute is None:
            self.talk.dropped["depth"] += 1
            return
        if not self.wishes.allows(fact.text, fact.categories or (), fact.attribute):
            self.talk.dropped["excluded"] += 1
            return
        if fact.attributed_to == "user":
            self.talk.said.append(_stems(fact.text))
        self.talk.keep(fact, speaker)


def _refused(message: Message) -> str | None:
    """Why a whole message is not read."""
    if not message.content.strip():
        return "empty"
    if side_of(message.role) is None:
        return (
            "system_prompt"
            if message.role.lower() in {"system", "developer"}
            else "tool_output"
        )
    if side_of(message.role) == "user" and gate.is_system_prompt(message.content):
        return "system_prompt"
    return None


def _english(text: str) -> tuple[str | None, str]:
    if mail := gate.WRITE_TO.match(text):
        return None, f"My email is {mail['mail']}"
    if clauses.is_question(text):
        stated = clauses.stated_in(text)
        return (None, stated) if stated else ("question", text)
    whole = gate.completed(text)
    return gate.user_reason(whole), whole


def _set_phrase(text: str) -> str | None:
    """Why a whole sentence states nothing that lasts, in any language."""
    reason = phrases.reason_for(text)
    if reason is None and foreign_passing.is_passing(text):
        return "transient"
    return reason


def _foreign_answer(asked: str, text: str, code: str | None) -> str:
    stated = foreign_answers.statement(asked, text, code)
    if stated is None or phrases.reason_for(text) in {"greeting", "thanks"}:
        return text
    if not stated[1] or foreign_slots.slot_of(stated[0], code, ""):
        return stated[0]
    return text


def _foreign(text: str, code: str | None) -> tuple[str | None, str]:
    if FOREIGN_QUESTION.search(text):
        stated = text.rpartition(",")[0]
        fills = foreign_slots.slot_of(stated, code, "") if stated else None
        return (None, stated) if fills else ("question", text)
    reason = foreign_gate.reason(text, code)
    if reason == "small_talk" or not reason or not _fills(text, code):
        return reason, text
    return None, text


def _fills(text: str, code: str | None) -> bool:
    """Whether a sentence that begins like a question states something after all."""
    return any(
        foreign_slots.slot_of(part, code, "")
        for part in foreign_slots.clauses(text, code)
    )


def _stems(text: str) -> frozenset[str]:
    return stems(word.lower() for word in WORD.findall(text[:400]) if len(word) > 3)
