"""The words a new portal starts with, in its four languages; editors change them afterwards."""

HOME = {
    "nl": (
        "Welkom",
        "Je buren zijn dichterbij dan je denkt",
        "Vraag en geef hulp, spreek af en weet wat er speelt in je straat. Een besloten netwerk van "
        "buren, gedragen door je gemeente.",
    ),
    "fr": (
        "Bienvenue",
        "Vos voisins sont plus proches que vous ne le pensez",
        "Demandez et offrez de l’aide, donnez-vous rendez-vous et suivez la vie de votre rue. Un "
        "réseau fermé entre voisins, porté par votre commune.",
    ),
    "en": (
        "Welcome",
        "Your neighbors are closer than you think",
        "Ask for help and offer it, meet up and know what is going on in your street. A closed "
        "network of neighbors, carried by your municipality.",
    ),
    "de": (
        "Willkommen",
        "Ihre Nachbarn sind näher, als Sie denken",
        "Bitten Sie um Hilfe und bieten Sie welche an, treffen Sie sich und erfahren Sie, was in "
        "Ihrer Straße los ist. Ein geschlossenes Netzwerk von Nachbarn, getragen von Ihrer Gemeinde.",
    ),
}

INDEXES = {
    "neighborhoods": {
        "nl": ("Buurten", "Elke buurt heeft een eigen netwerk. Zoek de jouwe en kijk hoe je meedoet."),
        "fr": (
            "Quartiers",
            "Chaque quartier a son propre réseau. Trouvez le vôtre et voyez comment participer.",
        ),
        "en": (
            "Neighborhoods",
            "Every neighborhood has a network of its own. Find yours and see how to join.",
        ),
        "de": (
            "Viertel",
            "Jedes Viertel hat sein eigenes Netzwerk. Finden Sie Ihres und machen Sie mit.",
        ),
    },
    "campaigns": {
        "nl": ("Nieuws van de gemeente", "Wat de gemeente aan haar buurten vertelt."),
        "fr": ("Nouvelles de la commune", "Ce que la commune raconte à ses quartiers."),
        "en": ("News from the municipality", "What the municipality tells its neighborhoods."),
        "de": ("Neues aus der Gemeinde", "Was die Gemeinde ihren Vierteln erzählt."),
    },
    "participation": {
        "nl": ("Doe mee", "Vragen waarop de gemeente jouw antwoord zoekt, en wat eruit kwam."),
        "fr": (
            "Participez",
            "Les questions sur lesquelles la commune veut votre avis, et leurs résultats.",
        ),
        "en": ("Take part", "Questions the municipality wants your answer to, and what came out."),
        "de": (
            "Machen Sie mit",
            "Fragen, zu denen die Gemeinde Ihre Antwort sucht, und was dabei herauskam.",
        ),
    },
}

