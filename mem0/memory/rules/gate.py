"""Decides whether a sentence is worth keeping, and names the reason if not.

The gate reads single sentences. What only a comparison can tell (an echo of what
the user just said) is the extractor's part.
"""

from __future__ import annotations

import re

from mem0.memory.rules import verbs

INSTRUCTION_VERBS = (
    "write|rewrite|translate|summari[sz]e|explain|describe|list|give|show|tell|help|make|create|generate|"
    "find|search|look|suggest|recommend|provide|compare|calculate|compute|convert|draft|fix|debug|refactor|implement|"
    "add|remove|delete|update|change|replace|use|answer|respond|reply|act|pretend|imagine|ignore|forget|stop|continue|"
    "check|review|analy[sz]e|classify|extract|format|print|run|execute|open|close|send|book|schedule|set|remind|"
    "call|play|turn|let's|let us|do|don't|do not|be|consider|think|try|go|please|keep|avoid|always|never|repeat|complete|"
    "expand|shorten|improve|proofread|correct|design|plan|build|optimi[sz]e|test|read|see|click|follow|ensure|assume|return|output|simplify|paraphrase|elaborate|clarify|outline|prepare|wait|put|get|take|come|say|choose|pick|rate|rank|tell|remember to|note the"
)
IMPERATIVE = re.compile(
    rf"^(?:(?:please|kindly|pls|plz|now|then|just|ok|and|also|from now on|going forward|in (?:the )?future|next time|for now|from here on(?: out)?|(?:when(?:ever)?|every time|if) (?:you|i ask)\b[^,]{{0,60}}),? )*(?:{INSTRUCTION_VERBS}|lmk|gimme|lemme|walk me|teach me|quiz me)\b(?!\s+(?:is|are|was)\b)",
    re.IGNORECASE,
)
ADDRESSED = re.compile(
    r"^(?:i(?:'d| would)? (?:want|need|like|expect|ask|order|beg) (?:you|u) to|i(?:'d| would) like (?:you|some help|help|to (?:know|ask|see|understand))|"
    r"i (?:want|need) (?:help|to (?:know|ask|understand)|(?:an?|some) (?:(?:good|quick|easy|simple|short|new|nice) )?(?:answer|explanation|summary|list|poem|essay|code|example|recipes?|template|quote|joke|title|suggestions?|recommendations?|translation|draft|itinerary|outline|script|caption|hand|favou?r|slogan|playlist)|some (?:help|advice|ideas|tips))|"
    r"i(?:'m| am) (?:asking|wondering|looking for (?:advice|help|tips|ideas|suggestions|recommendations))|i wonder|i have (?:a|another|one more|some) questions?|"
    r"\w{2,20},? (?:you|u) (?:should|could|can|must|need|gotta|have to)\b|(?:you|u|ur|you're|you've|you'll|you'd|your (?:task|job|role|goal|answer|response|reply))\b|the (?:above|following)\b)",
    re.IGNORECASE,
)
SYSTEM_PROMPT = re.compile(
    r"^\W*(?:system\s*(?:prompt|message)?\s*:|you are (?:an?|the|now|chatgpt|claude|gpt)\b[^.\n]{0,80}(?:assistant|agent|bot|model|ai|expert|chatbot|helper)|"
    r"act as\b|your (?:task|role|job|goal) is|instructions?:|# ?(?:system|instructions|role)\b|you will (?:be given|act|play))",
    re.IGNORECASE,
)
SMALL_TALK = re.compile(
    r"^(?:i(?:'m| am) (?:just |so |very |really |always |doing )*(?:glad|happy|sorry|here|sure|excited|delighted|thrilled|afraid|an? (?:ai|language|virtual|large)|able|unable|not able|doing|well|good|fine|great|ready)\b|"
    r"i (?:do )?(?:can|can't|cannot|could|would|hope|think|understand|see|recommend|suggest|believe|know|appreciate|love that|like that|hear|wish|don't have|do not have|apologi[sz]e|agree|imagine|bet|guess|noticed?|remember|recall|'d|may|might)\b|"
    r"i(?:'d| would) (?:be|love|recommend|suggest|say|like)\b|i(?:'ll| will) (?:be (?:here|happy|glad)|do my best|help|try|keep (?:that|it|this)|remember|note|make sure|note)|"
    r"i(?:'ve| have) (?:noted|updated my|remembered|got it|heard)|let me\b|let's\b|here(?:'s| is| are)\b|there (?:is|are)\b|feel free|if you|sure|of course|certainly|absolutely|sounds like|it (?:sounds|seems|looks|appears)|"
    r"that(?:'s| is| sounds| must| would| was)|this is|what an?\b|congrat|enjoy\b|best of luck|some (?:popular|great|good|ideas|options)|as an ai|looks like|glad\b|happy to\b|no problem|my pleasure|wow\b|oh\b|have (?:a|fun)|hope\b|good (?:luck|for you)|perhaps|maybe|you\b|your\b|so you\b|both\b|one (?:option|idea))",
    re.IGNORECASE,
)
COMMITMENT = re.compile(
    r"^i(?:(?:'ve| have) (?:just |now |already |successfully )?(?:booked|scheduled|reserved|sent|ordered|created|set|added|registered|filed|cancell?ed|moved|rescheduled|submitted|saved|prepared|emailed|paid|bought|purchased|arranged|confirmed|placed|opened|renewed|deployed|installed|uploaded|shared|signed)|"
    r"(?:'ll| will) (?:send|call|email|remind|schedule|book|follow up|check (?:in|back)|order|ship|deliver|prepare|pay|refund|cancel|finish|submit|forward|contact|arrange|update you|get back)|"
    r" (?:booked|scheduled|reserved|sent|ordered|cancell?ed|rescheduled|submitted|emailed|paid|purchased|arranged|placed|deployed))\b",
    re.IGNORECASE,
)
RECORD = re.compile(
    r"\b(?:confirmation|order|booking|reservation|flight|ticket|appointment|meeting|deadline|invoice|reference|tracking|account|case|policy|delivery|refund|password|code|gate|seat|room)\b",
    re.IGNORECASE,
)
SPECIFIC = re.compile(r"\d")
ADVICE = re.compile(
    r"^(?:try|consider|start|visit|use|make sure|remember|don't|avoid|check|look|take|go|keep|add|mix|bake|cook|aim|begin|think|ask|choose|pick|enjoy|explore|bring|pack|practice|follow|drink|eat|get|join|set|read|watch|step \d)\b",
    re.IGNORECASE,
)
ELLIPTIC_PAST = re.compile(
    r"^(?:just |recently |finally )?(?:had|took|passed|gave up|stopped|celebrated|landed|accepted|flew|drove|moved|traded|grew up|got|bought|started|adopted|went|quit|sold|broke|finished|visited|graduated|met|lost|found|joined|ran|booked|ordered|switched|became|turned|signed|retired|changed)\b(?! (?:is|was|are|by|lucky)\b)",
    re.IGNORECASE,
)
ELLIPTIC_BASE = re.compile(
    r"^(?:love|loved|hate|prefer|enjoy|live in|work (?:at|as|for)|can't stand|don't (?:like|eat|drink))\b",
    re.IGNORECASE,
)
ELLIPTIC_ING = re.compile(
    r"^(?:currently |now |still )?(?:working (?:as|at|for)|reading|watching|using|dating|saving (?:up )?for|recovering from|living in|moving to|planning (?:a|to|on)|learning|studying|training for|expecting|thinking (?:of|about)|looking for|allergic to|vegan\b|vegetarian\b|based in|married\b)",
    re.IGNORECASE,
)
TO_LISTENER = re.compile(
    r"^(?:your|glad|happy|proud of) |^i(?:'m| am) (?:so |really |very |always |just )*"
    r"(?:glad|happy|sorry|proud|here|thankful|grateful|excited|rooting)\b.{0,60}\byou\b",
    re.IGNORECASE,
)
"""Kindness to whoever listens; it says nothing about the speaker's world."""
ELLIPTIC_NOT = re.compile(
    r"^not (?:(?:really |much of )?(?:an? |into )|(?:a |the )?(?:big|huge) fan|married|allergic|vegan|vegetarian|religious|interested in)\b",
    re.IGNORECASE,
)
ELLIPTIC_FAN = re.compile(r"^(?:big|huge|massive) fan of\b", re.IGNORECASE)
ELLIPTIC_NONE = re.compile(
    r"^no (?:kids|children|pets|siblings|allergies|tattoos|car)\b", re.IGNORECASE
)
ELLIPTIC_BEEN = re.compile(
    r"^been (?:living|working|studying|learning|playing|married|vegan|vegetarian|sober|training)\b",
    re.IGNORECASE,
)
WRITE_TO = re.compile(
    r"^(?:please )?(?:use|(?:email|mail|reach|contact|write to|write) me (?:at|on|under)?|you can (?:email|reach) me (?:at|on)) (?P<mail>[^\s@]{1,64}@[^\s@,;]{1,190}[^\s@,;.!])(?=[\s,;.!]|$)",
    re.IGNORECASE,
)
ELLIPTIC_WEIGHT = re.compile(
    r"^(?:down|up) to \d+(?:\.\d+)? ?(?:kg|kilos|pounds|lbs|stone)\b", re.IGNORECASE
)
ELLIPTIC_NEW = re.compile(
    r"^new (?:phone|cell|mobile|email|e-mail|home|work)?(?: ?(?:number|address|job|phone))?(?: is|:) ",
    re.IGNORECASE,
)
ELLIPTIC_KIN = re.compile(
    r"^(?:wife|husband|mom|mum|dad|son|daughter|brother|sister|boyfriend|girlfriend|partner|kids?|parents|boss|roommate|dog|cat)"
    r"(?:['’]s| is| are| has| have| was| just| got| \w{3,}ed| works?| lives?| loves?| hates?| likes?| doesn['’]t| can['’]t)(?= )",
    re.IGNORECASE,
)
INJECTION = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,30}\b(?:instructions?|prompts?|rules|guidelines|restrictions)\b",
    re.IGNORECASE,
)
"""Orders to the model, whoever is said to give them."""
COMPLETIONS = (
    (ELLIPTIC_PAST, "I "),
    (ELLIPTIC_BASE, "I "),
    (ELLIPTIC_ING, "I am "),
    (ELLIPTIC_NOT, "I am "),
    (ELLIPTIC_FAN, "I am a "),
    (ELLIPTIC_NONE, "I have "),
    (ELLIPTIC_BEEN, "I have "),
    (ELLIPTIC_KIN, "My "),
    (ELLIPTIC_NEW, "My "),
    (ELLIPTIC_WEIGHT, "I am "),
)
CALL_ME = re.compile(r"^(?:please )?(?:just )?(?i:call me) [A-ZÀ-Þ]")


