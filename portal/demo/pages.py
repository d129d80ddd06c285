"""The town's own pages, in Dutch and French."""

from __future__ import annotations

HOME = {
    "nl": {
        "title": "Oeverbeke",
        "headline": "Goede buren maken een goede stad",
        "lead": (
            "Stoep is de plek waar je je buren vindt: vraag hulp, geef iets weg, spreek af. Alleen wie in "
            "je buurt woont, leest mee."
        ),
    },
    "fr": {
        "title": "Oeverbeke",
        "headline": "De bons voisins font une bonne ville",
        "lead": (
            "Stoep est l’endroit où vous trouvez vos voisins : demandez de l’aide, donnez quelque chose, "
            "retrouvez-vous. Seuls les habitants de votre quartier lisent."
        ),
    },
    "en": {
        "title": "Oeverbeke",
        "headline": "Good neighbors make a good town",
        "lead": (
            "Stoep is where you find your neighbors: ask for help, give something away, meet up. Only "
            "people who live in your neighborhood read along."
        ),
    },
    "de": {
        "title": "Oeverbeke",
        "headline": "Gute Nachbarn machen eine gute Stadt",
        "lead": (
            "Auf Stoep finden Sie Ihre Nachbarn: um Hilfe bitten, etwas verschenken, sich treffen. Nur "
            "wer in Ihrer Nachbarschaft wohnt, liest mit."
        ),
    },
}

# slug: (title nl, text nl, title fr, text fr)
CONTENT = {
    "huisregels": (
        "Huisregels",
        "<p>Een buurt is van iedereen. Daarom spreken we zeven dingen af.</p><ol><li>Wees vriendelijk. "
        "Schrijf niets wat je niet zou zeggen aan de deur.</li><li>Help als je kunt, en vraag als je "
        "hulp nodig hebt.</li><li>Schrijf over de buurt. Reclame hoort hier niet.</li><li>Zoek mee naar "
        "een oplossing. Klagen mag, maar alleen klagen helpt niet.</li><li>Gebruik je echte naam.</li>"
        "<li>Respecteer wat privé is: geen namen, nummerplaten of foto's van anderen zonder dat zij het "
        "willen.</li><li>Vind je iets niet kunnen? Meld het. Een moderator kijkt ernaar.</li></ol>",
        "Règles de la maison",
        "<p>Un quartier appartient à tous. C’est pourquoi nous convenons de sept choses.</p><ol><li>Soyez "
        "aimable. N’écrivez rien que vous ne diriez pas à la porte.</li><li>Aidez si vous le pouvez, et "
        "demandez de l’aide si vous en avez besoin.</li><li>Parlez du quartier. La publicité n’a pas sa "
        "place ici.</li><li>Cherchez une solution. Se plaindre est permis, mais cela ne suffit pas.</li>"
        "<li>Utilisez votre vrai nom.</li><li>Respectez ce qui est privé : pas de noms, de plaques ni de "
        "photos d’autres personnes sans leur accord.</li><li>Quelque chose ne va pas ? Signalez-le. Un "
        "modérateur regarde.</li></ol>",
    ),
    "privacy": (
        "Privacy",
        "<p>Wat je in je buurt schrijft, lezen alleen je buren en de buurtwerkers van je buurt. Je kunt "
        "per bericht kiezen dat ook de buurtwerkers niet meelezen. <b>De gemeente leest niet mee.</b> Ze "
        "ziet een bericht alleen als jij het met haar deelt, en dat kun je altijd terugnemen.</p>"
        "<p>Je buren zien je naam en je straat. Nooit je huisnummer, je e-mailadres of je telefoon.</p>"
        "<p>Antwoorden op een anonieme vraag bewaren we zo dat niemand nog kan zien wie wat heeft "
        "gezegd, ook wij niet.</p>",
        "Vie privée",
        "<p>Ce que vous écrivez dans votre quartier n’est lu que par vos voisins et par les travailleurs "
        "de votre quartier. Vous pouvez choisir, pour chaque message, que les travailleurs ne le lisent "
        "pas. <b>La commune ne lit pas.</b> Elle ne voit un message que si vous le partagez avec elle, "
        "et vous pouvez toujours revenir en arrière.</p><p>Vos voisins voient votre nom et votre rue. "
        "Jamais votre numéro de maison, votre adresse e-mail ou votre téléphone.</p><p>Nous conservons "
        "les réponses à une enquête anonyme de telle sorte que personne ne peut encore savoir qui a dit "
        "quoi, même pas nous.</p>",
    ),
    "toegankelijkheid": (
        "Toegankelijkheid",
        "<p>Iedereen moet deze site kunnen gebruiken: met een toetsenbord, met een schermlezer, op een "
        "oude telefoon. We volgen de richtlijnen WCAG 2.2 op niveau AA.</p><p>Lukt er iets niet? Bel ons "
        "op 09 555 01 00 of kom langs in het gemeentehuis, Lindeplein 1. We helpen je verder en lossen "
        "het op.</p>",
        "Accessibilité",
        "<p>Tout le monde doit pouvoir utiliser ce site : au clavier, avec un lecteur d’écran, sur un vieux "
        "téléphone. Nous suivons les règles WCAG 2.2, niveau AA.</p><p>Quelque chose ne marche pas ? "
        "Appelez-nous au 09 555 01 00 ou venez à la maison communale, Lindeplein 1. Nous vous aidons et "
        "nous réparons.</p>",
    ),
}

# slug: (introduction nl, introduction fr)
NEIGHBORHOODS = {
    "molenwijk": (
        "Rond het Wiekenplein, waar vroeger drie molens stonden. Een wijk van rijtjes, achtertuinen en "
        "lange gesprekken aan de deur.",
        "Autour de la Wiekenplein, où se dressaient jadis trois moulins. Un quartier de maisons en rangée, "
        "de jardins et de longues conversations sur le seuil.",
    ),
    "oude-haven": (
        "Smalle straten aan het water, boten aan de kaai en de beste bakker van de stad.",
        "Des rues étroites au bord de l’eau, des bateaux à quai et le meilleur boulanger de la ville.",
    ),
    "stationskwartier": (
        "De wijk die nooit slaapt: pendelaars, studenten en een plein vol linden.",
        "Le quartier qui ne dort jamais : navetteurs, étudiants et une place pleine de tilleuls.",
    ),
    "bloemendal": (
        "Elke straat heet naar een bloem, en dat zie je aan de voortuinen.",
        "Chaque rue porte le nom d’une fleur, et cela se voit aux jardins.",
    ),
    "kasteelpark": (
        "Oude bomen, brede dreven en een vijver vol eenden.",
        "De vieux arbres, de larges allées et un étang plein de canards.",
    ),
    "nieuwe-dokken": (
        "De jongste wijk van Oeverbeke, gebouwd op de oude containerkaai.",
        "Le plus jeune quartier d’Oeverbeke, bâti sur l’ancien quai à conteneurs.",
    ),
    "akkerdorp": (
        "Een dorp dat bij de stad kwam en toch een dorp bleef.",
        "Un village qui a rejoint la ville et qui est pourtant resté un village.",
    ),
}
