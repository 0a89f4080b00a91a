"""Words that carry no meaning for a search, by language (ISO 639-1).

The lists do two jobs: they are left out of the index, and how many of a text's
words stand in each list tells its language. They are written for chat and for
questions, so English also drops words like "would" or "likely".
"""

from __future__ import annotations

_ENGLISH = """
a about above after again against all also am an and any are aren't arent as at be
because been before being below between both but by can can't cant cannot could
couldn't couldnt did didn't didnt do does doesn't doesnt doing don't dont down during
each few for from further had hadn't hadnt has hasn't hasnt have haven't havent having
he he'd he'll he's her here here's hers herself him himself his how how's i i'd i'll
i'm im i've ive if in into is isn't isnt it it's its itself let's lets like likely lot
many may me might more most much mustn't my myself no nor not of off on once only or
other ought our ours ourselves out over own really same shall shan't she she'd she'll
she's should shouldn't so some such than that that'd that's thats the their theirs them
themselves then there there's these they they'd they'll they're they've thing things
this those through to too under until up very was wasn't wasnt we we'd we'll we're
we've were weren't what what's whats when when's where where's which while who who's
whom why why's will with won't wont would wouldn't wouldnt you you'd you'll you're
youre you've your yours yourself yourselves
"""
_SPANISH = """
a al algo algunas algunos ante antes como con contra cual cuando cuándo cuanto cuánto de
del desde donde dónde durante e el él ella ellas ellos en entre era eran eres es esa
esas ese eso esos esta está están estas este esto estos estoy fue fueron ha hace han has
hasta hay he la las le les lo los más me mi mí mis mucho muy nada ni no nos nosotros o
os otra otro para pero por porque puede que qué quién quien se sea ser si sí sin sobre
soy su sus también te tiene tienen tengo ti tu tú tus un una uno unos usted y ya yo
"""
_FRENCH = """
a ai ainsi alors as au aucun aussi autre aux avec avoir avons c ce cela ces cet cette
chez comme comment d dans de des dont du elle elles en encore es est et été être eu fait il
ils j je l la là le les leur leurs lui m ma mais me même mes moi mon n ne nos notre nous
on ont ou où par pas peu plus pour pourquoi qu quand que quel quelle quelles quels qui
quoi s sa sans se ses si son sont suis sur t ta te tes toi ton tous tout très tu un une
va vos votre vous y
"""
_GERMAN = """
aber alle als also am an auch auf aus bei bin bis bist da damit dann das dass dein deine
dem den denn der des dich die dies diese diesem diesen dieser dieses dir doch du durch
ein eine einem einen einer eines er es euch euer für gegen habe haben hat hatte hatten
ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in ins ist ja jede jeder kann kein keine
können man mehr mein meine meinem meinen meiner mich mir mit nach nicht nichts noch nur
ob oder ohne sehr sein seine seinem seinen seiner seit sich sie sind so über um und uns
unser unter vom von vor wann war waren warum was weil welche welcher welches wem wen
wenn wer werden wie wir wird wo wurde zu zum zur
"""
_PORTUGUESE = """
a à ao aos aquela aquele aquilo as às até com como da das de dela dele deles depois do
dos e é ela elas ele eles em entre era essa esse esta está estão estas este estes estou
eu foi foram há isso isto já lhe mais mas me mesmo meu meus minha minhas muito na não
nas nem no nos nós nossa nosso num numa o onde os ou para pela pelo por porque qual
quando quanto que quem se sem ser será seu seus só sua suas também te tem têm tenho teu
tu tua um uma você vocês
"""
_ITALIAN = """
a ad agli ai al alla alle anche avere c che chi ci come con cosa cui d da dal dalla
dalle degli dei del della delle di dove due e è ed era erano fa gli ha hai hanno ho i il
in io l la le lei li lo loro lui ma me mi mia mie miei mio nei nel nella nelle no noi
non nostra nostro o per perché però più quale quali quando quanto quella quello questa
questo qui sarà se sei si sia siamo sono su sua sue sul sulla suo suoi te ti tra tu tua
tuo tuoi tutti tutto un una uno vi voi
"""
_DUTCH = """
aan al alles als altijd andere ben bij daar dan dat de der deze die dit doch doen door
dus een en er ge geen geweest haar had heb hebben heeft hem het hier hij hoe hun ik in
is ja je jij jou jouw kan kon kunnen maar me meer men met mij mijn moet na naar niet
niets nog nu of om omdat onder ons ook op over reeds te tegen toch toen tot u uit uw van
veel voor waar waarom waren was wat wanneer we wel welke werd wie wij wil worden wordt
ze zei zelf zich zij zijn zo zonder zou
"""
_RUSSIAN = """
а без был была были было быть в вам вас весь во вот все всё всего вы где да для до его
ее её если есть еще ещё же за здесь и из или им их к как какая какие какой ко когда кто
ли либо меня мне может моего моей моё мои мой мою моя мы на надо наш не него нее неё нет
ни них но ну о об один она они оно от очень по под после потом почему при с со сколько
так также там твой те тебе тебя то тоже только том тот ты у уже чего чей чем что чтобы
эта эти это этот я
"""

STOPWORDS: dict[str, frozenset[str]] = {
    "en": frozenset(_ENGLISH.split()),
    "es": frozenset(_SPANISH.split()),
    "fr": frozenset(_FRENCH.split()),
    "de": frozenset(_GERMAN.split()),
    "pt": frozenset(_PORTUGUESE.split()),
    "it": frozenset(_ITALIAN.split()),
    "nl": frozenset(_DUTCH.split()),
    "ru": frozenset(_RUSSIAN.split()),
}