def is_system_prompt(content: str) -> bool:
    """Whether a user message is the text of a system prompt."""
    return bool(SYSTEM_PROMPT.match(content[:200]))


def completed(sentence: str) -> str:
    """An English sentence that left out its "I" or "my", with it: "Moved to Porto." """
    for pattern, start in COMPLETIONS:
        if pattern.match(sentence):
            said = (
                sentence.replace(":", " is", 1) if pattern is ELLIPTIC_NEW else sentence
            )
            return f"{start}{said[0].lower()}{said[1:]}"
    return sentence


def user_reason(sentence: str) -> str | None:
    """Why an English sentence of a user is not kept; None to keep it."""
    text = sentence.replace("’", "'")
    if CALL_ME.match(text):
        return None
    if ADDRESSED.match(text) or IMPERATIVE.match(text) or INJECTION.search(text):
        return "instruction"
    if TO_LISTENER.match(text):
        return "small_talk"
    return "fragment" if is_fragment(text) else None


def is_fragment(text: str) -> bool:
    """Two or three words without a verb, a number or a name say nothing alone."""
    words = text.strip(" .!?,").split()
    if len(words) > 3 or any(ch.isdigit() for ch in text):
        return False
    named = any(word[0].isupper() for word in words[1:])
    return not named and not verbs.has_verb([word.lower() for word in words])


def assistant_reason(sentence: str, *, alone: bool, named: bool = False) -> str | None:
    """Why an assistant's English sentence is not kept.

    `alone`: nobody else spoke; `named`: a participant of its own, who may speak
    of itself anywhere in the sentence.
    """
    text = sentence.replace("’", "'")
    if COMMITMENT.match(text) or _is_record(text):
        return None
    if SMALL_TALK.match(text) or ADVICE.match(text):
        return "assistant_small_talk"
    if alone:
        return "fragment" if is_fragment(text) else None
    about_user = re.search(r"\b(?:you|your|you're|you've)\b", text, re.IGNORECASE)
    find = re.search if named else re.match
    first_person = find(r"\b(?:i|my|me|we|our)\b", text, re.IGNORECASE)
    return "assistant_small_talk" if about_user or not first_person else None


def _is_record(text: str) -> bool:
    asks = text.rstrip().endswith("?")
    return not asks and bool(SPECIFIC.search(text)) and bool(RECORD.search(text))
