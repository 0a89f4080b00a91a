"""Set phrases that state nothing, in eight languages, by the reason they go."""

from __future__ import annotations

import re

from mem0.memory.rules.passing import PASSING


def _pattern(body: str) -> re.Pattern[str]:
    return re.compile(rf"^[\W_]*(?:{body})[\W_]*$", re.IGNORECASE)


def _any(words: str) -> str:
    return "|".join(
        re.escape(word.strip()).replace(r"\ ", r"\s+")
        for word in words.split(",")
        if word.strip()
    )


GREETINGS = """hi, hello, hey, hiya, howdy, yo, good morning, good afternoon, good evening, good night, greetings,
morning, bye, goodbye, bye bye, see you, see ya, see you later, see you soon, talk to you later, talk soon, ttyl,
take care, have a nice day, have a good day, have a great day, have a nice weekend, have a good one, welcome, welcome back, nice to meet you,
pleased to meet you, great to meet you, nice to meet you too, great to meet you both, good to see you, long time no see,
hola, buenos días, buenas tardes, buenas noches, buenas, adiós, hasta luego, hasta mañana, encantado, encantada, mucho gusto,
bonjour, bonsoir, salut, coucou, au revoir, à bientôt, à demain, enchanté, bonne nuit, bonne journée,
hallo, guten morgen, guten tag, guten abend, gute nacht, servus, moin, tschüss, auf wiedersehen, bis bald, bis morgen, freut mich,
olá, oi, bom dia, boa tarde, boa noite, tchau, adeus, até logo, até amanhã, prazer,
ciao, buongiorno, buonasera, buonanotte, salve, arrivederci, a presto, a domani, piacere,
hoi, dag, goedemorgen, goedemiddag, goedenavond, goedenacht, tot ziens, doei, tot morgen,
привет, здравствуйте, здравствуй, доброе утро, добрый день, добрый вечер, пока, до свидания, спокойной ночи"""
THANKS = """thanks, thank you, thx, ty, cheers, much appreciated, appreciate it, i appreciate it, thanks a lot, thanks so much,
thank you so much, thank you very much, many thanks, thanks a million, no problem, you're welcome, you are welcome, my pleasure, no worries, anytime, any time, np,
gracias, muchas gracias, mil gracias, de nada, merci, merci beaucoup, merci bien, de rien, je vous en prie, danke, danke schön, danke sehr,
vielen dank, herzlichen dank, bitte, gern geschehen, obrigado, obrigada, muito obrigado, muito obrigada, de nada, grazie, grazie mille,
prego, molte grazie, bedankt, dank je, dank je wel, dank u, dankjewel, graag gedaan, спасибо, большое спасибо, спасибо большое, пожалуйста"""
FILLERS = """ok, okay, k, kk, yes, yeah, yep, yup, no, nope, nah, sure, sure thing, alright, all right, right, exactly, correct, indeed, true,
fine, cool, nice, great, awesome, perfect, wonderful, excellent, amazing, fantastic, brilliant, lovely, good, very good, so good, wow, oh, ah, aha, hmm, hm, mhm, uh, um, er, oops, haha, hahaha, lol, lmao, rofl, omg, btw, fyi,
got it, i see, i understand, understood, makes sense, that makes sense, sounds good, sounds great, sounds like a plan, of course, absolutely, definitely, totally, certainly, agreed, i agree, same, same here, me too, maybe, not sure, i'm not sure, i don't know, idk, no idea, who knows, whatever, never mind, nevermind, forget it,
go on, go ahead, continue, carry on, please continue, done, noted, deal, interesting, really, seriously, indeed it is, yes please, no thanks, no thank you, please, well, well done, good job, nice one, good luck, congrats, congratulations, happy birthday, sorry, my bad, excuse me, i'm sorry, sorry about that, guess what, you know what, let me think, let me see, let me think about it, that's it, that's all, that is all, nothing else, anyway, so, and, but, big news, good news, great news, about me, yes exactly, ok great, ok thanks, can't wait, cant wait, whoa, woah, oh no, oh well, figured it out, got it working, nvm, rn, ikr, ofc, yikes, ugh, phew, yay, woohoo, oof, jk, just kidding, good to know, fair enough, no way, you bet, big time, long story, i'm good, i'm fine, i'm doing well, all good, not bad, not much, i think so, i guess so, i hope so, i guess, i suppose so, will do, i will, i do, i did, yes i do, yes i am, no i don't, of course not, why not,
vale, sí, si, claro, claro que sí, perfecto, genial, entendido, de acuerdo, bien, muy bien, por supuesto, por favor, bueno, vale perfecto, ya veo, exacto, qué bien, que bien, no sé, lo siento, está bien,
d'accord, oui, non, bien sûr, parfait, super, très bien, compris, entendu, s'il vous plaît, s'il te plaît, ça marche, exactement, d'accord super, je vois, génial, pardon, désolé, ça va, ça va bien,
ja, nein, klar, alles klar, genau, natürlich, super, toll, prima, gut, sehr gut, verstanden, in ordnung, stimmt, ach so, einverstanden, perfekt, na klar, entschuldigung, mir geht es gut, mir geht's gut,
sim, não, está bem, tá bom, tudo bem, claro, certo, perfeito, ótimo, entendi, combinado, com certeza, beleza, por favor, pois, exato, muito bem, desculpa, que bom, que legal,
va bene, certo, perfetto, ottimo, capito, d'accordo, esatto, bene, molto bene, certamente, sto bene, per favore, tutto bene,
nee, oké, prima, goed, helemaal goed, natuurlijk, begrepen, precies, zeker, heel goed, alsjeblieft, sorry,
да, нет, хорошо, ладно, конечно, понятно, понял, поняла, отлично, ок, точно, ясно, супер, извините"""
PRAISE = "hilarious|insane|wild|hysterical|brutal|gross|disgusting|scary|unreal|ridiculous|epic|rough|tough|unfortunate|a bummer|a shame|a pity|the best|the worst|brilliant|gorgeous|so cute|cute|heartbreaking|stressful|annoying|frustrating|weird|strange|odd|rude|gold|genius|legit|dope|lit|great|awesome|nice|amazing|cool|good|wonderful|perfect|fantastic|interesting|lovely|beautiful|helpful|so helpful|fun|funny|true|right|correct|wrong|fine|terrible|awful|sad|crazy|exciting|impressive|incredible|sweet|adorable|a good idea|a great idea|a good point|all|it|ok|okay|enough|much better|better|useful|what i need|what i needed"
REMARK = rf"(?:that|this|it) (?:sucks|stinks|rocks|worked|works|helps|helped|did it|did the trick|made my day|cracks me up)(?: .{{0,20}})?|sorry (?:for|about|to hear|i(?:['’]m| am) late)\b(?!.*\b(?:i|my|we)\b(?! late)).{{0,80}}|congrat\w*\b(?!.*\b(?:i|my|we)\b).{{0,60}}|(?:that|this|it|those|these)(?:'s|’s| is| was| are| sounds?| looks?| seems?| would be| helps?)(?: (?:so much|such|so|really|very|pretty|quite|just|all|a bit|super|exactly|absolutely|totally))?(?: (?:a )?(?:{PRAISE}|blast))?(?: (?:to hear|to know|news|idea|point|question|advice|of you|a lot))?|what a (?:great |lovely |nice |beautiful |long )?(?:day|story|idea|relief|surprise|shame|pity)|(?:so|very|really|too|how) (?:{PRAISE})|(?:good|great|nice|excellent|interesting) (?:question|point|idea|job|work|news|one|luck)"