# slug: {language: (title, introduction, body as rich text)}
PAGES = {
    "about": {
        "nl": (
            "Over deze site",
            "Wie achter dit netwerk staat en welke afspraken er gelden.",
            "<p>Dit netwerk is van de buren. De gemeente zorgt ervoor dat het werkt en dat het veilig "
            "is. Wat buren elkaar vertellen, leest de gemeente niet mee, tenzij iemand een bericht "
            "zelf met haar deelt.</p>",
        ),
        "fr": (
            "À propos de ce site",
            "Qui est derrière ce réseau et quelles règles y valent.",
            "<p>Ce réseau appartient aux voisins. La commune veille à ce qu’il fonctionne et reste "
            "sûr. Elle ne lit pas ce que les voisins se disent, sauf si quelqu’un partage lui-même "
            "un message avec elle.</p>",
        ),
        "en": (
            "About this site",
            "Who stands behind this network and which rules hold.",
            "<p>This network belongs to the neighbors. The municipality keeps it working and safe. It "
            "does not read what neighbors tell each other, unless somebody shares a post with it.</p>",
        ),
        "de": (
            "Über diese Website",
            "Wer hinter diesem Netzwerk steht und welche Regeln gelten.",
            "<p>Dieses Netzwerk gehört den Nachbarn. Die Gemeinde sorgt dafür, dass es funktioniert "
            "und sicher ist. Sie liest nicht mit, was Nachbarn einander erzählen, außer jemand teilt "
            "einen Beitrag selbst mit ihr.</p>",
        ),
    },
    "privacy": {
        "nl": (
            "Privacy",
            "Wat we van je bewaren, wie wat ziet en wat jij daarover te zeggen hebt.",
            "<h2>Wie ziet wat</h2><ul><li>Buren zien je naam en je straat. Nooit je huisnummer, "
            "e-mailadres of telefoonnummer.</li><li>Wat je in je buurt schrijft, zien de leden van je "
            "buurt en de buurtwerkers. Je kunt kiezen dat buurtwerkers niet meelezen.</li><li>De "
            "gemeente ziet een bericht alleen als jij het met haar deelt. Je kunt dat terugdraaien."
            "</li><li>Cijfers tonen nooit groepen van minder dan tien mensen.</li></ul><h2>Jouw "
            "gegevens</h2><p>Alles wat je gaf, kun je meenemen of laten wissen. Vraag het aan de "
            "gemeente; je vindt haar gegevens onder Contact.</p>",
        ),
        "fr": (
            "Vie privée",
            "Ce que nous gardons de vous, qui voit quoi et ce que vous pouvez décider.",
            "<h2>Qui voit quoi</h2><ul><li>Vos voisins voient votre nom et votre rue. Jamais votre "
            "numéro de maison, votre adresse e-mail ou votre numéro de téléphone.</li><li>Ce que vous "
            "écrivez dans votre quartier est lu par ses membres et par ses travailleurs de quartier. "
            "Vous pouvez choisir que ces derniers ne lisent pas.</li><li>La commune ne voit un message "
            "que si vous le partagez avec elle. Vous pouvez revenir en arrière.</li><li>Les chiffres "
            "ne montrent jamais de groupes de moins de dix personnes.</li></ul><h2>Vos données</h2>"
            "<p>Vous pouvez emporter ou faire effacer tout ce que vous avez donné. Demandez-le à la "
            "commune ; ses coordonnées se trouvent sous Contact.</p>",
        ),
        "en": (
            "Privacy",
            "What we keep of you, who sees what, and what you have a say in.",
            "<h2>Who sees what</h2><ul><li>Neighbors see your name and your street. Never your house "
            "number, e-mail address or phone number.</li><li>What you write in your neighborhood is "
            "seen by its members and its neighborhood workers. You can choose that workers do not "
            "read along.</li><li>The municipality sees a post only when you share it. You can take "
            "that back.</li><li>Figures never show groups of fewer than ten people.</li></ul><h2>Your "
            "data</h2><p>Everything you gave can be taken along or erased. Ask the municipality; its "
            "details stand under Contact.</p>",
        ),
        "de": (
            "Datenschutz",
            "Was wir von Ihnen aufbewahren, wer was sieht und worüber Sie bestimmen.",
            "<h2>Wer sieht was</h2><ul><li>Nachbarn sehen Ihren Namen und Ihre Straße. Niemals Ihre "
            "Hausnummer, E-Mail-Adresse oder Telefonnummer.</li><li>Was Sie in Ihrem Viertel "
            "schreiben, sehen dessen Mitglieder und die Quartierarbeiter. Sie können wählen, dass "
            "Quartierarbeiter nicht mitlesen.</li><li>Die Gemeinde sieht einen Beitrag nur, wenn Sie "
            "ihn mit ihr teilen. Das können Sie zurücknehmen.</li><li>Zahlen zeigen nie Gruppen von "
            "weniger als zehn Menschen.</li></ul><h2>Ihre Daten</h2><p>Alles, was Sie gegeben haben, "
            "können Sie mitnehmen oder löschen lassen. Fragen Sie die Gemeinde; ihre Angaben stehen "
            "unter Kontakt.</p>",
        ),
    },
    "accessibility": {
        "nl": (
            "Toegankelijkheid",
            "Iedereen moet deze site kunnen gebruiken.",
            "<p>De site is gemaakt volgens WCAG 2.2 niveau AA. Ze werkt met een toetsenbord, met een "
            "schermlezer, op een smal scherm en, op een paar onderdelen na, zonder JavaScript. We "
            "testen dat bij elke wijziging met automatische tests; een onafhankelijk onderzoek is er "
            "nog niet.</p><h2>Lukt er iets niet?</h2><p>Laat het ons weten. Je vindt onze gegevens "
            "onder Contact.</p>",
        ),
        "fr": (
            "Accessibilité",
            "Chacun doit pouvoir utiliser ce site.",
            "<p>Ce site est fait selon les WCAG 2.2, niveau AA. Il fonctionne au clavier, avec un "
            "lecteur d’écran, sur un écran étroit et, sauf pour quelques parties, sans JavaScript. "
            "Nous le vérifions à chaque changement par des tests automatiques ; il n’y a pas encore "
            "eu d’audit indépendant.</p><h2>Quelque chose ne va pas ?</h2><p>Dites-le-nous. Nos "
            "coordonnées se trouvent sous Contact.</p>",
        ),
        "en": (
            "Accessibility",
            "Everybody must be able to use this site.",
            "<p>The site is made to WCAG 2.2 level AA. It works with a keyboard, with a screen reader, "
            "on a narrow screen and, save for a few parts, without JavaScript. We test that with "
            "automatic tests at every change; there has been no independent audit yet.</p><h2>"
            "Something does not work?</h2><p>Tell us. Our details stand under Contact.</p>",
        ),
        "de": (
            "Barrierefreiheit",
            "Alle müssen diese Website benutzen können.",
            "<p>Die Website ist nach WCAG 2.2 Stufe AA gemacht. Sie funktioniert mit der Tastatur, mit "
            "einem Screenreader, auf einem schmalen Bildschirm und, bis auf wenige Teile, ohne "
            "JavaScript. Wir prüfen das bei jeder Änderung mit automatischen Tests; eine unabhängige "
            "Prüfung gab es noch nicht.</p><h2>Etwas funktioniert nicht?</h2><p>Sagen Sie es uns. "
            "Unsere Angaben stehen unter Kontakt.</p>",
        ),
    },
    "house-rules": {
        "nl": (
            "Huisregels",
            "Zo gaan we met elkaar om.",
            "<ul><li>Schrijf zoals je aan de voordeur zou praten.</li><li>Blijf bij feiten en vraag "
            "toestemming voor foto’s van anderen.</li><li>Geen reclame, geen haat, geen persoonlijke "
            "gegevens van iemand anders.</li><li>Zie je iets dat niet kan? Meld het. Een moderator "
            "kijkt ernaar en legt uit wat er gebeurt.</li></ul>",
        ),
        "fr": (
            "Règles de la maison",
            "Voici comment nous nous parlons.",
            "<ul><li>Écrivez comme vous parleriez sur le pas de la porte.</li><li>Tenez-vous aux faits "
            "et demandez l’accord des personnes sur vos photos.</li><li>Pas de publicité, pas de "
            "haine, pas de données personnelles d’autrui.</li><li>Vous voyez quelque chose "
            "d’inacceptable ? Signalez-le. Un modérateur regarde et explique ce qu’il décide.</li>"
            "</ul>",
        ),
        "en": (
            "House rules",
            "This is how we treat each other.",
            "<ul><li>Write as you would talk at the front door.</li><li>Keep to facts, and ask before "
            "you show a photo of others.</li><li>No advertising, no hate, no personal data of "
            "somebody else.</li><li>You see something that is not all right? Flag it. A moderator "
            "looks at it and explains what happens.</li></ul>",
        ),
        "de": (
            "Hausregeln",
            "So gehen wir miteinander um.",
            "<ul><li>Schreiben Sie so, wie Sie an der Haustür reden würden.</li><li>Bleiben Sie bei "
            "Tatsachen und fragen Sie, bevor Sie Fotos von anderen zeigen.</li><li>Keine Werbung, kein "
            "Hass, keine persönlichen Daten von anderen.</li><li>Sie sehen etwas, das nicht geht? "
            "Melden Sie es. Ein Moderator sieht es sich an und erklärt, was geschieht.</li></ul>",
        ),
    },
    "contact": {
        "nl": (
            "Contact",
            "Een vraag, een probleem of een idee?",
            "<p>Bel of mail de gemeente: je vindt het nummer en het adres onderaan deze pagina. Gaat "
            "het over een bericht in je buurt, gebruik dan de knop Melden bij dat bericht.</p>",
        ),
        "fr": (
            "Contact",
            "Une question, un problème ou une idée ?",
            "<p>Appelez la commune ou écrivez-lui : le numéro et l’adresse se trouvent au bas de cette "
            "page. S’il s’agit d’un message de votre quartier, utilisez le bouton Signaler sous ce "
            "message.</p>",
        ),
        "en": (
            "Contact",
            "A question, a problem or an idea?",
            "<p>Call or mail the municipality: its number and address stand at the bottom of this "
            "page. If it is about a post in your neighborhood, use the Flag button of that post.</p>",
        ),
        "de": (
            "Kontakt",
            "Eine Frage, ein Problem oder eine Idee?",
            "<p>Rufen Sie die Gemeinde an oder schreiben Sie ihr: Nummer und Adresse stehen am Ende "
            "dieser Seite. Geht es um einen Beitrag in Ihrem Viertel, benutzen Sie den Knopf Melden "
            "bei diesem Beitrag.</p>",
        ),
    },
}
