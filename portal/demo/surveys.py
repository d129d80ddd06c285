"""What the town asks: one survey open to everybody, one among neighbors that has closed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """One question in Dutch and French; ``options`` are pairs, for a scale the labels of its ends."""

    kind: str  # a block of participation.blocks.QuestionsBlock
    nl: str
    fr: str
    options: tuple[tuple[str, str], ...] = ()
    required: bool = False
    has_other: bool = False
    help_nl: str = ""
    help_fr: str = ""


@dataclass(frozen=True)
class SurveyWords:
    slug: str
    access: str  # members or open
    neighborhoods: tuple[str, ...]
    opened_ago: int
    closes_in: int  # days from the day of seeding; negative: closed
    title: str
    introduction: str
    title_fr: str
    introduction_fr: str
    questions: tuple[Question, ...]
    answers: int  # how many members answer
    guests: int = 0  # how many people without an account answer
    publish_results: bool = False


ALL = [
    SurveyWords(
        slug="naar-het-station",
        access="open",
        neighborhoods=(),
        opened_ago=6,
        closes_in=22,
        title="Hoe ga jij naar het station?",
        introduction=(
            "We maken de weg naar het station veiliger. Vertel ons in drie minuten hoe jij gaat en wat "
            "beter kan. Iedereen mag meedoen, ook wie niet in Oeverbeke woont."
        ),
        title_fr="Comment allez-vous à la gare ?",
        introduction_fr=(
            "Nous rendons le chemin vers la gare plus sûr. Dites-nous en trois minutes comment vous y "
            "allez et ce qui peut être mieux. Tout le monde peut participer, même sans habiter Oeverbeke."
        ),
        questions=(
            Question(
                "single",
                "Hoe ga je meestal naar het station?",
                "Comment allez-vous le plus souvent à la gare ?",
                (
                    ("Te voet", "À pied"),
                    ("Met de fiets", "À vélo"),
                    ("Met de bus", "En bus"),
                    ("Met de auto", "En voiture"),
                ),
                required=True,
                has_other=True,
            ),
            Question(
                "multiple",
                "Waar is het gevaarlijk of moeilijk?",
                "Où est-ce dangereux ou difficile ?",
                (
                    (
                        "Kruispunt Spoorlaan en Stationsstraat",
                        "Carrefour Spoorlaan et Stationsstraat",
                    ),
                    ("De tunnel onder het spoor", "Le tunnel sous les voies"),
                    ("Het Lindeplein", "La Lindeplein"),
                    ("De fietsenstalling", "Le parking à vélos"),
                    ("Nergens", "Nulle part"),
                ),
                help_nl="Je mag meer dan één antwoord kiezen.",
                help_fr="Vous pouvez choisir plusieurs réponses.",
            ),
            Question(
                "scale",
                "Hoe veilig voel je je op weg naar het station als het donker is?",
                "Vous sentez-vous en sécurité sur le chemin de la gare quand il fait noir ?",
                (("Helemaal niet veilig", "Pas du tout"), ("Heel veilig", "Tout à fait")),
                required=True,
            ),
            Question(
                "long",
                "Wat zou jij als eerste veranderen?",
                "Que changeriez-vous en premier ?",
            ),
        ),
        answers=34,
        guests=17,
    ),
    SurveyWords(
        slug="plein-molenwijk",
        access="members",
        neighborhoods=("molenwijk",),
        opened_ago=58,
        closes_in=-30,
        title="Wat wil jij op het Wiekenplein?",
        introduction=(
            "Er is geld om het Wiekenplein mooier te maken. De bewoners van Molenwijk kiezen mee wat er "
            "komt. Je antwoord is anoniem: niemand kan zien wat jij hebt gezegd."
        ),
        title_fr="Que voulez-vous sur la Wiekenplein ?",
        introduction_fr=(
            "Il y a un budget pour embellir la Wiekenplein. Les habitants de Molenwijk choisissent ce qui "
            "vient. Votre réponse est anonyme : personne ne peut voir ce que vous avez répondu."
        ),
        questions=(
            Question(
                "multiple",
                "Wat moet er zeker komen?",
                "Que faut-il absolument ?",
                (
                    ("Meer schaduw", "Plus d’ombre"),
                    ("Banken", "Des bancs"),
                    ("Een drinkfontein", "Une fontaine d’eau potable"),
                    ("Speeltuigen", "Des jeux pour enfants"),
                    ("Fietsenrekken", "Des arceaux à vélos"),
                ),
                required=True,
            ),
            Question(
                "single",
                "Mag er minder plaats zijn voor auto's?",
                "Peut-il y avoir moins de place pour les voitures ?",
                (("Ja", "Oui"), ("Nee", "Non"), ("Dat maakt mij niet uit", "Cela m’est égal")),
                required=True,
            ),
            Question(
                "scale",
                "Hoe graag kom je nu op het plein?",
                "Aimez-vous venir sur la place aujourd’hui ?",
                (("Niet graag", "Pas du tout"), ("Heel graag", "Beaucoup")),
            ),
            Question(
                "short",
                "Welke naam geef jij het nieuwe hoekje?",
                "Quel nom donner au nouveau coin ?",
            ),
        ),
        answers=31,
        publish_results=True,
    ),
]

# What people wrote in the open questions.
LONG_ANSWERS = [
    "Meer licht in de tunnel, dan durf ik er ook 's avonds door.",
    "Een apart fietspad op de Spoorlaan.",
    "De bus moet wachten als de trein te laat is.",
    "Plus de lumière, s’il vous plaît.",
    "Een helling voor rolstoelen en kinderwagens aan de achterkant.",
    "Minder auto's voor de school om half negen.",
    "Un abri pour attendre quand il pleut.",
    "De stalling is elke dag vol om acht uur.",
]
SHORT_ANSWERS = ["De Wiek", "Molenhof", "Het Zitje", "Le Coin vert", "Onder de linden"]
