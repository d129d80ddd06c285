"""What the town tells: campaigns in Dutch, most of them in French too."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CampaignWords:
    """One campaign. ``fr`` holds title, introduction and body in French; empty: not translated yet.

    A body is a list of (block type, Dutch, French); ``state`` is what became of it.
    """

    slug: str
    theme: str
    neighborhoods: tuple[str, ...]  # empty: the whole town
    ago: int
    state: str  # sent, scheduled or draft
    title: str
    introduction: str
    body: tuple[tuple[str, str, str], ...]
    picture: str
    picture_alt: str
    fr: tuple[str, str] | tuple[()] = ()


ALL = [
    CampaignWords(
        slug="wiekenplein",
        theme="inform",
        neighborhoods=("molenwijk",),
        ago=5,
        state="sent",
        title="Het Wiekenplein krijgt bomen en banken",
        introduction=(
            "In januari planten we twaalf lindes en komen er banken met rugleuning. De speeltuin blijft "
            "de hele tijd open."
        ),
        body=(
            (
                "text",
                "<p>Vorig voorjaar vertelden 61 bewoners van Molenwijk wat zij op het plein willen. Het "
                "vaakst genoemd: <b>schaduw</b> en <b>plekken om te zitten</b>. Dat gaan we maken.</p>"
                "<h2>Wat gebeurt er wanneer?</h2><ul><li>11 januari: de oude tegels gaan weg aan de kant "
                "van de Bakkersgang.</li><li>18 januari: we planten de bomen.</li><li>1 februari: de "
                "banken staan er.</li></ul>",
                "<p>Au printemps dernier, 61 habitants de Molenwijk nous ont dit ce qu’ils souhaitent sur "
                "la place. Le plus souvent : de <b>l’ombre</b> et des <b>endroits pour s’asseoir</b>. "
                "C’est ce que nous allons faire.</p><h2>Que se passe-t-il et quand ?</h2><ul><li>11 "
                "janvier : les vieilles dalles du côté de la Bakkersgang s’en vont.</li><li>18 janvier : "
                "nous plantons les arbres.</li><li>1er février : les bancs sont là.</li></ul>",
            ),
            (
                "fact",
                "Parkeren|<p>Van 11 tot 15 januari kun je niet parkeren aan de kant van de bakker.</p>",
                "Stationnement|<p>Du 11 au 15 janvier, il n’est pas possible de stationner du côté de la "
                "boulangerie.</p>",
            ),
            (
                "quote",
                "Ik wil er in de zomer met een boek kunnen zitten.|Een bewoner van de Maalderij",
                "Je veux pouvoir m’y asseoir avec un livre en été.|Une habitante de la Maalderij",
            ),
        ),
        picture="square",
        picture_alt="Een plein met marktkramen en een boom.",
        fr=(
            "Des arbres et des bancs sur la Wiekenplein",
            "En janvier, nous plantons douze tilleuls et installons des bancs avec dossier. La plaine de "
            "jeux reste ouverte tout le temps.",
        ),
    ),
    CampaignWords(
        slug="afval-2027",
        theme="inform",
        neighborhoods=(),
        ago=12,
        state="sent",
        title="Andere dagen voor afval vanaf 1 januari",
        introduction="In heel Oeverbeke komt de ophaaldienst voortaan op een andere dag. Kijk welke de jouwe is.",
        body=(
            (
                "text",
                "<p>Vanaf 1 januari rijden de wagens een nieuwe ronde. Zo staan ze minder in de file aan "
                "de scholen.</p><ul><li>Molenwijk, Oude Haven en Stationskwartier: <b>dinsdag</b></li>"
                "<li>Bloemendal en Akkerdorp: <b>woensdag</b></li><li>Kasteelpark en Nieuwe Dokken: "
                "<b>vrijdag</b></li></ul><p>Zet je zakken buiten vanaf acht uur de avond voordien.</p>",
                "<p>À partir du 1er janvier, les camions suivent une nouvelle tournée. Ainsi, ils sont "
                "moins dans les files près des écoles.</p><ul><li>Molenwijk, Oude Haven et "
                "Stationskwartier : <b>mardi</b></li><li>Bloemendal et Akkerdorp : <b>mercredi</b></li>"
                "<li>Kasteelpark et Nieuwe Dokken : <b>vendredi</b></li></ul><p>Sortez vos sacs à partir "
                "de huit heures la veille au soir.</p>",
            ),
        ),
        picture="street_morning",
        picture_alt="Een rustige straat in de ochtend.",
        fr=(
            "De nouveaux jours de collecte dès le 1er janvier",
            "Dans tout Oeverbeke, le service de collecte passera un autre jour. Voyez quel est le vôtre.",
        ),
    ),
    CampaignWords(
        slug="warm-samen",
        theme="activate",
        neighborhoods=("molenwijk", "oude-haven", "stationskwartier"),
        ago=26,
        state="sent",
        title="Warme woensdag: soep en gezelschap",
        introduction=(
            "Elke woensdag is het warm in het buurthuis, van twaalf tot vier. Er is soep, er zijn spelletjes, "
            "en je hoeft niets te betalen."
        ),
        body=(
            (
                "text",
                "<p>Verwarmen is duur, en samen is het gezelliger. Daarom staat de deur van het buurthuis "
                "in de Tolhuisstraat elke woensdag open voor iedereen.</p><p>Kun je soep koken, kaarten of "
                "gewoon goed luisteren? Laat het weten aan onze buurtwerker Wim. Je vindt hem in je "
                "buurt op deze site.</p>",
                "<p>Se chauffer coûte cher, et ensemble c’est plus agréable. C’est pourquoi la porte de la "
                "maison de quartier de la Tolhuisstraat est ouverte à tous chaque mercredi.</p><p>Vous "
                "savez faire de la soupe, jouer aux cartes ou simplement bien écouter ? Dites-le à Wim, "
                "notre travailleur de quartier. Vous le trouverez dans votre quartier sur ce site.</p>",
            ),
        ),
        picture="soup",
        picture_alt="Een pan soep op een tafel met kommen.",
        fr=(
            "Mercredi au chaud : soupe et compagnie",
            "Chaque mercredi, il fait chaud à la maison de quartier, de midi à quatre heures. Il y a de la "
            "soupe, des jeux, et c’est gratuit.",
        ),
    ),
    CampaignWords(
        slug="zwerfvuil",
        theme="awareness",
        neighborhoods=("nieuwe-dokken",),
        ago=3,
        state="sent",
        title="Plastic in het dok: wat je zelf kunt doen",
        introduction="Wat op de kaai blijft liggen, waait in het water. Drie kleine dingen die echt helpen.",
        body=(
            (
                "text",
                "<p>Vorig jaar haalden vrijwilligers 840 kilo afval uit de dokken. Het meeste was "
                "verpakking van eten.</p><ol><li>Neem je eigen beker mee.</li><li>Zit de vuilnisbak vol? "
                "Neem je afval mee naar de volgende.</li><li>Doe mee met de opruimdag op 5 december om "
                "tien uur aan het Havenmeesterplein.</li></ol>",
                "",
            ),
        ),
        picture="canal",
        picture_alt="Huizen langs het water.",
    ),
    CampaignWords(
        slug="sneeuw",
        theme="educate",
        neighborhoods=("kasteelpark", "akkerdorp"),
        ago=-6,
        state="scheduled",
        title="Sneeuw en ijzel: wie strooit waar?",
        introduction="De gemeente strooit de grote wegen. Voor de stoep rekenen we op elkaar.",
        body=(
            (
                "text",
                "<p>Je strooit zelf de stoep voor je huis. Kun je dat niet? Vraag het in je buurt, of bel "
                "de gemeente.</p>",
                "",
            ),
        ),
        picture="street_evening",
        picture_alt="Een straat in de avond.",
    ),
]
