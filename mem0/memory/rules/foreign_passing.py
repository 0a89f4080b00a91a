"""What is over before anybody reads of it, in seven languages: moods of the day, being
late, the weather, good-byes, laughter, wishes that are no facts, praise of whoever listens.

A sentence goes only when every part of it is of this kind: "voy tarde, luego te cuento"
goes, "voy tarde porque trabajo en Vigo" stays.
"""

from __future__ import annotations

import re

from mem0.memory.rules.spoken import LAUGHTER, NAMED_SIGNS, tolerant

MAX_REMARK = 120
_ES_STATE = r"(?:muert|cansad|agotad|reventad|molid|aburrid|enferm|resfriad|malit|estresad|nervios|content|feliz|triste|enfadad|ocupad|liad|atrapad|perdid|list|hecha? polvo|sin palabras|fatal|regular|mal|bien|genial)\w*"
_FR_STATE = r"(?:crevé|fatigué|épuisé|mort|claqué|naze|malade|énervé|stressé|content|heureu|triste|occupé|dégoûté|choqué|perdu|prêt|mdr|à bout|au bout|ko|à la bourre|en retard|pressé|débordé)\w*"
_DE_STATE = r"(?:müde|fertig|kaputt|platt|erschöpft|krank|genervt|gestresst|glücklich|traurig|beschäftigt|aufgeregt|nervös|gelangweilt|hungrig|spät dran|zu spät|im stress|am ende|sprachlos|baff|im eimer|tot)"
_PT_STATE = r"(?:mort|cansad|exaust|acabad|quebrad|doente|gripad|estressad|nervos|feliz|triste|ocupad|atrasad|atolad|perdid|passad|chocad|podre|pront|sem palavras|de boa|bem|mal|animad|ansios|puto|puta)\w*"
_IT_STATE = r"(?:stanc|mort|distrutt|esaust|cott|malat|stressat|nervos|felic|trist|impegnat|in ritardo|a pezzi|contento|contenta|pront|di fretta|ko)\w*"
_NL_STATE = r"(?:moe|kapot|op|gesloopt|ziek|gestrest|blij|verdrietig|druk|te laat|zenuwachtig|klaar|bekaf|laat)"
_RU_STATE = r"(?:устал|вымотал|замучил|заболел|измотан|опаздыва|занят|проголодал|соскучил|счастлив|грустно|без сил)\w*"
PARTS = {
    "es": (
        r"(?:menud[oa]s?|vaya)\b .{1,40}|(?:qué |q |k )(?:ganas|lunes|martes|miércoles|jueves|viernes|domingo|semana|finde|mañana|noche|tarde)\b.{0,25}|(?:estoy )?esperando (?!un bebé|un hijo|una niña|un niño|gemel|mellizos).{0,35}|me meo(?: de risa)?|(?:estoy )?deseando .{0,20}|(?:jo|joe|jolín|jopé|vaya tela|qué cosas|y punto|en fin|qué se le va a hacer)",
        r"(?:hoy |ahora |ya |uf |hoy ya )*(?:(?:yo )?(?:estoy|ando|voy|vengo|me siento|me encuentro) )(?:hoy |que |super |súper |muy |tan |un poco |medio |bastante )*"
        + _ES_STATE
        + r"(?: de (?:sueño|hambre|risa|cansancio|frío|calor|la risa))?(?: hoy| ahora(?: mismo)?)?",
        r"(?:yo )?(?:voy|llego|ando) (?:tarde|con prisa|justo|de camino|en camino)(?: hoy)?|llego en \w+(?: \w+)?",
        r"(?:ahora )?estoy (?:ahora |ya )?(?:en (?:el|la|un|una) (?:bus|autobús|metro|tren|coche|taxi|avión|reunión|calle|cola|ducha|atasco)|conduciendo|comiendo|cenando|desayunando|saliendo|llegando|esperando|de camino|cocinando)(?: ahora)?",
        r"(?:hoy |ahora )?(?:me duelen? (?:las?|el|los|mucho)(?: \w+)?|tengo (?:un |mucho |mucha |una )?(?:dolor de \w+|resaca|hambre|sueño|sed|frío|calor|prisa|pereza))(?: (?:un montón|mucho|que me muero|hoy|ahora))*",
        r"(?:luego|después|ahora|mañana|ya|más tarde|en un rato|en nada) (?:te |os |lo )?(?:cuento|digo|escribo|hablamos|nos vemos|miro lo|aviso|llamo|contesto|respondo)\b.{0,25}|(?:te|os) (?:cuento|digo|escribo|aviso|llamo) (?:luego|después|mañana|en un rato)|(?:hablamos|nos vemos|seguimos) (?:luego|mañana|después|pronto)",
        r"(?:qué|menudo|menuda|vaya|q|k) (?:fuerte|guay|pasada|rollo|risa|asco|locura|calor|frío|día|barbaridad|horror|miedo|bonito|bueno|mal|bien|sueño|pereza|heavy|chulo|mono|susto|nervios|alegría|pena|palo|movida|tiempo|crack|máquina|grande|injusto|raro)\w*(?: .{0,25})?",
        r"(?:no me lo puedo creer|no puede ser|me parto(?: de risa)?|me muero(?: de (?:risa|la risa|amor))?|te lo juro|madre mía|en serio|flipo|estoy flipando|alucino|ya te digo|ni idea|lo que sea|por fin viernes|ya era hora|qué me dices|no doy crédito|es (?:muy )?(?:gracioso|divertido|broma))",
        r"(?:eres|sois) (?:un |una |el |la |lo )?(?:mejor|crack|genial|amor|sol|máquina|grande|más).{0,20}|(?:muchas |mil |muchísimas )?gracias(?: .{0,25})?|te quiero(?: mucho)?|un (?:beso|abrazo|saludo)\w*",
        r"(?:hace|está haciendo) (?:un |mucho |mucha |bastante )?(?:frío|calor|sol|viento|bochorno|fresco|buen día|mal tiempo).{0,15}|(?:está|no para de|lleva) (?:lloviendo|llover|nevando|nublado).{0,20}",
        r"(?:ojalá|si (?:me toca|me tocara|ganara|gano|fuera|tuviera|pudiera|viviera|hubiera|me tocase|tuviese|pudiese)).*",
        r"recu[eé]rda(?:me|nos)\b.*|(?:avisa|pasa|pon|haz|da|di|manda|envía|busca|cuenta|acuérda)(?:me|nos|te)(?:l[oa]s?)?\b.*|(?:responde|contesta|háblame|sé|usa|escribe) (?:siempre|en|más|con|a partir)\b.*|que yo sepa no|para nada|qué va|ni de coña|ni idea",
    ),
    "fr": (
        r"vivement .{1,30}|quelle? (?:journée|semaine|galère|horreur|chaleur|honte|matinée|soirée|tristesse|angoisse|lundi)\b.{0,25}|j(?:e |')attends (?!un (?:bébé|enfant)|des jumeaux|une fille).{0,35}|(?:la flemme|trop bien|trop hâte|hâte d).{0,25}",
        r"(?:aujourd'hui |là |bon |ouf )*(?:je suis|jsuis|chuis|chui|j'suis|je me sens) (?:trop |tellement |hyper |super |un peu |grave |vraiment |très |complètement |déjà )*"
        + _FR_STATE
        + r"(?: (?:de fatigue|de rire|aujourd'hui|là|ce soir|ce matin))*",
        r"(?:je suis|jsuis|chuis|chui|j'suis) (?:là |encore |déjà |en ce moment )*(?:dans (?:le|la|un|une) (?:bus|métro|train|voiture|taxi|tram|avion|rue|queue|file|bouchons)|en (?:route|réunion|voiture|train de .{2,20}|cours|chemin)|au téléphone|sous la douche)(?: là| maintenant)?",
        r"(?:j'ai|jai) (?:trop |un peu |super |vraiment |hyper |grave )*(?:mal (?:à la|au|aux|partout)(?: \w+)?|faim|soif|froid|chaud|sommeil|la flemme|la dalle|la gueule de bois|hâte|le seum)(?: (?:aujourd'hui|là|ce matin))*",
        r"(?:je |j)(?:te|vous) (?:raconte|dis|rappelle|écris|tiens au courant|recontacte) (?:après|plus tard|demain|ça|ce soir|tout).{0,15}|on (?:se parle|s'appelle|se voit|en reparle) (?:demain|plus tard|bientôt|après|ce soir)|(?:allez )?(?:à demain|à plus|à toute|bisous?|à tout à l'heure|à lundi|bonne nuit|bonne soirée)(?: .{0,15})?",
        r"(?:c'est |cest |trop |c'est trop |tellement |quelle? )+(?:trop )?(?:drôle|marrant|mignon|cool|fou|ouf|chiant|relou|bien|nul|beau|bizarre|abusé|chaud|horrible|stylé|galère|dur|con|bête|horreur|honte|journée|folie|chance|classe|dommage|triste|dingue|tuerie|vrai|clair)\w*(?: .{0,20})?",
        r"(?:(?:oh )?(?:là )*)?(?:j'y crois pas|je n'y crois pas|jy crois pas|n'importe quoi|sérieux|sérieusement|oh mon dieu|mon dieu|la vache|la honte|je suis (?:mort|morte|pété|pliée?)(?: de rire)?|j'hallucine|je rigole|pas possible|c'est pas possible|ça me tue|tu m'étonnes|grave|carrément|trop pas|laisse tomber)",
        r"(?:merci.{0,20} )?(?:t'es|tu es|vous êtes) (?:trop |vraiment |le |la |un |une |au )*(?:meilleur|top|génial|adorable|ange|chou|sympa|gentil|super|amour|cool)\w*(?: .{0,15})?|merci(?: .{0,30})?",
        r"(?:il (?:fait|pleut|neige)|ça caille|quel temps).{0,25}",
        r"si (?:je (?:gagne|gagnais|pouvais|avais|étais|vivais)|j'(?:avais|étais|habitais)|seulement|un jour je gagne).*",
        r"(?:réponds?|répondez|parle|écris|sois|utilise|reste)\b (?:toujours|en|plus|moi|avec|à partir|bref|brève)\b.*|(?:rappelle|dis|fais|donne|envoie|aide|montre|explique|résume|raconte|corrige|traduis)[- ](?:moi|nous|le|la|les|ça)\b.*|(?:c'est|c est|cest) quoi\b.*|(?:comment|pourquoi|combien) .{3,60}",
    ),
    "de": (
        r"(?:was für ein\w*|so ein) .{1,30}|(?:ich )?freue? mich (?:so |schon |mega |voll |total )*(?:auf|drauf|riesig)\b[^0-9]{0,20}|(?:ich )?warte? (?:grad |gerade |noch |immer noch )*(?:auf (?!ein kind)).{0,30}|ich kann nicht mehr|ich geh kaputt|ich sterbe|(?:kein(?:en)? bock|null bock).{0,15}",
        r"(?:ich )?(?:bin|fühl(?:e)?(?: mich)?) (?:ich )?(?:heute |grad |gerade |jetzt |schon |echt |voll |so |total |mega |super |ziemlich |etwas |bisschen |ein bisschen |richtig |einfach |völlig )*"
        + _DE_STATE
        + r"(?: heute| grad| gerade| jetzt)*",
        r"(?:ich )?(?:sitz|sitze|bin|steh|stehe) (?:ich )?(?:grad |gerade |noch |jetzt |schon )*(?:in der (?:bahn|s-bahn|u-bahn|schlange|badewanne|stadt)|im (?:bus|zug|auto|stau|meeting|taxi|flieger|bett)|unterwegs|auf dem weg|am (?:kochen|essen|telefon))(?: gerade| grad)?",
        r"(?:ich )?(?:hab|habe) (?:ich )?(?:heute |grad |gerade |so |voll |echt |mega |total |einen |nen |richtig |schon wieder )*(?:kopfweh|kopfschmerzen|bauchweh|bauchschmerzen|hunger|durst|keine lust|keinen bock|muskelkater|stress|halsweh|halsschmerzen)(?: heute)?",
        r"(?:ich )?(?:meld|melde|schreib|schreibe|erzähl|erzähle|ruf|sag) (?:mich|dir|euch|dich|es)\b.{0,25}|(?:bis|wir (?:hören|sehen|reden)) (?:uns )?(?:morgen|später|dann|gleich|bald|nachher|denne|montag|nächste woche)(?: .{0,10})?|(?:na gut|also|ok|tschüss|ciao|bye)",
        r"(?:das ist|das war|wie|so|voll|was für ein\w*|echt|mega|total|richtig|ist ja)(?: (?:voll|so|echt|ja|mega|total|richtig))* (?:lustig|krass|cool|geil|süß|witzig|schön|schade|traurig|schlimm|peinlich|komisch|verrückt|heftig|nett|toll|gut|stark|spannend|irre|unfassbar|wahnsinn|tag|nervig|blöd|doof|mist)\w*(?: .{0,15})?",
        r"(?:das gibts? doch nicht|das gibt's doch nicht|nicht dein ernst|ich glaub(?:s| es|e es)? nicht|ich kann nicht mehr|ich lach mich kaputt|oh mein gott|unglaublich|wahnsinn|krass|no way|echt jetzt|keine ahnung|läuft|jep|passt(?: schon)?|egal|kein ding|ich brech ab|ich fass es nicht)",
        r"(?:danke.{0,20} )?(?:du bist|ihr seid|bist du) (?:der|die|ein|eine|echt|so|mein|voll)? ?(?:beste|schatz|engel|super|toll|lieb|held|klasse|goldig)\w*(?: .{0,10})?|(?:vielen |lieben |tausend )?dank(?:e)?(?: .{0,25})?",
        r"(?:was für ein |so ein |mega |scheiß|mist|sau|voll |echt )*\w{0,6} ?wetter.{0,15}|(?:es )?(?:regnet|schneit|ist (?:voll |so |mega |echt )?(?:kalt|heiß|warm|sonnig)).{0,20}|(?:mir ist|ist mir) (?:voll |so |echt )?(?:kalt|heiß|warm|schlecht|langweilig).{0,10}",
        r"wenn (?:ich|wir) .*(?:lotto|gewinn\w*|hätte|wäre|könnte|würde)\b.*|hätte ich (?:doch |nur |bloß )+.*",
        r"(?:antworte?|schreib|sprich|red|sei|benutz|verwende)\b (?:bitte |immer |mir |mit mir |auf |kürzer|kurz).*|erinn(?:er|ere) (?:mich|uns)\b.*|(?:fass|mach|zeig|gib|sag|hilf|such|erklär|schick|übersetz)e? (?:das|mir|uns|mal|bitte|es)\b.*|(?:wie|was|wo|wer) (?:heißt|ist|sind|kann|macht|geht|war|kostet)\b.{3,60}",
    ),
    "pt": (
        r"que (?:segunda|terça|quarta|quinta|sexta|domingo|semana|dia|tarde|noite|manhã|ódio|ranço|saudade)\b.{0,25}|(?:eu )?(?:estou |tô |to |tou )?(?:doid[oa]|louc[oa]|ansios[oa]|contando os dias) (?:pra|para|por)\b.{0,25}|(?:eu )?(?:estou |tô |to |tou )(?:esperando|à espera d[eo]|aguardando) (?!um bebê|um filho|uma menina|gêmeos).{0,30}|morri(?: de rir)?|tô morta|não aguento(?: mais)?|(?:que )?(?:saco|preguiça)",
        r"(?:hoje |hj |agora |nossa |já )*(?:eu )?(?:estou|tô|to|tou|ando|me sinto) (?:hoje |muito |tão |super |meio |bem |um pouco |só |cheia de |cheio de )*"
        + _PT_STATE
        + r"(?: de (?:cansad[oa]|sono|fome|cansaço|rir))?(?: (?:hoje|hj|agora|demais))*",
        r"(?:eu )?(?:estou|tô|to|tou) (?:agora |aqui |já |ainda )*(?:n[oa]|num|numa|em) (?:ônibus|onibus|metrô|metro|trem|comboio|autocarro|carro|uber|táxi|reunião|fila|trânsito|rua|banho|caminho|avião)(?: agora)?|(?:eu )?(?:estou|tô|to|tou) (?:a caminho|chegando|saindo|indo|dirigindo|almoçando|jantando|esperando|comendo|cozinhando|a chegar|a sair|a comer)(?: .{0,12})?",
        r"(?:hoje |hj )?(?:eu )?(?:estou|tô|to|tou|tenho) (?:com |cheio de |cheia de )?(?:um |uma |muita? |tanta? |maior )*(?:dor(?:es)? (?:de|na|no|nas|nos) \w+|fome|sono|sede|frio|calor|preguiça|ressaca|pressa)(?: (?:hoje|hj|agora|danada|enorme|do caramba))*",
        r"(?:depois|amanhã|logo|já|daqui a pouco|mais tarde) (?:eu )?(?:te |vos |lhe )?(?:conto|falo|digo|escrevo|aviso|ligo|mando|falamos)\b.{0,15}|(?:te |a gente se )(?:conto|falo|aviso|ligo|fala|vê) (?:depois|amanhã|mais tarde|logo)|(?:então )?(?:tá )?(?:até (?:amanhã|logo|mais|já|segunda|depois))|(?:falou|valeu|fui|beijos?|bjs?|abraços?|abs|tmj|fechou|blz|beleza|show|entendi|combinado|partiu)(?: .{0,10})?",
        r"(?:que|nossa que|nossa|mas que|q) (?:absurdo|legal|fofo|lindo|massa|doido|bizarro|engraçado|saco|raiva|bom|ruim|calor|frio|dia|loucura|horror|triste|chato|nojo|vergonha|sono|preguiça|susto|fome|delícia|máximo|demais|giro|fixe|seca|medo|orgulho|bonito|maravilha|alívio|azar|sorte|inveja|pena)\w*(?: .{0,25})?",
        r"(?:muito|tão|super|bem) (?:bom|bonito|engraçado|legal|fofo|massa|fixe|giro|top|ruim|chato|triste|louco|verdade)\w*(?: .{0,10})?|(?:não acredito|não pode ser|morri(?: de rir)?|tô morrendo(?: de rir)?|to rindo|meu deus|caramba|sério|jura|mentira|socorro|sem condições|aff|chocad[oa]|passad[oa]|tá doido|credo|é verdade|pode crer|nem me fala|sei lá)",
        r"(?:muito )?(?:vlw|valeu|brigad[ao]|obrigad[ao])(?: .{0,25})?|(?:vc|você|tu) (?:é|és) (?:o |a |um |uma |muito |demais )*(?:melhor|máximo|fofo|anjo|top|incrível|show|demais|querid|amor|lind|dez)\w*.{0,10}",
        r"(?:está|tá|ta|anda) (?:chovendo|a chover|frio|calor|muito|fazendo|um calor|um frio).{0,20}|(?:faz|fazendo) (?:um |muito )?(?:frio|calor).{0,10}",
        r"(?:tomara|quem me dera|oxalá|se (?:eu |a gente )?(?:ganhar|ganhasse|tivesse|fosse|pudesse|morasse|soubesse|me sair)).*",
        r"(?:me |nos )(?:lembr[ae]|avis[ae]|ajud[ae]|diz|d[áêi]g?a?|fal[ae]|mand[ae]|explic[ae]|cont[ae]|mostr[ae]|manda|passa)\b.*|(?:respond[ae]|fal[ae]|escrev[ae]|us[ae]|seja|sê) (?:sempre|em|mais|com|só)\b.*|(?:faz|faça|resume|resuma|traduz|traduza|lembra|lembra-me|corrige|corrija|cria|crie|explica|escreve|manda) (?:uma?(?! (?:ano|mês|mes|semana|dia|tempo|tempão|pouco)\b)|isso|isto|esse|este|o|a|me|de|para)\b.*",
    ),
    "it": (
        r"che (?:lunedì|martedì|mercoledì|giovedì|venerdì|domenica|settimana|giornata|serata|fatica|voglia)\b.{0,20}|non vedo l'ora\b.{0,25}|(?:sto )?aspettando (?!un bambino|un figlio|una bimba).{0,30}|muoio(?: dal ridere)?|aspetto (?!un bambino|un figlio).{0,30}",
        r"(?:oggi |ora |adesso |già )*(?:sono|sto|mi sento) (?:oggi |troppo |un po' |davvero |super |molto |proprio |già )*(?:male|bene|"
        + _IT_STATE
        + r")(?:issim[oa])?(?: (?:oggi|adesso|ora|morta|morto))*",
        r"sono (?:ora |adesso |ancora |già )*(?:in (?:treno|macchina|autobus|bus|metro|riunione|fila|coda|taxi|ritardo|giro)|sul (?:treno|bus|tram)|sull'autobus|nel traffico|per strada)(?: ora| adesso)?",
        r"(?:oggi )?(?:ho|mi fa) (?:un |una |troppa? |tanto |tanta |un sacco di )*(?:mal di \w+|male (?:la|il) \w+|fame|sete|sonno|freddo|caldo|fretta)(?: oggi| da morire)*",
        r"(?:ti |vi )(?:racconto|dico|scrivo|chiamo|aggiorno|faccio sapere)(?: tutto)? (?:dopo|domani|più tardi|poi)|(?:dopo|poi|domani|più tardi) (?:ti |vi |ci )(?:racconto|dico|scrivo|chiamo|sentiamo|vediamo|aggiorno)|(?:a dopo|a domani|ci sentiamo|ci vediamo|baci|un bacio|un abbraccio)(?: .{0,15})?",
        r"(?:che|troppo|davvero|quanto è) (?:ridere|bello|carino|schifo|figata|palle|noia|caldo|freddo|giornata|assurdo|forte|divertente|brutto|peccato|paura|ansia|strano|fame|sonno|vergogna|risate)\w*(?: .{0,20})?",
        r"(?:non ci credo|non ci posso credere|oddio|muoio|sto morendo(?: dal ridere)?|mamma mia|assurdo|pazzesco|ma dai|boh|davvero|sul serio|ma va|figurati|mi fai morire)",
        r"(?:grazie(?: mille)?.{0,12} )?sei (?:un |una |il |la |troppo |davvero |molto )*(?:grande|migliore|tesoro|mito|angelo|gentil|fantastic|simpatic|genio|top|amore)\w*|grazie(?: .{0,25})?",
        r"(?:fa|fuori fa) (?:un |troppo |molto )?(?:freddo|caldo).{0,15}|(?:sta |)(?:piove|piovendo|nevica).{0,15}",
        r"(?:magari|se (?:vinco|vincessi|avessi|fossi|potessi|vivessi)).*",
        r"(?:ricorda|avvisa|aiuta|manda|dimmi|fammi|dammi|scrivi|spiega|traduci|riassumi)(?:mi|ci|lo|la)?\b.*|rispondi .*",
    ),
    "nl": (
        r"(?:wat een|zo'n) .{1,25}|(?:ik )?ga (?:dood|stuk|kapot)|(?:ik )?wacht (?:nu |nog |net )?op .{1,25}|(?:ik )?heb (?:zo'n |zo |echt )*zin in .{1,20}|(?:ik )?kijk (?:er )?(?:zo |erg )?(?:naar uit|uit naar).{0,20}",
        r"(?:ik )?(?:ben|voel me) (?:ik )?(?:vandaag |nu |echt |zo |super |een beetje |best |al |weer |helemaal |te )*"
        + _NL_STATE
        + r"(?: vandaag| nu)*",
        r"(?:ik )?(?:zit|sta|ben) (?:nu |net |nog |al )*(?:in de (?:bus|trein|tram|auto|metro|file|rij|meeting|douche)|onderweg|aan het (?:koken|eten|rijden|werken|bellen))(?: nu)?",
        r"(?:ik )?heb (?:vandaag |zo'?n? |echt |super |best )*(?:hoofdpijn|buikpijn|honger|dorst|een kater|geen zin|keelpijn|dorst|het koud|het warm)(?: vandaag)?",
        r"(?:ik )?(?:spreek|zie|bel|app|vertel) (?:je|jullie)\b.{0,25}|(?:tot|we spreken elkaar) (?:morgen|straks|later|zo|snel|maandag|dan)(?: .{0,10})?|(?:doei|doeg|later|groetjes|kusjes?)(?: .{0,10})?",
        r"(?:echt|wat|super|zo|te|dat is|dat was|is|heel|wat een)(?: (?:echt|zo|super|heel|een))* (?:grappig|leuk|mooi|cool|vet|gek|raar|jammer|schattig|erg|bizar|stom|fijn|lief|dag|zonde|ellende|gezellig|lekker)\w*(?: .{0,12})?",
        r"(?:niet te geloven|dat meen je niet|ik ga stuk|ik lig dubbel|o mijn god|jeetje|geen idee|maakt niet uit|prima|top|goed zo|dat kan niet|serieus)",
        r"(?:dank ?je ?wel|dankjewel|bedankt|dank je)(?: .{0,25})?|(?:je|jij|u) bent (?:de |een |echt |super |zo )*(?:beste|schat|top|geweldig|lief|held|engel)\w*",
        r"(?:het )?(?:regent|sneeuwt|is (?:zo |super |echt )?(?:koud|warm|heet)).{0,15}|wat een weer.{0,10}",
        r"als ik .*(?:loterij|win|had|was|zou|kon)\b.*|had ik maar .*",
        r"herinner (?:me|mij|ons)\b.*|(?:antwoord|schrijf|spreek|wees|gebruik) (?:altijd|in het|korter|me|mij|met).*|(?:help|geef|zeg|stuur|vat|vertaal|maak) (?:me|mij|dit|dat|het|een)\b.*",
    ),
    "ru": (
        r"(?:ну )?и (?:понедельник|вторник|среда|четверг|пятница|денёк|неделька|погодка|день)|жду не дождусь\b.{0,25}|(?:сижу )?жду (?!реб[её]нка).{1,25}|(?:а)?х[аи]ха\w* ?(?:ржу|ору|умираю)|скорее бы .{1,25}",
        r"(?:сегодня |сейчас |я |уже |что-то )*(?:очень |ужасно |жутко |страшно |так |просто |немного |совсем )*"
        + _RU_STATE
        + r"(?: (?:сегодня|сейчас|очень|ужасно))*",
        r"(?:я )?(?:сейчас |уже |ещё )*(?:в (?:автобусе|метро|поезде|машине|такси|пробке|очереди|дороге|пути)|за рулём|(?:еду|иду|бегу)(?= домой| на работу|$)|на встрече|на созвоне)(?: .{0,12})?",
        r"(?:у меня )?(?:сегодня )?(?:очень |ужасно |так )?(?:болит (?:голова|живот|горло|спина)|голова болит|похмелье|хочу (?:есть|спать|пить))(?: .{0,12})?",
        r"(?:потом|позже|завтра|скоро|чуть позже) (?:я )?(?:тебе )?(?:расскажу|напишу|позвоню|скажу|отпишусь|поговорим|спишемся|отвечу)(?: .{0,12})?|(?:до завтра|до встречи|увидимся|пока пока|созвонимся|целую|обнимаю)(?: .{0,12})?",
        r"(?:как|какой|какая|какое|так|вот это|очень|ну и) (?:смешно|круто|мило|жарко|холодно|ужас|кошмар|прикол|день|бред|красиво|обидно|грустно|классно|здорово|погода|жесть|жаль)\w*(?: .{0,12})?",
        r"(?:ржу|ору|угар|жесть|ужас|кошмар|не могу|не верю|не может быть|да ладно|ничего себе|обалдеть|офигеть|я в шоке|умираю(?: со смеху)?|серьёзно|правда|понятия не имею|без понятия)",
        r"(?:большое |огромное )?спасибо(?: .{0,25})?|(?:ты|вы) (?:просто |самый |самая |очень )?(?:лучш|супер|класс|молод|гени|чудо|прелесть)\w*(?: .{0,10})?",
        r"(?:на улице |сегодня )?(?:идёт дождь|идёт снег|жара|холодно|жарко|льёт).{0,15}",
        r"(?:вот бы|если (?:бы|выиграю)).*",
        r"напомни(?:те)?\b.*|(?:отвечай|пиши|говори)(?:те)? .*|(?:помоги|скажи|дай|напиши|сделай|переведи|покажи)(?:те)?\b.*",
    ),
}
_LEAD = r"(?:(?:ay|ah|oh|uf+|jo|uy|buah|boah|nossa|aff|ach|och|ой|ох|блин|ostras|joder|bon|bah|ben|euh|na|naja|ok|okay|bueno|pues|nada|venga|vale|então|entao|tá|ta|mas|y|et|und|e|en|и|ну|pf+|ufff?|puh|wow|guau|hey|hola|haha|tia|tía|tío|tio|mano|gente|cara|alter|digga|mec|meuf|chicas|chicos|allez|alors|also|tipo|lol|omg|mdr|ptdr|oh là là|oh la la|la la)[\s,!.…]+)*"
_END = r"(?:[\s,]+(?:tía|tío|jaja\w*|porfa|por favor|pfv|stp|bitte|mano|gente|cara|eh|hein|né|hoor|alter|mec|meuf|mdr|lol|haha\w*|xd+|kk+|rs+|rsrs|amiga|amigo|crack))*"
_WHOLE = re.compile(
    tolerant(
        rf"^{_LEAD}(?:{'|'.join(part for parts in PARTS.values() for part in parts)}|{LAUGHTER})?{_END}$"
    ),
    re.IGNORECASE,
)
_APART = re.compile(rf"\s*(?:[,;!.…?]+|\b{LAUGHTER}(?!\w))\s*", re.IGNORECASE)


def is_passing(text: str) -> bool:
    """Whether no part of a sentence says anything that will still matter tomorrow."""
    if len(text) > MAX_REMARK:
        return False
    plain = NAMED_SIGNS.sub(" ", text).replace("’", "'").strip(" ¡¿!.\"'")
    if _WHOLE.match(plain):
        return True
    parts = [part for part in _APART.split(plain) if part.strip()]
    return len(parts) > 1 and all(_WHOLE.match(part.strip(" ¡¿")) for part in parts)
