"""Words of offices and services in the portal's languages, and letters that look like ours.

``accounts.names`` folds all of them the same way: case, accents and doubled letters do not matter.
"""

# Found anywhere in a word: no surname holds them by chance.
ANYWHERE = [
    # Dutch
    "politie", "wijkagent", "wijkinspecteur", "gemeente", "burgemeester", "stadhuis", "stadsdienst",
    "stadsbestuur", "stadskantoor", "stadswacht", "brandweer", "ambulance", "hulpdienst",
    "hulpverlener", "buurtwerker", "opbouwwerker", "straathoekwerker", "buurtregisseur",
    "buurtbeheer", "wijkbeheer", "wijkmanager", "wijkverpleeg", "thuisverple", "jeugdwerker",
    "sociaalwerker", "maatschappelijkwerk", "ambtenaar", "beheerder", "gemeenschapswacht",
    "handhaver", "klantendienst", "burgerzaken", "wethouder", "gemeenteraad", "provinciebestuur",
    "overheid", "huisbezoek", "brandweerman",
    # French
    "mairie", "bourgmestre", "gendarmerie", "pompier", "agentdequartier", "inspecteurdequartier",
    "gardienpaix", "gardiendelapaix", "administrateur", "administration", "moderateur", "moderatrice",
    "fonctionnaire", "servicesocial", "assistantsocial", "assistantesocial", "hoteldeville",
    "conseilcommunal", "travailleursocial", "policier", "policiere", "secouriste",
    # English
    "moderator", "administrator", "cityhall", "townhall", "citycouncil", "towncouncil",
    "municipality", "municipal", "policeman", "policewoman", "policeofficer", "firebrigade",
    "firefighter", "socialworker", "neighborhoodworker", "neighbourhoodworker", "sysadmin",
    "webmaster", "helpdesk", "official",
    # German
    "polizei", "polizist", "gemeindeverwaltung", "gemeindeamt", "gemeinderat", "burgermeister",
    "buergermeister", "rathaus", "stadtverwaltung", "ordnungsamt", "feuerwehr", "sozialarbeiter",
    "sozialamt", "quartiersmanager", "rettungsdienst", "beamter", "verwaltung",
]  # fmt: skip

# Found as a whole word: longer names hold them by chance (Policella, Lacommune).
WORDS = [
    "police", "policia", "commune", "gemeinde", "admin", "admins", "ocmw",
    "cpas", "agent", "agente", "inspecteur", "inspectrice", "inspector", "inspektor",
    "hoofdinspecteur", "commissaris", "commissaire", "commissariat", "kommissar", "kommissaris",
    "officer", "brigadier", "support", "superuser", "staff", "gendarme", "schepencollege",
    "policelocale", "policefederale", "policebelge", "policezone", "wijkteam", "buurtteam",
    "buurtzorg", "thuiszorg", "echevin", "bourgmestre", "stoepteam", "sheriff",
]  # fmt: skip

# Before a name they say what somebody does; after one they may be a surname.
TITLES = [
    "dienst", "service", "ambtenaar", "schepen", "raadslid", "wachter", "directeur", "directie",
    "bestuur", "wethouder", "stad", "stadt", "ville", "mairie", "maire", "mayor", "council", "stoep",
    "portal", "team", "redactie", "info", "system", "root", "bot", "moderatie", "moderation",
    "beheer", "werker", "conseil", "amt", "office", "verpleger", "verpleegster", "infirmiere",
    "infirmier", "bürgermeisterin", "dokter", "sociaal", "wijk", "quartier", "polis",
]  # fmt: skip