REACTION = r"i (?:did(?:n['’]t| not) know that|had no idea|see what you mean|know,? right|(?:totally |completely )?(?:agree|get (?:it|that))(?: with you)?|appreciate (?:it|that|you|your \w+)\b.{0,40})|i(?:['’]m| am| was) (?:just |only )?(?:kidding|joking)|i(?:['’]m| am) (?:so |really |very |super )*(?:excited|happy|glad|sorry|good|fine|ok|okay)|nothing much\b.{0,30}|just (?:chilling|checking in|hanging out|saying hi|wondering)|(?:that(?:['’]s| is) )?a (?:tough|good|great|hard|tricky|fair) (?:one|question|call|point)"

WHOLE = (
    (
        "greeting",
        _pattern(
            rf"(?:{_any(GREETINGS)})(?:[\s,]+(?:there|everyone|all|again|guys|folks|team|to you(?: too)?|a todos|tout le monde|zusammen|[\w]{{1,20}}))?"
        ),
    ),
    (
        "thanks",
        _pattern(
            rf"(?:(?:{_any(FILLERS)})[\s,!.]+)?(?:{_any(THANKS)})(?:[\s,]+(?:again|everyone|so much|a lot|very much|(?:for|por|pour|für|pela|pelo|per|voor|de|за)\b.{{0,60}}|[\w]{{1,20}}))?"
        ),
    ),
    ("transient", _pattern(PASSING)),
    (
        "filler",
        _pattern(rf"(?:(?:{_any(FILLERS)})[\s,!.…]*){{1,3}}|{REMARK}|{REACTION}"),
    ),
)
LEADING = re.compile(
    rf"^[\W_]*(?:(?:{_any(GREETINGS)})(?:[\s]+(?:there|everyone|all|again|guys|folks|team))?\s*[,!.…:–—-]+|"
    rf"(?:{_any(THANKS)})\s*[,!.…:–—-]+|(?:{_any(FILLERS)})\s*[,!.…:–—]+)\s*(?=\S)",
    re.IGNORECASE,
)
OPENERS = re.compile(
    r"^(?:(?:by the way|(?:ok|okay|yeah|alright) so|so yeah|hmm+|wow|whoa|you know(?: that| what)?(?= (?:i|my|we)\b)|heads[- ]up|for the record|for context|quick (?:update|note)|(?:scratch|strike) that|never mind|nvm|just so you know|just so we(?:['’]re| are) clear|for your information|fun fact|as you know|to be honest|honestly|well|so|oh|actually|also|and|but|anyway|plus|"
    r"in fact|turns out(?: that)?|it turns out(?: that)?|(?:please |also )?(?:remember|note|keep in mind|be aware|don't forget|bear in mind)(?: that)?|you should (?:know|remember)(?: that)?|"
    r"i (?:just )?(?:want(?:ed)?|would like|need) (?:you )?to (?:let you know|tell you|mention|say|remember|know|note|share)(?: that)?|let me tell you(?: that)?|i (?:should|must|forgot to) (?:mention|say|tell you)(?: that)?|"
    r"that reminds me|never thought i(?:['’]d| would) say (?:this|it|that)(?:,? but)?|you (?:can|may)(?= call me)|lol|lmao|haha|omg|ugh|guess what|finally|luckily|unfortunately|sadly|happily|thankfully|hopefully|obviously|basically|apparently|note to self|fyi|btw|as i (?:said|mentioned)(?: before| earlier)?|like i said|"
    r"por cierto|además|bueno|pues|à propos|au fait|en fait|übrigens|a propósito|aliás|comunque|trouwens|кстати)(?:[,:.!…–—-]+\s*|\s+)|"
    r"(?:no wait|wait|no|nope|nah|yes|yeah|yep|yup|sorry|update|edit|correction|ps|p\.s\.|(?:kind|sort) of|more or less|not (?:exactly|quite|really)|almost|close|true|i (?:just )?changed my mind|i misspoke|my mistake|i was wrong|typo|small correction)\s*[,:.!…–—-]+\s*|no wait\s+)(?=\S)",
    re.IGNORECASE,
)
CORRECTING = re.compile(
    r"^\W*(?:(?:scratch|strike) that|actually|no wait|wait|no|sorry|correction|i mean|i meant|oops|my mistake|en realidad|perdón|perdona|en fait|pardon|eigentlich|ich meinte|na verdade|desculpa|quise decir|je voulais dire|quis dizer|anzi|volevo dire)\b",
    re.IGNORECASE,
)


