"""Those around somebody, and what they have and do: English slots, continued.

The people and animals named as theirs, their devices, and the daily activities that
can end ("goes to the gym" – "stopped going to the gym").
"""

from __future__ import annotations

from mem0.memory.rules.english_words import CONSUMED, LANGUAGES
from mem0.memory.rules.slot_table import PET, PROPER, rules

OFFICES = (
    ("manager", "boss|manager|supervisor|line manager|team lead"),
    ("doctor", "doctor|gp|physician|primary care doctor"),
    ("dentist", "dentist"),
    ("therapist", "therapist|counsell?or|psychiatrist"),
    ("landlord", "landlord|landlady"),
    ("coach", "coach|trainer|personal trainer"),
)
PHONE = r"(?:iPhone|Pixel|Samsung|Galaxy|OnePlus|Xiaomi|Huawei|Nokia|Motorola|Android phone|Android)"
COMPUTER = r"(?:MacBook|Mac|ThinkPad|Chromebook|Surface|Dell XPS|XPS|PC|Windows laptop|Linux laptop)"
BODY = r"[\w ]{2,40}?(?:party|club|band|union|choir|church|board|gym)"
PARTED = (
    r"(?:has |have )?(?:just )?(?:lost|put down|had to put down|said goodbye to|had to say goodbye to|rehomed|gave away)"
    r" (?:their|the|\w+'s) (?:[\w-]+ ){0,2}"
)
STOPPED = (
    r"(?:has |have )?(?:just |recently )?(?:stopped|quit|gave up|given up|dropped)"
)
OWN = (
    "goal|plan|project|username|user name|handle|schedule|shift|salary|rent|budget|blood type|go-to order|desk|office|"
    "shoe size|size|best friend|pronouns|religion|bank|insurance|insurer|provider|wake-up time|bedtime|nickname|department|"
    "deadline|license plate|passport number|major|minor|nationality|dream job|go-to drink|go-to restaurant|commute|router"
)
"""What somebody has one of at a time; a new one takes the place of the old."""
DATED = (
    "meeting|appointment|call|interview|flight|train|lunch|dinner|breakfast|wedding|party|exam|test|surgery|operation|"
    "deadline|check-?up|session|lesson|class|concert|game|match|date|trip|move|presentation|review|event|recital|graduation"
)
CHIEFS = r"(?:C[EFTOMPI]O|president|chair(?:man|woman|person)?|vice president|(?:director|head|VP|manager) of [\w ]{2,30}?)(?=[ ,.!]|$)"
FIELDS = (
    "UX|UI|IT|HR|PR|marketing|sales|finance|tech|education|healthcare|consulting|construction|hospitality|retail|insurance|"
    "banking|real estate|advertising|publishing|film|law|logistics|biotech|pharma|software|design|research|accounting|customer (?:service|support|success)|operations"
)
PLACES = r"(?:the )?(?:gym|church|mosque|temple|synagogue|therapy|yoga|pilates|crossfit|choir|rehab|counsell?ing)"
TAKEN = r"(?:uses?|is using|has|owns|got|bought|switched (?:from .{2,40}? )?to|is on|upgraded to|has switched to)"
CIRCLE = (
    rules(
        "pet",
        rf"'s (?:\w+ )?{PET}(?:'s name)? (?:is|are) (?:called|named) {PROPER}",
        rf"'s {PET}'s name is {PROPER}",
        rf"(?:has|have|owns?|adopted|got|bought|rescued|has adopted|has got|just adopted) (?:an? |two |three |some |their |another )?(?:[\w-]+ ){{0,3}}{PET}(?:,)? (?:named|called|whose name is) {PROPER}",
        rf"(?:has|have|owns?|adopted|rescued|has adopted|got|bought) (?P<v>(?:an? |two |three |four |\d )(?:[\w-]+ ){{0,3}}{PET})\b",
    )
    + rules(
        "pet",
        rf"'s (?:[\w-]+ ){{0,2}}{PET},? {PROPER}?,? (?:died|crossed the rainbow bridge|passed away|has died|has passed|ran away|had to be put down|was put down)",
        rf"'s (?:[\w-]+ ){{0,2}}(?P<v>{PET}) (?:died|passed away|has died|has passed)",
        rf"{PARTED}{PET},? (?P<v>(?-i:[A-ZÀ-Þ])[\w'-]+)",
        rf"{PARTED}(?P<v>{PET})\b",
        closes=True,
    )
    + rules(
        "child",
        rf"(?:has|have) (?:an? |two |three |\w+ ){{0,2}}(?:[\w-]+ )?(?:son|daughter|child|kid|baby|boy|girl|sons|daughters|kids|children)s?,? (?:named|called) {PROPER}",
        rf"'s (?:\w+ )?(?:son|daughter|child|baby|kid)(?:'s name)? is (?:called |named )?{PROPER}",
        r"(?:has|have) (?P<v>(?:an?|one|two|three|four|five|six|\d) (?:[\w-]+ )?(?:sons?|daughters?|kids?|child|children))\b",
    )
    + rules(
        "sibling",
        rf"'s (?:\w+ )?(?:sister|brother|twin)(?:'s name)? is (?:called |named )?{PROPER}",
        r"has (?P<v>(?:an?|one|two|three|four|five|six|\d) (?:[\w-]+ )?(?:sisters?|brothers?|siblings?))\b",
    )
    + rules(
        "spouse",
        rf"'s (?:wife|husband|partner|girlfriend|boyfriend|fiancée?|spouse)(?:'s name)? is (?:called |named )?{PROPER}",
    )
    + rules(
        "pet",
        rf"(?:had|used to have) (?:an? )?(?:[\w-]+ ){{0,2}}{PET},? (?:named|called) {PROPER}",
        closes=True,
    )
    + [
        rule
        for attribute, words in OFFICES
        for rule in rules(
            attribute,
            rf"'s (?:new |current )?(?:{words})(?:'s name)? is (?:now )?(?:called |named )?{PROPER}",
        )
    ]
    + rules(
        "attends",
        rf"{STOPPED} (?:going to|attending) (?P<v>{PLACES})\b",
        closes=True,
    )
    + rules(
        "takes",
        rf"(?:{STOPPED} taking|(?:came|went|got|is|has come) off) (?:their |the )?(?P<v>(?!{CONSUMED}\b)[\w-]+)(?=[ ,.!]|$)",
        closes=True,
    )
    + rules("uses", rf"{STOPPED} using {PROPER}", closes=True)
    + rules(
        "language",
        rf"(?:{STOPPED} (?:learning |studying |speaking )?|gave up on |given up on )(?P<v>{LANGUAGES})\b",
        closes=True,
    )
    + rules(
        "allergy",
        r"(?:has )?(?:outgrew|outgrown|grew out of|got over) (?:their |the )?(?P<v>[\w ]{2,30}?) allergy\b",
        closes=True,
    )
    + rules(
        "pregnancy",
        r"(?:is|are) (?:[\w-]+ ){0,3}?(?P<v>pregnant)\b",
        r"(?:is|are) (?P<v>expecting) (?:an?|their|twins|our)\b",
    )
    + rules(
        "pregnancy",
        r"(?:has )?(?:just )?(?:gave birth|given birth|had (?:a|the|their) (?:baby|miscarriage)|lost the baby)\b",
        closes=True,
    )
    + rules(
        "member_of",
        r"is (?:an? )?(?:\w+ )?member of (?:the )?(?P<v>.+)",
        rf"(?:has )?joined the (?P<v>{BODY})\b",
    )
    + rules(
        "member_of",
        rf"(?:has )?(?:left|quit|resigned from) the (?P<v>{BODY})\b",
        closes=True,
    )
    + rules("role", rf"(?:is|became|has become|was made|was named) (?P<v>{CHIEFS})")
    + rules(
        "role",
        r"(?:stepped down|resigned|retired|stepped back) as (?:the |an? )?(?P<v>.+)",
        closes=True,
    )
    + rules(
        "wake-up_time",
        r"(?:wakes?|gets?|waking|getting) up (?:every day )?(?:at|around) (?P<v>\d[\d:]*(?: ?[ap]m)?)",
        r"(?:has )?started (?:waking|getting) up at (?P<v>\d[\d:]*(?: ?[ap]m)?)",
    )
    + rules("relationship_status", r"(?:is|are) official(?P<v>)(?=[ .!,]|$)")
    + rules("pet", r"ha(?:s|ve) (?:no|any|got any) pets?\b(?P<v>)", denied=True)
    + rules(
        "own:",
        rf"'s (?:new |current |next |latest |main )?(?P<kind>{OWN}) (?:is|are)(?: now)? (?P<v>.+)",
    )
    + rules(
        "event:",
        rf"'s (?:next |upcoming |new )?(?P<kind>(?:[\w-]+ )?(?:{DATED})(?: (?:with|to|at|for) [\w. ]{{2,30}}?)?) (?:is|will be|are)(?: now)? (?P<v>(?:on|at|in|scheduled for|set for|this|next|tomorrow|today) .+)",
    )
    + rules(
        "weight",
        r"(?:weighs?|is (?:now )?(?:down|up) to|is at) (?:about |around )?(?P<v>\d+(?:\.\d+)? ?(?:kg|kilos|kgs|pounds|lbs|lb|stone))\b",
        r"'s weight is (?P<v>\d.*)",
    )
    + rules(
        "grade",
        r"(?:is|are) in (?:the )?(?P<v>(?:\w+ grade|kindergarten|preschool|high school|middle school|elementary school|college))\b",
        r"(?:has )?(?:just )?(?:started|starts|finished|begun) (?:the )?(?P<v>(?:\w+ grade|kindergarten|preschool|high school|middle school|college))\b",
    )
    + rules(
        "team",
        r"plays? for (?:the )?(?P<v>(?-i:[A-ZÀ-Þ]).*)",
        r"(?:got|was|has been) (?:traded|transferred) to (?:the )?(?P<v>(?-i:[A-ZÀ-Þ]).*)",
        r"(?:has )?signed (?:for|with) the (?P<v>(?-i:[A-ZÀ-Þ]).*)",
    )
    + rules(
        "habit",
        r"is (?:an? )?(?:heavy |occasional |light )?(?P<v>smoker|vaper|drinker)\b",
    )
    + rules("role", rf"works? in (?P<v>(?:{FIELDS})\b[\w ]{{0,20}})")
    + rules(
        "device:phone",
        rf"{TAKEN} (?:an? |the )?(?:new |old |used )?(?P<v>{PHONE}\b(?: \w*\d\w*)?(?: Pro| Max| Ultra| Plus)*)",
    )
    + rules(
        "device:computer",
        rf"{TAKEN} (?:an? |the )?(?:new |old |used )?(?P<v>{COMPUTER}\b(?: Pro| Air)*)",
    )
)
DAILY = (
    rules(
        "attends",
        rf"(?:goes|is going) to (?P<v>{PLACES}\b)",
    )
    + rules(
        "takes",
        r"(?:takes?|is taking|is on) (?P<v>(?!a (?:bus|break|look|nap|walk|trip|class)|care|part|place|time|the (?:bus|train|subway|metro)|it\b|an? )[\w-]+(?: \d+ ?mg)?)(?= (?:every|once|twice|daily|for|at|in the)\b|[.!]*$)",
    )
    + rules("uses", rf"(?:uses?|is using) {PROPER}")
    + rules(
        "subscription",
        r"(?:has got|has|pays for|subscribes to) (?:an? |the )?(?:subscription to )?(?P<v>(?-i:[A-Z])[\w+ ]+?)(?: subscription)\b",
        rf"subscribes to {PROPER}",
    )
    + rules(
        "subscription",
        r"(?:has |have )?(?:just )?(?:cancell?ed|dropped) (?:their |the )?(?P<v>(?-i:[A-Z])[\w+ ]+?)(?: subscription| membership)",
        r"(?:has |have )?(?:just )?(?:cancell?ed|got rid of) (?:their |the )?(?P<v>(?-i:[A-Z])\w+)(?=[ .!]*$)",
        closes=True,
    )
    + rules(
        "field_of_study",
        r"(?:is )?(?:studying|studies|majoring in|majors in) (?!for\b|hard\b|at\b|abroad\b|in\b|with\b)(?P<v>(?-i:[a-zà-ÿ])[\w ]{2,40})(?= at |[,.!]|$)",
        r"(?:has )?(?:switched|changed) (?:their |the )?(?:major|degree|course|studies)(?: from [\w ]{2,30}?)? to (?P<v>.+)",
    )
    + rules("supports", rf"(?:supports?|roots for|is rooting for) {PROPER}")
)
