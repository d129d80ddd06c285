"""What the residents of Oeverbeke wrote, in their own words.

``ago`` is how many days before the day of seeding; ``hour`` the hour of the day. A picture is a
motive of ``core.pictures`` with its alternative text.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Answer:
    by: str
    text: str
    after_hours: float = 2


@dataclass(frozen=True)
class Words:
    """One post. ``need`` makes it a help request; ``helper`` solved it."""

    by: str
    neighborhood: str
    ago: int
    title: str
    text: str
    hour: int = 10
    need: str = ""
    when: str = "any_time"
    helper: str = ""
    answers: tuple[Answer, ...] = ()
    thanks: tuple[str, ...] = ()
    pictures: tuple[tuple[str, str], ...] = ()
    neighbors_only: bool = False
    shared: bool = False
    on_behalf_of: str = ""
    flags: tuple[tuple[str, str, str], ...] = field(default=())


MOLENWIJK = [
    Words(
        "an", "molenwijk", 0, "Te veel wortelen",
        "Onze moestuin heeft zich overtroffen. Er staat een bak met wortelen en radijzen aan onze deur "
        "in de Molenstraat. Neem gerust mee wat je kunt gebruiken! Ze zijn ideaal voor soep.",
        hour=8,
        answers=(
            Answer("rita", "Ik kom vanavond langs. Je krijgt een kom soep terug!", 1),
            Answer("yusuf", "Wat fijn, dank je An. De kinderen hebben er al vier op.", 3),
        ),
        thanks=("bram", "rita", "yusuf", "sofie", "georgette"),
        pictures=(("harvest", "Een houten bak vol wortelen en radijzen in een moestuin."),),
    ),
    Words(
        "georgette", "molenwijk", 1, "Wie wil mij helpen met mijn nieuwe gsm?",
        "Mijn kleindochter gaf mij een nieuwe gsm, maar de foto's van mijn oude toestel staan er niet "
        "op. Ik heb koffie en ik heb tijd. Wie kan eens komen kijken?",
        hour=14, need="computer", when="this_week",
        answers=(
            Answer("amina", "Ik kan donderdag na vier uur. Past dat voor u?", 2),
            Answer("georgette", "Donderdag is perfect. Ik zorg voor taart.", 4),
        ),
        thanks=("an",),
    ),
    Words(
        "lien", "molenwijk", 2, "Hallo buren, ik ben Lien",
        "Sinds september woon ik met mijn hond Pippa in de Tarwestraat. Ik ken hier nog niemand en dat "
        "wil ik graag veranderen. Is er iemand die 's avonds ook een toertje langs de Meulebeek maakt?",
        hour=19,
        answers=(
            Answer("marc", "Welkom Lien! Ik wandel meestal rond acht uur met Bas, een oude labrador.", 1),
            Answer("an", "Welkom in de mooiste wijk van Oeverbeke.", 12),
            Answer("sofie", "Mijn dochter vraagt of ze Pippa eens mag aaien. :-)", 13),
        ),
        thanks=("an", "marc", "sofie", "wout", "bram", "rita"),
        pictures=(("park", "Een pad door het groen."),),
    ),
    Words(
        "sofie", "molenwijk", 3, "Speeltuig op het Wiekenplein is stuk",
        "De schommel op het Wiekenplein hangt los aan één kant. Ik heb er een lint rond gedaan, maar let "
        "toch op met kleine kinderen. Ik deel dit ook met de gemeente.",
        hour=17, shared=True,
        answers=(Answer("jef", "Gezien. Dat is een bout van niks, maar wij mogen daar niet aan.", 3),),
        thanks=("pieterjan", "an", "claire"),
        pictures=(("playground", "Een schommel met een rood-wit lint eraan."),),
    ),
    Words(
        "jef", "molenwijk", 4, "Aanhangwagen gezocht voor zaterdag",
        "Ik breng zaterdag oud hout naar het recyclagepark. Heeft iemand een aanhangwagen die ik een "
        "paar uur mag lenen? Voor wat hoort wat: ik kijk graag jouw kraan na.",
        hour=11, need="moving", when="on_date", helper="bram",
        answers=(
            Answer("bram", "De mijne staat klaar. Kom hem vrijdagavond halen.", 1),
            Answer("jef", "Geregeld, merci Bram!", 30),
        ),
        thanks=("wout",),
    ),
    Words(
        "fatou", "molenwijk", 5, "Cours de français, le mardi soir",
        "Bonjour à tous. Je donne chaque mardi à 19 h une heure de conversation en français, à la maison "
        "de quartier. C'est gratuit et tout le monde est bienvenu, débutants compris. Ook voor wie het "
        "een beetje verleerd is!",
        hour=9,
        answers=(
            Answer("claire", "Super idée Fatou, je viens vous donner un coup de main.", 2),
            Answer("yusuf", "Ik kom zeker. Mijn Frans is roestig.", 8),
        ),
        thanks=("an", "claire", "lien", "yusuf"),
    ),
    Words(
        "marc", "molenwijk", 6, "Honing van het Meulebeekpad",
        "De bijen hebben het goed gedaan dit jaar. Wie vorige zomer een stukje tuin liet bloeien, mag bij "
        "mij een potje komen halen. Zonder jullie bloemen geen honing.",
        hour=16,
        answers=(Answer("rita", "Mijn lavendel krijgt dus een standbeeld?", 2),),
        thanks=("an", "rita", "lien", "georgette", "sofie", "bram", "yusuf"),
        pictures=(("window_plants", "Bloemen in een voortuin."),),
    ),
    Words(
        "amina", "molenwijk", 8, "Stille plek om te studeren?",
        "Ik heb examens in januari en thuis is het druk. Heeft iemand overdag een rustig hoekje over? Ik "
        "breng mijn eigen thee mee.",
        hour=20, need="other", helper="georgette",
        answers=(
            Answer("georgette", "Mijn eetkamer is heel stil, op de klok na. Kom maar proberen.", 2),
            Answer("amina", "Wat lief! Dan kijk ik meteen naar uw gsm.", 3),
        ),
        thanks=("an", "sofie", "rita"),
        neighbors_only=True,
    ),
    Words(
        "worker", "molenwijk", 9, "Boodschappen voor mevrouw na een operatie",
        "Een mevrouw uit de Bakkersgang is pas geopereerd en mag twee weken niet tillen. Wie kan er op "
        "maandag en donderdag enkele boodschappen voor haar meenemen? Antwoorden komen bij mij terecht, "
        "ik breng jullie met elkaar in contact.",
        hour=9, need="groceries", when="this_week", helper="wout", on_behalf_of="een buurvrouw van 76",
        answers=(
            Answer("wout", "Ik ga toch elke maandag. Donderdag lukt ook.", 1),
            Answer("worker", "Dank je Wout, ik bel je straks.", 2),
        ),
        thanks=("an", "sofie", "georgette"),
    ),
    Words(
        "rita", "molenwijk", 12, "Mutsen voor het plein",
        "De eerste twintig mutsen zijn klaar. Wie wol over heeft in vrolijke kleuren: mijn bus in de "
        "Korenbloemstraat is breed genoeg.",
        hour=13,
        thanks=("an", "claire", "fatou"),
        pictures=(("armchair", "Een leunstoel waarin gebreid wordt."),),
    ),
    Words(
        "wout", "molenwijk", 14, "Zo wordt het hier niks",
        "Al dat gezaag over die hond van nummer 12. Als je er niet tegen kunt, verhuis dan!",
        hour=23,
        answers=(Answer("an", "Wout, zeg het hem gewoon eens zelf. Dat helpt vast meer.", 9),),
        flags=(("lien", "unkind", "Dit gaat over mijn hond. Ik voel me er niet goed bij."),),
    ),
    Words(
        "bram", "molenwijk", 16, "Fietsen nakijken voor de winter",
        "Zaterdag van 10 tot 12 uur sta ik met mijn gereedschap op het Wiekenplein. Remmen, lichten, "
        "banden: ik kijk je fiets gratis na. Een koek mag altijd.",
        hour=18,
        answers=(
            Answer("sofie", "Wij komen met vier fietsen. En met vier koeken.", 2),
            Answer("lien", "Kan je ook een hondenkar aan?", 5),
            Answer("bram", "Breng maar mee!", 6),
        ),
        thanks=("an", "sofie", "yusuf", "amina", "georgette", "claire"),
        pictures=(("bicycle", "Een fiets op zijn kop op een plein."),),
    ),
    Words(
        "yusuf", "molenwijk", 19, "Iemand goed in ramen afdichten?",
        "Het tocht bij ons op de eerste verdieping. Ik heb strips gekocht, maar het ziet eruit alsof ik "
        "het met mijn ogen dicht heb gedaan. Wie toont me hoe het moet?",
        hour=10, need="odd_job", helper="jef",
        answers=(Answer("jef", "Ik kom zaterdag. Leg de hamer maar ver weg.", 2),),
        thanks=("an",),
    ),
    Words(
        "claire", "molenwijk", 24, "Qui a trouvé un gant rouge ?",
        "J'ai perdu un gant rouge en laine près de la boulangerie du Wiekenplein. Il n'est pas cher, mais "
        "c'est ma mère qui l'a tricoté.",
        hour=12,
        answers=(Answer("rita", "Hij hangt aan de haag op de hoek van de Bakkersgang!", 4),),
        thanks=("rita",),
    ),
    Words(
        "pieterjan", "molenwijk", 33, "Oppas gezocht voor twee uurtjes",
        "Volgende vrijdag moeten we allebei naar het oudercontact. Wie wil er van 18 tot 20 uur op onze "
        "twee (6 en 8) letten? Ze zijn braaf. Meestal.",
        hour=21, need="children", when="on_date", helper="amina",
        answers=(Answer("amina", "Ik kan! Ik woon om de hoek.", 1),),
    ),
    Words(
        "an", "molenwijk", 40, "Ons straatfeest: wat een dag",
        "Bedankt aan iedereen die tafels sjouwde, soep kookte en bleef afwassen tot elf uur. We waren met "
        "94, zegt Rita, en zij telt altijd juist.",
        hour=11,
        answers=(
            Answer("yusuf", "De soep van Georgette! Recept graag.", 2),
            Answer("georgette", "Dat recept gaat mee in mijn graf.", 5),
            Answer("georgette", "Maar ik kom het je eens tonen.", 6),
        ),
        thanks=("bram", "rita", "jef", "sofie", "yusuf", "marc", "georgette", "wout", "claire"),
        pictures=(
            ("street_morning", "Een straat met lange tafels en slingers."),
            ("cake", "Een taart met kersen op een tafel."),
        ),
    ),
]  # fmt: skip

ELSEWHERE = [
    Words(
        "chadia", "oude-haven", 0, "Kat gezien aan de Kraanlei?",
        "Onze Minoes is sinds gisteren niet thuisgekomen. Ze is grijs met witte sokjes en heel bang voor "
        "brommers. Kijk je even in je garage?",
        hour=7,
        answers=(Answer("karel", "Ik kijk straks op mijn boot, daar slapen er wel meer.", 2),),
        thanks=("nadia", "ilse"),
        pictures=(("lost_cat", "Een grijze kat met witte pootjes."),),
    ),
    Words(
        "mehmet", "oude-haven", 2, "Brood van gisteren",
        "Elke avond na zes uur leg ik het brood dat over is in het kastje naast de bakkerij. Wie het kan "
        "gebruiken, neemt het mee. Niemand hoeft iets te vragen.",
        hour=18,
        thanks=("chadia", "karel", "ilse", "nadia", "stijn"),
        pictures=(("street_morning", "De straat van de bakkerij in de ochtend."),),
    ),
    Words(
        "karel", "oude-haven", 7, "Twee sterke armen gevraagd",
        "Mijn motorblok moet van de kade in de kelder. Het weegt meer dan ik. Wie helpt er een kwartier?",
        hour=10, need="moving", when="this_week", helper="stijn",
        answers=(Answer("stijn", "Ik breng mijn broer mee. Betaald in verhalen?", 3),),
        thanks=("chadia",),
    ),
    Words(
        "stijn", "oude-haven", 11, "Trompet: zeg het als het te veel is",
        "Ik oefen elke dag van vijf tot half zes. Als er een baby slaapt of iemand ziek is: een briefje in "
        "mijn bus en ik speel die dag buiten aan het water.",
        hour=17,
        answers=(Answer("ilse", "Speel gerust voort, ik zet speciaal het raam open.", 4),),
        thanks=("ilse", "karel"),
    ),
    Words(
        "nadia", "oude-haven", 21, "Nederlands oefenen",
        "Ik woon hier nu twee jaar en wil beter Nederlands spreken. Wie wil één keer per week een half "
        "uur met mij praten? Ik kan goed koken.",
        hour=15, need="language", helper="ilse",
        answers=(Answer("ilse", "Heel graag. Dinsdag bij mij?", 5),),
        thanks=("karel", "chadia", "mehmet"),
    ),
    Words(
        "tom", "stationskwartier", 1, "Werken op de Spoorlaan: neem een andere weg",
        "Vanaf maandag ligt de Spoorlaan open aan het Lindeplein. Met de fiets kun je via het Seinhuispad, "
        "dat is twee minuten om en veel rustiger.",
        hour=8, thanks=("greet", "elena"),
    ),
    Words(
        "greet", "stationskwartier", 6, "Boekenkastje zoekt nieuw leven",
        "Het kastje aan het Lindeplein staat scheef na de storm. Ik heb verf. Wie heeft er een paar "
        "schroeven en een vrij uur?",
        hour=14, need="odd_job",
        answers=(Answer("lucas", "Je peux passer samedi matin.", 6),),
        thanks=("tom",),
        pictures=(("bookshelf", "Een klein kastje vol boeken op een plein."),),
    ),
    Words(
        "elena", "stationskwartier", 15, "Samen naar de markt?",
        "Ik ga elke woensdag met de auto naar de markt en heb drie plaatsen vrij. Wie slecht te been is, "
        "rijdt gewoon mee.",
        hour=11, thanks=("greet", "tom", "lucas"),
    ),
    Words(
        "hilde", "bloemendal", 3, "Eieren",
        "De kippen leggen weer. Zet je lege doosjes aan het poortje in de Dahliastraat, dan vul ik ze.",
        hour=9, thanks=("dries",),
    ),
    Words(
        "dries", "bloemendal", 18, "Ladder van zes meter",
        "Voor wie zijn dakgoot wil proper maken: mijn ladder hangt in de garage. Bel aan, ik hou hem "
        "graag vast.",
        hour=16,
        answers=(Answer("hilde", "Zaterdag? Ik durf niet hoger dan vier treden.", 3),),
        thanks=("hilde",),
        pictures=(("ladder", "Een ladder tegen een huis."),),
    ),
    Words(
        "paul", "kasteelpark", 10, "Wandeling in het park",
        "Zondag om tien uur vertrekken we aan de poort voor een wandeling van een uur. Rolstoelen en "
        "kinderwagens kunnen mee.",
        hour=12,
    ),
    Words(
        "james", "nieuwe-dokken", 4, "Anyone for football on Sunday?",
        "Hi all, I just moved into Dok Noord. A few of us play football on the field behind the warehouse "
        "on Sundays at eleven. All levels, all ages.",
        hour=20, answers=(Answer("anke", "Ich komme gern, aber ich stehe lieber im Tor.", 3),),
        thanks=("anke",),
    ),
    Words(
        "maria", "akkerdorp", 13, "Aardappelen rooien met de hand",
        "Zaterdag rooien we het laatste stuk met de hand, zoals vroeger. Kinderen welkom. Iedereen gaat "
        "naar huis met een emmer.",
        hour=7,
    ),
]  # fmt: skip

ALL = [*MOLENWIJK, *ELSEWHERE]
