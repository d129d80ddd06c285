"""Who lives and works in Oeverbeke."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "buurt-demo-2026"  # noqa: S105  (shown in the README, on purpose)
DOMAIN = "oeverbeke.test"


@dataclass(frozen=True)
class Resident:
    """A member of one neighborhood. ``key`` is the name posts refer to."""

    key: str
    first: str
    last: str
    neighborhood: str
    about: str = ""
    language: str = "nl"

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"


NAMED = [
    Resident("an", "An", "Claes", "molenwijk", "Woont hier al 22 jaar. Bakt graag, praat graag."),
    Resident("bram", "Bram", "Devos", "molenwijk", "Handig met hout en fietsen."),
    Resident("chadia", "Chadia", "Amrani", "oude-haven", "Kapster. Twee kinderen, een kat."),
    Resident("georgette", "Georgette", "Van Acker", "molenwijk", "83, en nog elke dag op stap."),
    Resident("yusuf", "Yusuf", "Demir", "molenwijk", "Leraar wiskunde."),
    Resident("lien", "Lien", "Verhaeghe", "molenwijk", "Nieuw in de wijk sinds september."),
    Resident("marc", "Marc", "De Clercq", "molenwijk", "Imker in het Meulebeekpad."),
    Resident("fatou", "Fatou", "Diallo", "molenwijk", "Ik geef Franse les.", "fr"),
    Resident("jef", "Jef", "Lambrecht", "molenwijk", "Gepensioneerd loodgieter."),
    Resident("sofie", "Sofie", "Wauters", "molenwijk", "Mama van drie."),
    Resident("pieterjan", "Pieter-Jan", "Hoste", "molenwijk", ""),
    Resident("amina", "Amina", "El Idrissi", "molenwijk", "Studente verpleegkunde."),
    Resident("wout", "Wout", "Desmet", "molenwijk", ""),
    Resident("rita", "Rita", "Bogaert", "molenwijk", "Breit mutsen voor het hele plein."),
    Resident("claire", "Claire", "Lemaire", "molenwijk", "", "fr"),
    Resident("karel", "Karel", "Thienpont", "oude-haven", "Schipper op rust."),
    Resident("nadia", "Nadia", "Benali", "oude-haven", ""),
    Resident("stijn", "Stijn", "Maertens", "oude-haven", "Speelt trompet. Sorry."),
    Resident("ilse", "Ilse", "Rogiers", "oude-haven", ""),
    Resident("mehmet", "Mehmet", "Kaya", "oude-haven", "Bakker in de Kaai."),
    Resident("tom", "Tom", "Vermeulen", "stationskwartier", "Pendelt elke dag naar Brussel."),
    Resident("elena", "Elena", "Popescu", "stationskwartier", ""),
    Resident("greet", "Greet", "Van Hoecke", "stationskwartier", "Vrijwilligster in de bib."),
    Resident("lucas", "Lucas", "Martin", "stationskwartier", "", "fr"),
    Resident("hilde", "Hilde", "Stevens", "bloemendal", "Tuin, kippen, koor."),
    Resident("dries", "Dries", "Coppens", "bloemendal", ""),
    Resident("paul", "Paul", "de Smet", "kasteelpark", ""),
    Resident("anke", "Anke", "Baumann", "nieuwe-dokken", "", "de"),
    Resident("james", "James", "Okafor", "nieuwe-dokken", "", "en"),
    Resident("maria", "Maria", "Vandewalle", "akkerdorp", "Boerin op de Kouter."),
]

# Lived in Oude Haven, and moved to Molenwijk with the letter of her new address.
MOVED = Resident("noor", "Noor", "Segers", "oude-haven", "Net verhuisd, nog veel dozen.")

# Let in yesterday; she is in the middle of the welcome.
NEWCOMER = Resident("mia", "Mia", "Verlinden", "molenwijk")

# The others of the 120, so that neighborhoods have the size they have in life.
SIZES = {
    "molenwijk": 40, "oude-haven": 26, "stationskwartier": 20, "bloemendal": 13,
    "kasteelpark": 7, "nieuwe-dokken": 8, "akkerdorp": 3,
}  # fmt: skip
FIRST_NAMES = [
    "Lotte", "Bart", "Samira", "Koen", "Inge", "Thomas", "Hanne", "Rachid", "Veerle", "Joris",
    "Els", "Kobe", "Naima", "Luc", "Griet", "Simon", "Eva", "Hamza", "Annelies", "Frank",
    "Merel", "Johan", "Zeynep", "Wim", "Katrien", "Ruben", "Leila", "Peter", "Sara", "Ivan",
    "Noor", "Geert", "Mieke", "Emre", "Tine", "Filip", "Jana", "Omar", "Lieve", "Bert",
]  # fmt: skip
LAST_NAMES = [
    "Peeters", "Janssens", "Maes", "Willems", "Goossens", "Wouters", "De Smet", "Hermans",
    "Pauwels", "Claeys", "Michiels", "Dhaene", "Ozturk", "Haddad", "Van den Berghe", "Nijs",
    "Verstraete", "Lemmens", "De Backer", "Bouazza", "Vandenbroucke", "Segers", "Martens", "Cools",
]  # fmt: skip


@dataclass(frozen=True)
class Staff:
    """A dashboard account; ``role`` is a member of ``accounts.roles.Role`` by name."""

    key: str
    first: str
    last: str
    role: str
    language: str = "nl"

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"


STAFF = [
    Staff("moderator", "Mo", "Jacobs", "MODERATION"),
    Staff("comms", "Cleo", "Smet", "COMMUNICATION"),
    Staff("participation", "Pieter", "Aerts", "PARTICIPATION"),
    Staff("care", "Karin", "Baert", "CARE"),
    Staff("translator", "Tine", "Dubois", "TRANSLATION", "fr"),
    Staff("admin", "Ad", "Mertens", "ADMINISTRATION"),
    Staff("admin2", "Greet", "Mortier", "ADMINISTRATION"),
]


@dataclass(frozen=True)
class Worker:
    """A neighborhood worker and the neighborhoods of the work area.

    Police and care had a second officer. ``asked_ago`` and ``left_ago`` are days: of one who waits
    for a second officer, and of one who has left.
    """

    key: str
    first: str
    last: str
    organization: str
    function: str
    field: str
    neighborhoods: tuple[str, ...]
    asked_ago: int = 0
    left_ago: int = 0

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"


WORKERS = [
    Worker(
        "worker", "Wim", "Janssens", "OCMW Oeverbeke", "Buurtwerker", "community",
        ("molenwijk", "oude-haven"),
    ),
    Worker(
        "wijkagent", "Saskia", "Vercruysse", "Politiezone Oever", "Wijkinspecteur", "police",
        ("molenwijk", "oude-haven", "stationskwartier"),
    ),
    Worker(
        "huisbezoek", "Nele", "Bracke", "Familiezorg Oever", "Thuisverzorgster", "care",
        ("bloemendal", "akkerdorp"),
    ),
    Worker(
        "opbouwwerk", "Ingrid", "Claus", "Samenlevingsopbouw Oever", "Opbouwwerker", "community",
        ("molenwijk", "oude-haven"), left_ago=45,
    ),
    Worker(
        "wijkagent2", "Joris", "Temmerman", "Politiezone Oever", "Wijkinspecteur", "police",
        ("bloemendal", "kasteelpark", "akkerdorp"), asked_ago=1,
    ),
]  # fmt: skip
# How long ago the worker of the demo looked at each neighborhood, in days.
VISITS = {"molenwijk": 1, "oude-haven": 6}