VOCATIVE = re.compile(r"^[A-ZÀ-Þ][\w'’-]{1,20},\s+(?=\S)")
PARTICLES = re.compile(
    r"(?:[,\s]+(?:btw|tbh|lol|lmao|haha(?:ha)*|imo|imho|ngl|fyi|xd|ikr|rn|for sure|no doubt|i guess|hands down)|\s+[:;]-?[()DP]|(?<=[\w,.!])\s*[\U0001f300-\U0001faff\u2600-\u27bf\ufe0f]+)+(?P<end>[.!?]*)\s*$",
    re.IGNORECASE,
)
"""What chat ends a sentence with, without adding to what it says."""


def reason_for(text: str) -> str | None:
    """Why a whole sentence states nothing, or None if it is no set phrase."""
    if len(text) > 120:
        return None
    for said in (text, VOCATIVE.sub("", text)):
        for reason, pattern in WHOLE:
            if pattern.match(said):
                return reason
    return None


def without_particles(text: str) -> str:
    """The sentence without "btw", "lol" and the like at its end."""
    if len(text) > 400:
        return text
    return PARTICLES.sub(lambda m: m["end"], text) or text


def without_lead(text: str) -> str:
    """The sentence without "Hi," "Thanks!", "By the way," in front."""
    for _ in range(4):
        shorter = LEADING.sub("", text[:200], count=1) + text[200:]
        shorter = OPENERS.sub("", shorter[:200], count=1) + shorter[200:]
        if shorter == text or not shorter.strip():
            break
        text = shorter
    return text
