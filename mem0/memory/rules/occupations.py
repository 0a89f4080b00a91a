"""Words for what people do for a living, and what they drive and keep, by language.

Stems: "enfermer" stands for "enfermero" and "enfermera". A word that is no job in
another sense ("director", "dev") stands only where a job is spoken of.
"""

from __future__ import annotations


def _stems(words: str) -> str:
    return rf"(?:{'|'.join(words.split())})\w*"


SPANISH = _stems(
    """
    enfermer médic doctor(?:a)?\\b profesor profe\\b maestr ingenier abogad arquitect cociner periodist
    programador desarrollador estudiant diseñ contable contador dentist psicólog camarer fotógraf músic
    escritor traduct electricist fontaner carpinter mecánic peluquer policía bomber farmacéutic veterinari
    secretari cajer dependient repartidor conductor taxist camioner pilot azafat chef\\b actor\\b actriz
    artist investigador científic biólog químic físic analist consultor economist funcionari albañil
    jardiner panader pasteler administrativ comercial\\b vendedor recepcionist fisioterapeut logopeda
    jubilad autónom bibliotecari entrenador monitor agricultor ganader soldado militar\\b juez\\b jueza
    """
)
FRENCH = _stems(
    """
    infirmi médecin docteur professeur prof\\b instit ingénieu ingé\\b avocat architect cuisini journalist
    développ étudiant enseignant comptable dentist psycholog psy\\b serveu photograph musicien écrivain
    traduct électricien plombier menuisier mécanicien coiffeu polici pompier pharmacien vétérinaire
    secrétaire caissi vendeu livreu chauffeu pilote hôtesse chef\\b acteur actrice artiste chercheu
    scientifique biologiste chimiste analyste consultant économiste fonctionnaire maçon jardini
    boulang pâtissi commercial(?:e)?\\b réceptionniste kiné sage-femme aide-soignant graphiste
    retraité\\b retraitée bibliothécaire agriculteur militaire juge\\b éducat assistante?\\b freelance auto-entrepreneu
    """
)
PORTUGUESE = _stems(
    """
    enfermeir médic doutor professor prof\\b engenheir advogad arquitet cozinheir jornalist programador
    desenvolvedor dev\\b estudant designer contabilist contador dentist psicólog fotógraf músic escritor
    tradut eletricist encanador canalizador carpinteir mecânic cabeleireir polici bombeir farmacêutic
    veterinári secretári caixa\\b vendedor entregador motorist pilot comissári chef\\b ator\\b atriz artist
    pesquisador investigador cientist biólog químic analist consultor economist funcionári pedreir
    jardineir padeir confeiteir garçom garçonete empregad[oa]\\sde\\smesa recepcionist fisioterapeut
    aposentad reformad autônom bibliotecári treinador agricultor militar\\b juiz\\b juíza
    """
)
ITALIAN = _stems(
    """
    infermier medic dottor professor prof\\b insegnant maestr ingegner avvocat architett cuoc giornalist
    programmat svilupp student dentist psicolog camerier fotograf musicist scrittor traduttor elettricist
    idraulic falegnam meccanic parrucchier poliziott pompier farmacist veterinari segretari cassier
    commess corriere autist pilot hostess chef\\b attor attric artist ricercat scienziat biolog chimic
    analist consulent economist impiegat murator giardinier panettier pasticcer barist fisioterapist
    pensionat bibliotecari allenator agricoltor militar giudice operai grafic commercialist
    """
)
GERMAN = _stems(
    """
    kranken(?:pfleger|schwester) pfleger arzt ärztin lehrer \\w+lehrer ingenieur anwalt anwältin
    rechtsanw architekt koch\\b köchin journalist entwickler softwareentwickler programmierer student
    designer grafiker zahnarzt zahnärztin psycholog kellner fotograf musiker schriftsteller autor\\b autorin
    übersetzer elektriker klempner tischler schreiner mechaniker friseur polizist feuerwehr apotheker
    tierarzt tierärztin sekretär kassierer verkäufer lieferant fahrer pilot flugbegleiter schauspieler
    künstler forscher wissenschaftler biolog chemiker physiker analyst berater beamt maurer gärtner
    bäcker konditor physiotherapeut hebamme erzieher sozialarbeiter rentner bibliothekar trainer
    landwirt soldat richter buchhalter steuerberater selbstständig bauleiter teamleiter azubi
    """
)
DUTCH = _stems(
    """
    verpleeg arts\\b huisarts leraar lerares docent juf\\b meester\\b ingenieur advocaat architect kok\\b
    journalist ontwikkelaar developer\\b programmeur student ontwerper tandarts psycholoog fotograaf
    muzikant schrijver vertaler boekhouder elektricien loodgieter timmerman monteur kapper politieagent
    brandweer apotheker dierenarts secretaresse kassi verkoper bezorger chauffeur piloot stewardess
    acteur actrice kunstenaar onderzoeker wetenschapper bioloog analist adviseur consultant\\b econoom
    ambtenaar metselaar tuinman bakker ober\\b serveerster fysiotherapeut verloskundige gepensioneerd
    bibliothecaris boer\\b militair rechter zzp
    """
)
CARS = (
    r"(?:Seat|Tesla|Renault|Toyota|Ford|BMW|Audi|Volkswagen|VW|Fiat|Honda|Kia|Peugeot|Citroën|Opel|Škoda|Skoda"
    r"|Mercedes|Volvo|Dacia|Nissan|Hyundai|Mazda|Mini|Cupra|Suzuki|Jeep|Chevrolet|Porsche|Alfa|Lancia|Subaru"
    r"|Mitsubishi|Polestar|BYD|Clio|Twingo|Corsa|Golf|Polo|Passat|Panda|Punto|Ibiza|León|Yaris|Corolla|Fiesta"
    r"|Focus|Civic|Gol|HB20|Onix|Palio|Uno|Corsinha|Fusca|Fox|Sandero|Duster|Megane|Mégane|Micra|Picanto|Smart)"
)
MODEL = r"(?: (?-i:[A-ZÀ-Þ0-9])[\w-]*){0,2}"
"""What may follow the make of a car."""
