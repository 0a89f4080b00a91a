"""States that are over before anybody reads of them: "I'm typing", "ich bin gleich da"."""

from __future__ import annotations

_NOW = r"(?: (?:right now|now|rn|atm|at the moment|already|currently|today|tonight|again))?"
_AND_SO = r"(?:[,;] (?!(?:and |but |so )?(?:i|my|we)\b).{0,40})?"
"""What follows without a statement of its own: "…, be there in 10"."""
ENGLISH = (
    r"brb|afk|bbl|gtg|g2g|back|one (?:sec|second|moment|minute|min)",
    r"(?:just )?(?:a|give me a|hold on a) (?:sec|second|moment|minute|min)",
    r"hold on|wait|wait a (?:sec|minute|moment)|hang on|be right back|be back soon",
    r"let me check(?: that| it)?|i'll be (?:right )?(?:back|there)(?: soon)?",
    r"i(?:'m| am) (?:back|here|home)(?: now| again)?",
    r"i(?:'m| am) (?:just |still |currently )?(?:typing|waiting|loading|testing|on it"
    r"|checking)\b.{0,30}",
    rf"i(?:'m| am) (?:just |still |almost |nearly )?(?:on (?:my|the) way|running late"
    rf"|heading (?:out|home|there)|leaving|in a (?:meeting|hurry|rush|call)"
    rf"|on (?:a call|the phone|the bus|the train)|driving|at my desk|in the car|about to "
    rf"(?:leave|go|eat|start|join))(?: (?:home|there|to (?:work|the office)))?{_NOW}{_AND_SO}",
    rf"i(?:'m| am) (?:so |a bit |very |really |just )?(?:hungry|thirsty|sleepy|tired"
    rf"|bored|cold|busy|exhausted|sick of this|late){_NOW}",
    r"(?:one|just a|just one) (?:sec|second|moment|minute|min)\b.{0,60}",
    r"(?:brb|afk|omw|gotta (?:go|run|bounce)|hold on|hang on)\b(?!.*\b(?:i|we)\b).{0,60}",
    r"(?:be|see you|i'll be) (?:there|back|home) in (?:a |an |like )?\w+(?: \w+)?",
    r"(?:running|gonna be|going to be) (?:a bit |a little )?late\b.{0,30}",
    r"i(?:'m| am) (?:just |still |currently )?(?:eating|drinking|cooking|having|making|watching"
    r"|sitting|lying|standing|waiting|walking|showering|getting (?:ready|dressed))\b.{0,40} "
    r"(?:right now|rn|atm|at the moment)",
    r"i(?:'m| am) (?:just |still )?(?:eating|having|making|cooking) (?:my )?(?:breakfast|lunch|dinner)",
    r"(?:my |the )?(?:phone|battery|laptop)(?:'s| is) (?:ringing|dying|about to die|at \d+%?).{0,20}",
    r"(?:i think |looks like |seems like )?it(?:'s| is|'ll| will| might| may)"
    r"(?: (?:be|going to|gonna|about to))? (?:rain|snow|storm|pour|be (?:hot|cold|sunny|windy))\b.{0,30}",
    r"i(?:'ve| have)? (?:got to|gotta|have to|need to|must) (?:go|run|leave)(?: now)?",
    r"i'll (?:check|look|think about it|get back to you|let you know"
    r"|try (?:it|that))\b.{0,40}",
    r"just testing|test(?:ing)?|testing 1 2 3|(?:is )?typing",
    r"it's (?:raining|snowing|sunny|cold|hot|late|early|windy|cloudy|getting late)\b"
    r".{0,30}",
    r"my (?:battery is (?:low|dying|almost empty)|(?:internet|connection|wifi) is "
    r"(?:slow|down|bad))",
)
OTHERS = (
    # Spanish
    r"un momento|un segundo|dame un (?:momento|segundo|minuto)|espera(?: un \w+)?"
    r"|ahora vuelvo|ya vuelvo|vuelvo (?:enseguida|ahora|en un \w+)|ya estoy (?:aquí|de vuelta)"
    r"|estoy (?:escribiendo|esperando|llegando|de camino|en camino|en una reunión)"
    r"|(?:ahora mismo )?tengo (?:hambre|sueño|sed|prisa|frío)|voy de camino|ya voy",
    # French
    r"un moment|une seconde|attends(?: un \w+)?|deux minutes|je reviens(?: tout de suite)?"
    r"|je suis (?:là|de retour|en route|en réunion|en train d(?:'écrire|e taper))|j'arrive"
    r"|j'ai (?:faim|soif|sommeil|froid)|je dois y aller",
    # German
    r"moment(?: mal)?|einen moment|sekunde|warte(?: mal| kurz)?|bin gleich (?:wieder )?da"
    r"|ich bin (?:gleich |schon |wieder |gleich wieder )?(?:da|zurück|unterwegs)"
    r"|ich (?:tippe|schreibe|warte)(?: gerade| noch)?|ich bin (?:gerade )?in einem (?:meeting|gespräch)"
    r"|ich habe (?:gerade )?(?:hunger|durst)|ich muss (?:jetzt )?(?:los|weg|gehen)",
    # Portuguese
    r"um momento|um segundo|só um (?:momento|minuto|segundo)|espera(?: aí)?|já volto"
    r"|volto já|estou (?:digitando|escrevendo|a escrever|esperando|a caminho|de volta|chegando)"
    r"|estou (?:com|cheio de|cheia de) (?:fome|sede|sono|frio)|tenho (?:fome|sede|sono)|tenho que ir",
    # Italian
    r"un attimo|un secondo|aspetta(?: un \w+)?|torno subito|arrivo|sono (?:tornato|tornata|qui)"
    r"|sto (?:scrivendo|aspettando|arrivando)|sono in (?:arrivo|riunione|ritardo)"
    r"|ho (?:fame|sete|sonno|freddo)|devo andare",
    # Dutch
    r"even wachten|momentje|een moment|wacht(?: even)?|ben zo terug|ik ben (?:zo |er |weer )?(?:terug|onderweg)"
    r"|ik ben aan het (?:typen|wachten)|ik (?:typ|wacht)(?: even| nog)?|ik heb (?:honger|dorst)|ik moet (?:nu )?gaan",
    # Russian
    r"секунду|минутку|подожди(?:те)?|сейчас вернусь|скоро вернусь|я (?:скоро )?вернусь"
    r"|я (?:вернулся|вернулась|печатаю|жду|на связи|в пути|уже иду)|печатаю|иду|мне пора"
    r"|я (?:хочу (?:есть|пить|спать)|голоден|голодна)",
)
PASSING = "|".join((*ENGLISH, *OTHERS)).replace("'", "['’]")
