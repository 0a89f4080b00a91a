"""Forms a stemmer cannot bring together: irregular English words and month names.

Every month is indexed by its English name, so that "in mayo" finds what was said in
May. "may" is a verb when it is written small and a month when it is written large.
"""

from __future__ import annotations

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]

_NAMES = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre "
    "noviembre diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre "
    "décembre",
    "de": "januar februar märz april mai juni juli august september oktober november "
    "dezember",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro "
    "novembro dezembro",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre "
    "novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober "
    "november december",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября "
    "декабря",
}
_SHORT = [
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
]

MONTH_WORDS: dict[str, dict[str, str]] = {
    language: dict(zip(names.split(), MONTHS, strict=True))
    for language, names in _NAMES.items()
} | {"en": dict(zip(_SHORT, MONTHS, strict=True)) | {"sept": "september"}}
"""Language → month word → English name. `mar` and `may` are left to their readings."""
for _form, _month in tuple(MONTH_WORDS["ru"].items()):
    for _ending in ("", "ь", "й", "е"):  # nominative and prepositional: март, в марте
        MONTH_WORDS["ru"][_form[:-1] + _ending] = _month
for _word in ("mar", "may"):
    del MONTH_WORDS["en"][_word]

_IRREGULAR = """
be: been
become: became
begin: began begun
bite: bit bitten
blow: blew blown
break: broke broken
bring: brought
build: built
buy: bought
catch: caught
choose: chose chosen
come: came
draw: drew drawn
drink: drank drunk
drive: drove driven
eat: ate eaten
fall: fell fallen
feel: felt
fight: fought
find: found
fly: flew flown
forget: forgot forgotten
get: got gotten
give: gave given
go: went gone
good: better best
grow: grew grown
have: had
hear: heard
hide: hid hidden
hold: held
keep: kept
know: knew known
lead: led
leave: left
lend: lent
lose: lost
make: made
mean: meant
meet: met
pay: paid
ride: rode ridden
ring: rang rung
run: ran
say: said
see: saw seen
seek: sought
sell: sold
send: sent
shake: shook shaken
shoot: shot
sing: sang sung
sink: sank sunk
sit: sat
sleep: slept
speak: spoke spoken
spend: spent
stand: stood
steal: stole stolen
sweep: swept
swim: swam swum
take: took taken
teach: taught
tear: tore torn
tell: told
think: thought
throw: threw thrown
understand: understood
wake: woke woken
wear: wore worn
win: won
write: wrote written
child: children
foot: feet
goose: geese
knife: knives
leaf: leaves
life: lives
man: men
mouse: mice
person: people
shelf: shelves
tooth: teeth
wife: wives
wolf: wolves
woman: women
"""

IRREGULAR: dict[str, str] = {
    form: base
    for line in _IRREGULAR.strip().splitlines()
    for base, forms in [line.split(": ")]
    for form in forms.split()
}
"""English form → the word it is a form of."""
