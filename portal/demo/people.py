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

# The others of the 120, so that neighborhoods have the size they have in life.
SIZES = {
    "molenwijk": 42, "oude-haven": 26, "stationskwartier": 20, "bloemendal": 13,
    "kasteelpark": 7, "nieuwe-dokken": 8, "akkerdorp": 4,
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
]


@dataclass(frozen=True)
class Worker:
    """A neighborhood worker and the neighborhoods of the work area."""

    key: str
    first: str
    last: str
    organization: str
    function: str
    neighborhoods: tuple[str, ...]

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"


WORKERS = [
    Worker(
        "worker", "Wim", "Janssens", "OCMW Oeverbeke", "Buurtwerker", ("molenwijk", "oude-haven")
    ),
    Worker(
        "wijkagent", "Saskia", "Vercruysse", "Politiezone Oever", "Wijkinspecteur",
        ("molenwijk", "oude-haven", "stationskwartier"),
    ),
    Worker(
        "huisbezoek", "Nele", "Bracke", "Familiezorg Oever", "Thuisverzorgster",
        ("bloemendal", "akkerdorp"),
    ),
]  # fmt: skip
