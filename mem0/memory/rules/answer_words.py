"""How seven languages ask about the listener, and how the answer begins."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asking:
    """One language.

    `verbs`: first person → the forms a question has it in; `opened`: question with a
    question word → the answer's statement; `own`: words that only a sentence of its
    own has; `negated` gets the first person and the rest of the question.
    """

    yes: str
    no: str
    lead: str
    subject: str
    verbs: dict[str, str]
    opened: tuple[tuple[str, str], ...]
    own: str
    negated: str


TABLES = {
    "es": Asking(
        yes=r"sí+|si+|sip|claro(?: que sí)?|por supuesto|exacto|efectivamente|así es",
        no=r"no+|nop|qué va|para nada|nunca",
        lead=r"(?:y |entonces |oye,? |por cierto,? |ah,? )*",
        subject=r"tú|tu|usted|vos",
        verbs={
            "Tengo": "tienes|tiene|tenés",
            "Vivo": "vives|vive|vivís",
            "Trabajo": "trabajas|trabaja|trabajás",
            "Soy": "eres|es|sos",
            "Estoy": "estás|está",
            "Hablo": "hablas|habla",
            "Como": "comes|come",
            "Juego": "juegas|juega",
            "Toco": "tocas|toca",
            "Estudio": "estudias|estudia",
            "Conduzco": "conduces|conduce",
            "Uso": "usas|usa",
            "Fumo": "fumas|fuma",
            "Practico": "practicas|practica",
            "Me gusta": "te gusta|le gusta",
            "Me gustan": "te gustan|le gustan",
        },
        opened=(
            (
                r"(?:en |de )?(?:dónde|qué (?:ciudad|país|zona|parte)) (?:vives|vive|resides)(?: .*)?",
                "Vivo en {}",
            ),
            (
                r"(?:en |para )?(?:dónde|qué (?:empresa|sitio)|quién) (?:trabajas|trabaja|curras)(?: .*)?",
                "Trabajo en {}",
            ),
            (
                r"(?:a qué te dedicas|en qué trabajas|de qué trabajas|cuál es tu (?:profesión|trabajo))(?: .*)?",
                "Trabajo de {}",
            ),
            (
                r"(?:cómo te llamas|cuál es tu nombre|cómo se llama usted)(?: .*)?",
                "Me llamo {}",
            ),
            (r"(?:cuántos años tienes|qué edad tienes)(?: .*)?", "Tengo {} años"),
            (r"(?:de dónde (?:eres|es))(?: .*)?", "Soy de {}"),
            (
                r"(?:a qué eres alérgic[oa]|qué alergias tienes)(?: .*)?",
                "Soy alérgico a {}",
            ),
            (r"(?:qué idiomas hablas)(?: .*)?", "Hablo {}"),
            (r"(?:qué coche (?:tienes|conduces))(?: .*)?", "Conduzco un {}"),
            (
                r"(?:cuándo es tu cumpleaños|cuándo cumples años)(?: .*)?",
                "Mi cumpleaños es el {}",
            ),
        ),
        own=r"yo|me|mi|mis|soy|estoy|tengo|vivo|trabajo|nos|hablo|curro|era|tenía|vivía|trabajaba|somos|tenemos|vivimos|fui|he|hemos|quiero|puedo|creo|prefiero|busco|enseño|doy|llevo|dirijo|vendo|cuido|diseño|hago|monto",
        negated="No {0} {1}",
    ),
    "fr": Asking(
        yes=r"oui+|ouais|si|bien sûr|exact(?:ement)?|tout à fait|carrément|yep",
        no=r"non+|nan|pas du tout|nope|jamais",
        lead=r"(?:et |alors,? |du coup,? |dis,? |au fait,? |est-ce que |est-ce qu')*",
        subject=r"tu|vous|toi",
        verbs={
            "J'ai": "as|avez|t'as",
            "J'habite": "habites|habitez",
            "Je vis": "vis|vivez",
            "Je travaille": "travailles|travaillez|bosses",
            "Je suis": "es|êtes|t'es",
            "Je parle": "parles|parlez",
            "Je mange": "manges|mangez",
            "J'aime": "aimes|aimez",
            "Je joue": "joues|jouez",
            "Je conduis": "conduis|conduisez",
            "J'utilise": "utilises|utilisez",
            "Je fume": "fumes|fumez",
            "Je pratique": "pratiques|pratiquez",
        },
        opened=(
            (
                r"(?:où (?:est-ce que )?(?:tu |vous )?(?:habites?|habitez|vis|vivez)(?:-tu|-vous)?|(?:tu |vous )(?:habites|habitez|vis|vivez) où)(?: .*)?",
                "J'habite à {}",
            ),
            (
                r"(?:où (?:est-ce que )?(?:tu |vous )?(?:travailles|travaillez|bosses)(?:-tu|-vous)?|(?:tu |vous )(?:travailles|travaillez|bosses) où|pour qui (?:travailles-tu|travaillez-vous)|chez qui .{0,30})(?: .*)?",
                "Je travaille chez {}",
            ),
            (
                r"(?:(?:tu |vous )(?:travailles|travaillez|bosses) dans quoi)(?: .*)?",
                "Je travaille {}",
            ),
            (
                r"(?:(?:tu fais|vous faites|que fais-tu|que faites-vous|qu'est-ce que (?:tu fais|vous faites))(?: quoi)?(?: dans la vie| comme (?:travail|métier|boulot))|quel est (?:ton|votre) (?:métier|travail|boulot))(?: .*)?",
                "Je travaille comme {}",
            ),
            (
                r"(?:comment (?:tu t'appelles|t'appelles-tu|vous appelez-vous|vous vous appelez)|(?:tu t'appelles|vous vous appelez) comment|quel est (?:ton|votre) (?:nom|prénom))(?: .*)?",
                "Je m'appelle {}",
            ),
            (
                r"(?:quel âge (?:as-tu|avez-vous|tu as|vous avez)|(?:tu as|t'as|vous avez) quel âge)(?: .*)?",
                "J'ai {} ans",
            ),
            (
                r"(?:d'où (?:viens-tu|venez-vous|tu viens|vous venez|es-tu)|tu viens d'où)(?: .*)?",
                "Je viens de {}",
            ),
            (
                r"(?:quelles langues (?:parles-tu|parlez-vous|tu parles))(?: .*)?",
                "Je parle {}",
            ),
            (
                r"(?:quelle voiture (?:as-tu|avez-vous|tu as|conduis-tu))(?: .*)?",
                "Je conduis une {}",
            ),
            (
                r"(?:(?:c'est quand|quand est|quelle est la date de) (?:ton|votre) anniversaire)(?: .*)?",
                "Mon anniversaire est le {}",
            ),
        ),
        own=r"je|j'\w+|moi|mon|ma|mes|on|nous|jsuis|chui|chuis|jhabite|jai|c'est|notre|j",
        negated="{0} pas {1}",
    ),
    "de": Asking(
        yes=r"ja+|jo|jep|jup|klar|na klar|genau|stimmt|natürlich|doch|richtig",
        no=r"nein+|ne+|nee+|nö+|gar nicht|quatsch",
        lead=r"(?:und |also,? |sag mal,? |übrigens,? )*",
        subject=r"du|sie|ihr",
        verbs={
            "Ich habe": "hast|haben|habt",
            "Ich wohne": "wohnst|wohnen|wohnt",
            "Ich lebe": "lebst|leben",
            "Ich arbeite": "arbeitest|arbeiten",
            "Ich bin": "bist|sind|seid",
            "Ich spreche": "sprichst|sprechen",
            "Ich esse": "isst|essen",
            "Ich mag": "magst|mögen",
            "Ich spiele": "spielst|spielen",
            "Ich fahre": "fährst|fahren",
            "Ich studiere": "studierst|studieren",
            "Ich nutze": "nutzt|nutzen|benutzt",
            "Ich rauche": "rauchst|rauchen",
        },
        opened=(
            (
                r"wo (?:wohnst|wohnen|lebst|leben) (?:du|sie|ihr)(?: .*)?|in welcher stadt .*",
                "Ich wohne in {}",
            ),
            (
                r"(?:wo|bei wem|für wen|bei welcher firma) (?:arbeitest|arbeiten) (?:du|sie)(?: .*)?",
                "Ich arbeite bei {}",
            ),
            (
                r"was (?:machst|machen) (?:du|sie)(?: denn)? (?:beruflich|von beruf|so beruflich)(?: .*)?|was (?:bist du|sind sie) von beruf|als was (?:arbeitest|arbeiten) (?:du|sie)|was ist (?:dein|ihr) beruf",
                "Ich arbeite als {}",
            ),
            (
                r"wie (?:heißt|heißen) (?:du|sie)|wie ist (?:dein|ihr) name",
                "Ich heiße {}",
            ),
            (r"wie alt (?:bist du|sind sie)", "Ich bin {} Jahre alt"),
            (
                r"(?:woher (?:kommst|kommen) (?:du|sie)|wo (?:kommst|kommen) (?:du|sie) her)(?: .*)?",
                "Ich komme aus {}",
            ),
            (r"welche sprachen (?:sprichst|sprechen) (?:du|sie)", "Ich spreche {}"),
            (
                r"was für ein auto .*|welches auto (?:fährst|fahren|hast|haben) (?:du|sie)",
                "Ich fahre einen {}",
            ),
            (
                r"wann (?:hast|haben) (?:du|sie) geburtstag|wann ist (?:dein|ihr) geburtstag",
                "Mein Geburtstag ist am {}",
            ),
            (
                r"(?:wogegen|gegen was|worauf) (?:bist du|sind sie) allergisch",
                "Ich bin allergisch gegen {}",
            ),
        ),
        own=r"ich|wir|mein|meine|mich|mir|bin|hab|habe|wohn|wohne|arbeite|arbeit|das|es|unser|unsere|unterrichte|mache|leite|betreue|verkaufe",
        negated="{0} nicht {1}",
    ),
    "pt": Asking(
        yes=r"sim+|claro(?: que sim)?|tenho(?: sim)?|sou(?: sim)?|moro(?: sim)?|isso|exato|com certeza|aham|uhum|pois",
        no=r"n[ãa]o+|nao|que nada|nada|nunca|imagina",
        lead=r"(?:e |então,? |aliás,? |ah,? )*",
        subject=r"você|voce|vc|tu|o senhor|a senhora",
        verbs={
            "Tenho": "tem|tens|têm",
            "Moro": "mora|moras",
            "Vivo": "vive|vives",
            "Trabalho": "trabalha|trabalhas",
            "Sou": "é|és",
            "Estou": "está|estás",
            "Falo": "fala|falas",
            "Como": "come|comes",
            "Gosto": "gosta|gostas",
            "Jogo": "joga|jogas",
            "Toco": "toca|tocas",
            "Estudo": "estuda|estudas",
            "Dirijo": "dirige|conduz",
            "Uso": "usa|usas",
            "Fumo": "fuma|fumas",
        },
        opened=(
            (
                r"(?:onde|em que cidade|em qual cidade|aonde) (?:é que )?(?:você |vc |tu )?(?:mora|moras|vive|vives)(?: .*)?",
                "Moro em {}",
            ),
            (
                r"(?:onde|em que empresa|pra quem|para quem) (?:é que )?(?:você |vc |tu )?(?:trabalha|trabalhas)(?: .*)?",
                "Trabalho em {}",
            ),
            (
                r"(?:o que (?:é que )?(?:você |vc |tu )?(?:faz|fazes)(?: da vida| profissionalmente)?|com o que (?:você |vc )?trabalha|qual (?:é )?(?:a )?(?:sua|tua) profissão|em que (?:você |vc )?trabalha)(?: .*)?",
                "Trabalho como {}",
            ),
            (
                r"(?:como (?:você |vc |tu )?se chama|como te chamas|qual (?:é )?(?:o )?(?:seu|teu) nome)(?: .*)?",
                "Me chamo {}",
            ),
            (
                r"(?:quantos anos (?:você |vc |tu )?(?:tem|tens)|qual (?:é )?(?:a )?sua idade)(?: .*)?",
                "Tenho {} anos",
            ),
            (r"(?:de onde (?:você |vc |tu )?(?:é|és|vem))(?: .*)?", "Sou de {}"),
            (
                r"(?:que (?:línguas|idiomas) (?:você |vc |tu )?(?:fala|falas))(?: .*)?",
                "Falo {}",
            ),
            (
                r"(?:que carro (?:você |vc |tu )?(?:tem|tens|dirige))(?: .*)?",
                "Dirijo um {}",
            ),
            (
                r"(?:quando (?:é|faz) (?:o )?(?:seu|teu) aniversário|quando (?:você )?faz (?:anos|aniversário))(?: .*)?",
                "Meu aniversário é {}",
            ),
        ),
        own=r"eu|me|meu|minha|meus|minhas|sou|estou|tenho|moro|trabalho|a gente|nós|to|tô|falo|era|tinha|morava|trabalhava|somos|temos|prefiro|quero|acho|dou|ensino|vendo|cuido|faço",
        negated="Não {0} {1}",
    ),
    "it": Asking(
        yes=r"sì+|si+|certo|esatto|già|assolutamente|eh sì",
        no=r"no+|macché|per niente|mai",
        lead=r"(?:e |allora,? |quindi,? |ma )*",
        subject=r"tu|lei|voi",
        verbs={
            "Ho": "hai|ha",
            "Vivo": "vivi|vive",
            "Abito": "abiti|abita",
            "Lavoro": "lavori|lavora",
            "Sono": "sei|è",
            "Parlo": "parli|parla",
            "Mangio": "mangi|mangia",
            "Gioco": "giochi|gioca",
            "Suono": "suoni|suona",
            "Studio": "studi|studia",
            "Guido": "guidi|guida",
            "Fumo": "fumi|fuma",
            "Mi piace": "ti piace|le piace",
        },
        opened=(
            (
                r"(?:dove|in che città|in quale città) (?:vivi|abiti|vive|abita)(?: .*)?",
                "Vivo a {}",
            ),
            (
                r"(?:dove|per chi|in che azienda) (?:lavori|lavora)(?: .*)?",
                "Lavoro da {}",
            ),
            (
                r"(?:che lavoro (?:fai|fa)|cosa (?:fai|fa) nella vita|di cosa ti occupi)(?: .*)?",
                "Lavoro come {}",
            ),
            (
                r"(?:come ti chiami|come si chiama|qual è il tuo nome)(?: .*)?",
                "Mi chiamo {}",
            ),
            (r"(?:quanti anni (?:hai|ha))(?: .*)?", "Ho {} anni"),
            (r"(?:di dove (?:sei|è)|da dove vieni)(?: .*)?", "Sono di {}"),
            (r"(?:che lingue (?:parli|parla))(?: .*)?", "Parlo {}"),
            (
                r"(?:quando è il tuo compleanno|quando compi gli anni)(?: .*)?",
                "Il mio compleanno è il {}",
            ),
        ),
        own=r"io|mi|mio|mia|sono|ho|vivo|abito|lavoro|abbiamo|siamo|faccio|insegno|gestisco|vendo|scrivo|curo|studio|aiuto",
        negated="Non {0} {1}",
    ),
    "nl": Asking(
        yes=r"ja+|jazeker|zeker|klopt|jep|inderdaad|natuurlijk",
        no=r"nee+|nope|helemaal niet|nooit",
        lead=r"(?:en |dus,? |trouwens,? )*",
        subject=r"je|jij|u|jullie",
        verbs={
            "Ik heb": "heb|hebt|heeft",
            "Ik woon": "woon|woont",
            "Ik werk": "werk|werkt",
            "Ik ben": "ben|bent",
            "Ik spreek": "spreek|spreekt",
            "Ik eet": "eet",
            "Ik speel": "speel|speelt",
            "Ik rijd": "rijd|rij|rijdt",
            "Ik studeer": "studeer|studeert",
            "Ik rook": "rook|rookt",
        },
        opened=(
            (r"waar (?:woon|woont) (?:je|jij|u)(?: .*)?", "Ik woon in {}"),
            (
                r"(?:waar|bij wie|voor wie) (?:werk|werkt) (?:je|jij|u)(?: .*)?",
                "Ik werk bij {}",
            ),
            (
                r"(?:wat (?:doe|doet) (?:je|jij|u) voor werk|wat is (?:je|jouw|uw) (?:beroep|werk)|wat (?:doe|doet) (?:je|u))(?: .*)?",
                "Ik werk als {}",
            ),
            (
                r"(?:hoe heet (?:je|jij|u)|wat is (?:je|jouw|uw) naam)(?: .*)?",
                "Ik heet {}",
            ),
            (r"hoe oud (?:ben je|ben jij|bent u)(?: .*)?", "Ik ben {} jaar"),
            (r"waar kom (?:je|jij) vandaan(?: .*)?", "Ik kom uit {}"),
            (r"welke talen (?:spreek|spreekt) (?:je|jij|u)(?: .*)?", "Ik spreek {}"),
            (
                r"wanneer ben je jarig|wanneer is je verjaardag",
                "Mijn verjaardag is op {}",
            ),
        ),
        own=r"ik|mijn|mn|we|wij|heb|ben|woon|werk|onze|het|dat|geef|verkoop",
        negated="{0} geen {1}",
    ),
    "ru": Asking(
        yes=r"да+|ага|угу|конечно|точно|есть",
        no=r"нет+|не+|неа|вовсе нет",
        lead=r"(?:а |и |ну )*",
        subject=r"ты|вы|вас|тебя",
        verbs={
            "Я живу": "живешь|живёшь|живете|живёте",
            "Я работаю": "работаешь|работаете",
            "Я говорю": "говоришь|говорите",
            "Я люблю": "любишь|любите",
            "Я играю": "играешь|играете",
            "Я учусь": "учишься|учитесь",
            "Я курю": "куришь|курите",
            "У меня": "у тебя есть|у вас есть|у тебя|у вас",
            "Я": "замужем|женат",
        },
        opened=(
            (
                r"(?:а )?(?:где|в каком городе) (?:ты |вы )?(?:живёшь|живешь|живёте|живете)(?: .*)?",
                "Я живу в {}",
            ),
            (
                r"(?:а )?(?:где) (?:ты |вы )?(?:работаешь|работаете)(?: .*)?",
                "Я работаю в {}",
            ),
            (
                r"(?:а )?(?:кем) (?:ты |вы )?(?:работаешь|работаете)(?: .*)?",
                "Я работаю {}",
            ),
            (r"(?:а )?как (?:тебя|вас) зовут(?: .*)?", "Меня зовут {}"),
            (r"(?:а )?сколько (?:тебе|вам) лет(?: .*)?", "Мне {} лет"),
            (r"(?:а )?откуда (?:ты|вы)(?: .*)?", "Я из {}"),
        ),
        own=r"я|мой|моя|мне|меня|мы|у нас|живу|работаю|это|преподаю|учу|продаю",
        negated="{0} не {1}",
    ),
}
