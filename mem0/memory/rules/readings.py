"""Other wordings of one English statement, as the slot tables know them.

People say "ramen is my favourite food", "they promoted me to lead" and "the job at
Acme didn't work out". The statement is stored as it was said; only the slot is read
from the plain wording, so that every table needs one row for each meaning.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from mem0.memory.rules.english_circle import DATED
from mem0.memory.rules.subjects import NAME, QUALIFIER, RELATIONS

MAX_READ = 400
Reword = Callable[[re.Match[str]], str]


def _row(pattern: str, reword: Reword) -> tuple[re.Pattern[str], Reword]:
    return re.compile(pattern, re.IGNORECASE), reword


ROWS = (
    _row(
        r"^(?P<v>[^,;.]{2,60}?)(?: is|['’]s| are) (?:now |still |definitely |by far |hands down |probably )*my (?:new |all[- ]time |absolute |current )?(?P<f>favou?rite [\w' -]{2,30}?)(?P<end>[.! ]*)$",
        lambda m: f"My {m['f']} is {m['v']}",
    ),
    _row(
        rf"^(?P<v>(?-i:{NAME}))(?: is|['’]s| was) my (?P<r>{QUALIFIER}(?:{RELATIONS}|dog|cat|puppy|kitten))(?P<end>[.! ]*)$",
        lambda m: f"My {m['r']} is called {m['v']}",
    ),
    _row(
        r"^(?:they|(?:my|the) (?:boss|manager|company|team|firm|employer))(?: have| has|['’]ve)? (?:just |finally |recently )?promoted me\b",
        lambda m: "I got promoted",
    ),
    _row(
        r"^(?:they|(?:my|the) (?:boss|manager|company|firm|employer))(?: have| has|['’]ve)? (?:just |finally |recently )?(?:fired me|laid me off|let me go)\b",
        lambda m: "I got fired",
    ),
    _row(
        r"^(?:when|back when|while) (?:i was (?:an? )?(?:kid|child|boy|girl|teenager|student|little|young|younger|small|\w+)|growing up|in (?:college|school)),? (?=(?:I|we|my)\b)",
        lambda m: "",
    ),
    _row(
        r"\b(?:tied the knot|got hitched|eloped)\b.*",
        lambda m: "got married",
    ),
    _row(
        rf"^(?:(?:the|my|our|a) )?(?P<k>(?:[\w-]+ )?(?:{DATED})(?: (?:with|to|at|for) [\w. ]{{2,30}}?)?)(?: (?:is|was|got|has been)|['’]s been|['’]s)?(?: now)? (?:moved|pushed|postponed|rescheduled|changed|shifted|delayed|brought forward)(?: back| up)? to ",
        lambda m: f"My {m['k']} is on ",
    ),
    _row(
        r"^my (?:bf|boyfriend|gf|girlfriend|partner) (?:finally |just )?proposed\b(?: to me)?",
        lambda m: "I got engaged",
    ),
    _row(
        r"^(?P<v>(?-i:[A-ZÀ-Þ])[\w&'’ -]{1,40}?) (?:(?:has |have )?(?:just |finally )?hired me|(?:has |have )?(?:just )?offered me a job and I (?:took|accepted) it)\b",
        lambda m: f"I was hired by {m['v']}",
    ),
    _row(
        r"^(?:the|my) (?P<j>job|gig|position|contract|role|stint) (?P<at>(?:at|with) [^,;.]{2,60}?) (?:did(?:n['’]t| not) work out|(?:has )?ended|is over|fell through|(?:has )?c[ao]me to an end|wasn['’]t for me)\b",
        lambda m: f"I lost my job {m['at']}",
    ),
    _row(
        r"^(?:my |the |our )?(?:doctor|dr|dermatologist|allergist|nutritionist|tests?|blood tests?|results?)\b[^,;]{0,30}? (?:says?|said|told me|confirmed|shows?|showed|found|thinks?)(?: that)? (?=I\b|I['’])",
        lambda m: "",
    ),
    _row(
        r"^I(?:['’]ve| have)? (?:just |recently )?(?:found out|learned|learnt|realized|realised|discovered|figured out)(?: that)? (?=I\b|I['’])",
        lambda m: "",
    ),
    _row(
        r"^(?P<who>my|our) (?P<what>(?:[\w-]+ ){0,2}[\w-]+)['’]s (?=(?:the|an?|on|in|at|from|called|named|allergic|vegan|vegetarian|pregnant|married|engaged|single|turning|moving|living|working|studying|getting|having|still|now|not|really|very|just|so|been|also|into|obsessed|afraid|scared|\d[\w/:-]*)\b)",
        lambda m: f"{m['who']} {m['what']} is ",
    ),
)


def plain(clause: str) -> str:
    """The clause in the wording the slot tables know; itself if there is no other."""
    if len(clause) > MAX_READ:
        return clause
    for pattern, reword in ROWS:
        match = pattern.search(clause)
        if match:
            return clause[: match.start()] + reword(match) + clause[match.end() :]
    return clause
