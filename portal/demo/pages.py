"""What the pages of the neighborhoods say, in Dutch and French."""

from __future__ import annotations

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