# A name that is nothing but these and fillers is none.
SMALL = [
    *TITLES,
    "stadsdiensten", "diensten", "services", "city", "town", "hulp", "help", "college", "raad",
    "buurt", "burgers", "gouvernement", "government", "regering", "staat", "etat", "provincie",
    "gewest", "region", "veiligheid", "securite", "security", "sicherheit", "communication",
    "communicatie", "participatie", "participation", "zorg", "care", "soin", "nieuws", "news",
]  # fmt: skip
FILLERS = [
    "de", "het", "een", "uw", "je", "jouw", "onze", "van", "der", "den", "te", "in", "voor",
    "la", "le", "les", "du", "des", "votre", "notre", "pour", "un", "une", "the", "your",
    "our", "of", "for", "die", "das", "dem", "ihr", "ihre", "unser", "unsere", "für", "mijnheer",
    "meneer", "mevrouw", "mevr", "dhr", "heer", "monsieur", "madame", "mr", "mrs", "mme", "herr",
    "frau", "sir", "en", "et", "and", "und", "lokale", "locale", "local",
]  # fmt: skip

# What looks like a letter of ours without being one; keys are small letters and digits.
LOOK_ALIKES = {
    # Cyrillic
    "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "ё": "e", "ғ": "f", "һ": "h", "н": "h",
    "і": "i", "ї": "i", "и": "i", "й": "i", "ј": "j", "к": "k", "ӏ": "l", "л": "l", "м": "m",
    "п": "n", "о": "o", "р": "p", "ԛ": "q", "г": "r", "ѕ": "s", "т": "t", "у": "y", "ү": "y",
    "ѵ": "v", "ԝ": "w", "х": "x", "з": "z", "ь": "b", "д": "d", "э": "e", "я": "r", "ш": "w",
    # Greek
    "α": "a", "β": "b", "ϲ": "c", "δ": "d", "ε": "e", "η": "n", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "v", "ο": "o", "π": "p", "ρ": "p", "σ": "o", "ς": "c", "τ": "t", "υ": "u",
    "χ": "x", "γ": "y", "ω": "w", "ζ": "z", "ϳ": "j",
    # Digits and signs
    "0": "o", "1": "l", "2": "z", "3": "e", "4": "a", "5": "s", "6": "b", "7": "t", "8": "b",
    "9": "g", "@": "a", "$": "s", "€": "e", "!": "l", "|": "l", "+": "t", "£": "l", "¡": "i",
    # Latin letters of other languages and of phonetics
    "ı": "i", "ɩ": "i", "ɪ": "i", "ł": "l", "ɫ": "l", "ʟ": "l", "ɑ": "a", "æ": "ae", "œ": "oe",
    "ø": "o", "ɔ": "o", "đ": "d", "ð": "d", "ɗ": "d", "ɡ": "g", "ɢ": "g", "ǝ": "e", "ə": "e",
    "ɛ": "e", "ɜ": "e", "þ": "p", "ƥ": "p", "ʀ": "r", "ɾ": "r", "ʃ": "s", "ꜱ": "s", "ŧ": "t",
    "ʈ": "t", "ʋ": "v", "ɯ": "w", "ʍ": "m", "ŋ": "n", "ɴ": "n", "ʜ": "h", "ħ": "h", "ɦ": "h",
    "ꞇ": "t", "ʏ": "y", "ɣ": "y", "ƶ": "z", "ʒ": "z", "ĸ": "k", "ʙ": "b", "ƀ": "b", "ɓ": "b",
    "ƈ": "c", "ȼ": "c", "ꝓ": "p", "ɵ": "o", "ⱡ": "l", "ǀ": "l", "ɼ": "r", "ɍ": "r",
}  # fmt: skip

# Alphabets with many letters that look like ours, in which nobody here writes a name.
LOOK_ALIKE_ALPHABETS = frozenset(
    {"CHEROKEE", "LISU", "COPTIC", "DESERET", "OLD", "RUNIC", "GOTHIC", "OGHAM", "BRAILLE",
     "OSMANYA", "GLAGOLITIC", "UGARITIC", "CARIAN", "LYCIAN", "LYDIAN", "ELBASAN", "VITHKUQI"}
)  # fmt: skip
