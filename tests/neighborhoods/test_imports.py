import csv
import json
import random
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from core.errors import DomainError
from neighborhoods.models import Address, District, Neighborhood
from neighborhoods.services import addresses
from tests.factories.neighborhoods import AddressFactory, NeighborhoodFactory, square

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def feature(name, west, south=51.0, size=0.01, **properties):
    return {
        "type": "Feature",
        "properties": {"name": name, **properties},
        "geometry": square(west, south, size),
    }


@pytest.fixture
def bring(tmp_path):
    """Runs the command on features and returns what it said."""

    def run(features, *args, name_property="name"):
        path = tmp_path / "town.geojson"
        text = (
            features
            if isinstance(features, str)
            else json.dumps({"type": "FeatureCollection", "features": features})
        )
        path.write_text(text, encoding="utf-8")
        out, err = StringIO(), StringIO()
        try:
            call_command(
                "import_neighborhoods", str(path), "--name-property", name_property, *args,
                stdout=out, stderr=err,
            )  # fmt: skip
        except CommandError as error:
            error.told = err.getvalue()
            raise
        return out.getvalue()

    return run


@pytest.mark.parametrize(("name", "count"), [("ghent", 25), ("the-hague", 44)])
def test_a_real_town_loads_as_it_is(name, count):
    path = DATA / f"{name}.geojson"
    if not path.exists():
        pytest.skip(
            f"NO REAL DATA: {path.name} is not beside the project; a made-up file stands in."
        )
    out = StringIO()
    args = [str(path), "--name-property", "name", "--source", name, "--yes"]
    call_command("import_neighborhoods", *args, stdout=out)
    assert Neighborhood.objects.count() == count
    assert f"{count} new, 0 changed, 0 the same." in out.getvalue()
    out = StringIO()
    call_command("import_neighborhoods", *args, stdout=out)
    assert f"0 new, 0 changed, {count} the same." in out.getvalue()
    assert "Nothing to do." in out.getvalue()


def test_a_town_of_thirty_loads_and_can_be_repeated(bring):
    town = [feature(f"Wijk {n}", 3.0 + n * 0.01, district="Oost") for n in range(30)]
    told = bring(town, "--yes", "--district", "district", "--source", "Made up")
    assert "30 new, 0 changed, 0 the same." in told
    assert District.objects.get().name == "Oost"
    row = Neighborhood.objects.get(slug="wijk-3")
    assert (row.west, row.source, row.district.name) == (pytest.approx(3.03), "Made up", "Oost")
    assert "30 the same" in bring(town, "--yes", "--district", "district", "--source", "Made up")


def test_what_changes_is_told_and_written(bring):
    bring([feature("Molenwijk", 3.0), feature("Kaai", 3.1)], "--yes")
    told = bring([feature("Molenwijk", 3.0, size=0.02), feature("Kaai", 3.1)], "--yes")
    assert "changed  Molenwijk: boundary" in told
    assert "0 new, 1 changed, 1 the same." in told
    assert Neighborhood.objects.get(slug="molenwijk").east == pytest.approx(3.02)


def test_a_code_recognizes_a_renamed_neighborhood_and_keeps_its_address(bring):
    args = ["--yes", "--code-property", "code", "--source", "CBS"]
    bring([feature("Molenwijk", 3.0, code="W1")], *args)
    told = bring([feature("Molenkwartier", 3.0, code="W1")], *args)
    assert "name (was “Molenwijk”)" in told
    row = Neighborhood.objects.get()
    assert (row.name, row.slug) == ("Molenkwartier", "molenwijk")


def test_one_district_for_the_whole_file(bring):
    bring([feature("Molenwijk", 3.0)], "--yes", "--district", "Centrum")
    assert Neighborhood.objects.get().district.name == "Centrum"


def test_a_dry_run_writes_nothing(bring):
    assert "1 new" in bring([feature("Molenwijk", 3.0)], "--dry-run")
    assert not Neighborhood.objects.exists()


@pytest.mark.parametrize(("answer", "count"), [("y", 1), ("ja", 1), ("", 0), ("n", 0), (None, 0)])
def test_without_yes_it_asks(bring, monkeypatch, answer, count):
    def reply(_question):
        if answer is None:
            raise EOFError
        return answer

    monkeypatch.setattr("builtins.input", reply)
    if count:
        bring([feature("Molenwijk", 3.0)])
    else:
        with pytest.raises(CommandError, match="Nothing was imported"):
            bring([feature("Molenwijk", 3.0)])
    assert Neighborhood.objects.count() == count


BOW_TIE = {
    "type": "Polygon",
    "coordinates": [[[3, 51], [3.1, 51.1], [3.1, 51], [3, 51.1], [3, 51]]],
}


@pytest.mark.parametrize(
    ("features", "told"),
    [
        ([feature("A", 3.0), feature("B", 3.005)], "“A” and “B” overlap by"),
        ([feature("A", 3.0), {**feature("Strik", 3.0), "geometry": BOW_TIE}], "Feature 2 (Strik)"),
        ([feature("A", 3.0), feature("a", 4.0)], "“a” and “A” have the same name"),
        ([feature("Sint Jan", 3.0), feature("Sint-Jan", 4.0)], "the same name or address"),
        ([feature("", 3.0)], "It has no property “name”"),
        ([feature(None, 3.0)], "without a name"),
        ([feature({"a": 1}, 3.0)], "It has no property “name”"),
        ([feature("!!!", 3.0)], "too long or has no letters"),
        ([feature("x" * 121, 3.0)], "too long or has no letters"),
        ([{"type": "Feature", "properties": {"name": "A"}, "geometry": None}], "not a Polygon"),
        ([{"properties": None}], "It has no property"),
        (["x"], "It has no property"),
        ([], "holds no features"),
        ("[1]", "holds no features"),
        ("{", "not GeoJSON"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_whole_with_the_feature_named(bring, features, told):
    NeighborhoodFactory(name="Elders", slug="elders", west=5.0)
    with pytest.raises(CommandError, match="Nothing was imported") as refused:
        bring(features, "--yes")
    assert told in refused.value.told
    assert Neighborhood.objects.count() == 1


def test_an_overlap_with_a_neighborhood_that_is_there_is_refused(bring):
    NeighborhoodFactory(name="Elders", slug="elders", west=3.0, south=51.0)
    with pytest.raises(CommandError) as refused:
        bring([feature("Nieuw", 3.005)], "--yes")
    assert "“Nieuw” and “Elders” overlap by" in refused.value.told


def test_two_features_with_one_code_are_refused(bring):
    with pytest.raises(CommandError) as refused:
        bring([feature("A", 3.0, c="1"), feature("B", 4.0, c="1")], "--yes", "--code-property", "c")
    assert "The code “1” stands for more than one feature." in refused.value.told


def test_a_name_that_another_neighborhood_took_is_refused(bring):
    args = ["--yes", "--code-property", "code"]
    bring([feature("A", 3.0, code="1"), feature("B", 4.0, code="2")], *args)
    with pytest.raises(CommandError) as refused:
        bring([feature("B", 3.0, code="1")], *args)
    assert "already the name or address of another" in refused.value.told


def test_a_missing_file_gives_one_sentence():
    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command(
            "import_neighborhoods", "nowhere.geojson", "--name-property", "name", stderr=StringIO()
        )


# --- Addresses -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (("12",), ("12", "")),
        (("012",), ("12", "")),
        (("12A",), ("12 A", "")),
        (("12 a",), ("12 A", "")),
        (("12-A",), ("12 A", "")),
        (("12-2",), ("12-2", "")),
        (("12A-2",), ("12 A-2", "")),
        (("12 bus 3",), ("12", "3")),
        (("12 bte 3",), ("12", "3")),
        (("12 boîte 3",), ("12", "3")),
        (("12A bus 0301",), ("12 A", "301")),
        (("12/3",), ("12", "3")),
        (("12", "A"), ("12 A", "")),
        (("12", "A", "2"), ("12 A-2", "")),
        (("12", "", "bis"), ("12-BIS", "")),
        (("12", "", "", "3"), ("12", "3")),
        (("12", "", "", "0"), ("12", "")),
    ],
)
def test_house_numbers_of_both_countries(typed, stored):
    assert addresses.read_number(*typed) == stored


@pytest.mark.parametrize("typed", ["", "A12", "bus 3", "twaalf", "1234567", "-3"])
def test_what_is_no_house_number(typed):
    with pytest.raises(DomainError):
        addresses.read_number(typed)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("1234ab", "1234 AB"), ("1234 AB", "1234 AB"), ("9000", "9000"), ("B-9000", "9000"), ("10115", "10115")],
)  # fmt: skip
def test_postcodes(typed, stored):
    assert addresses.read_postcode(typed) == stored


@pytest.mark.parametrize("typed", ["", "12", "ABCD", "1234 A", "1234567"])
def test_what_is_no_postcode(typed):
    with pytest.raises(DomainError):
        addresses.read_postcode(typed)


@pytest.fixture
def register(tmp_path):
    def run(text, *args):
        path = tmp_path / "addresses.csv"
        path.write_text(text, encoding="utf-8")
        out, err = StringIO(), StringIO()
        try:
            call_command("import_addresses", str(path), *args, stdout=out, stderr=err)
        except CommandError as error:
            error.told = err.getvalue()
            raise
        return out.getvalue()

    return run


BELGIAN = "straatnaam;huisnummer;bus;postcode;gemeente;lat;lon\n"
DUTCH = "street,number,letter,addition,postcode,city,lat,lon,id\n"


@pytest.fixture
def molenwijk():
    return NeighborhoodFactory(
        name="Molenwijk", slug="molenwijk", west=3.70, south=51.0, households=0
    )


def test_belgian_and_dutch_registers(register, molenwijk):
    register(BELGIAN + "Molenstraat;12;3;9000;Gent;51,005;3,705\n")
    register(DUTCH + "Kerkstraat,12,A,2,1234ab,Den Haag,51.006,3.706,0518\n")
    rows = Address.objects.in_order()
    assert [(str(row), row.postcode, row.source_id) for row in rows] == [
        ("Kerkstraat 12 A-2", "1234 AB", "0518"),
        ("Molenstraat 12 / 3", "9000", ""),
    ]
    assert {row.neighborhood for row in rows} == {molenwijk}
    molenwijk.refresh_from_db()
    assert molenwijk.households == 2


def test_lambert_coordinates(register):
    NeighborhoodFactory(west=3.72, south=51.05, name="Belfort", slug="belfort")
    register(
        "street\tnumber\tpostcode\tcity\tx\ty\nBotermarkt\t1\t9000\tGent\t104720\t193960\n",
        "--epsg", "31370",
    )  # fmt: skip
    assert Address.objects.get().neighborhood.name == "Belfort"


def test_an_address_in_no_neighborhood_is_kept_and_listed(register, molenwijk, tmp_path):
    lines = "".join(f"Verweg;{n};;9000;Gent;52,0;3,7\n" for n in range(1, 31))
    told = register(BELGIAN + lines, "--nowhere", str(tmp_path / "nowhere.csv"))
    assert "30 addresses lie in no neighborhood" in told
    assert "… and 10 more" in told
    assert "line 2: Verweg 1, 9000 Gent" in told
    assert Address.objects.filter(neighborhood=None).count() == 30
    with (tmp_path / "nowhere.csv").open() as file:
        assert len(list(csv.DictReader(file))) == 30


def test_a_second_import_updates_and_moves(register, molenwijk):
    oude_haven = NeighborhoodFactory(west=3.72, name="Oude Haven", slug="oude-haven")
    register(BELGIAN + "Molenstraat;12;;9000;Gent;51,005;3,705\n")
    told = register(BELGIAN + "MOLENSTRAAT;12;;9000;Gent;51,005;3,725\n")
    assert "0 added, 1 updated" in told
    assert Address.objects.get().neighborhood == oude_haven
    assert Address.objects.get().street == "Molenstraat"


def test_a_dry_run_of_addresses_writes_nothing(register, molenwijk):
    told = register(BELGIAN + "Molenstraat;12;;9000;Gent;51,005;3,705\n", "--dry-run")
    assert "Would add 1 and update 0" in told
    assert not Address.objects.exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (BELGIAN + "Molenstraat;x;;9000;Gent;51;3\n", "Line 2: “x” is no house number"),
        (BELGIAN + "M;1;;9000;Gent;51;3\nM;2;;90;Gent;51;3\n", "Line 3: “90” is no postcode"),
        (BELGIAN + ";1;;9000;Gent;51;3\n", "Line 2: Street or town is empty"),
        (BELGIAN + "M;1;;9000;;51;3\n", "Line 2: Street or town is empty"),
        (BELGIAN + "M;1;;9000;Gent;noord;3\n", "“noord” is no coordinate"),
        (BELGIAN + "M;1;;9000;Gent;;3\n", "is no coordinate"),
        (BELGIAN + "M;1\n", "Line 2"),
        (BELGIAN + "M;1;;9000;Gent;193960;104720\n", "use --epsg"),
        (BELGIAN + "M;1;;9000;Gent;nan;3\n", "Line 2"),
        (BELGIAN + f"{'M' * 121};1;;9000;Gent;51;3\n", "too long"),
        (BELGIAN, "holds no addresses"),
        ("", "lacks these columns"),
        ("street,number\nM,1\n", "lacks these columns: postcode, city, lat, lon"),
    ],
)
def test_a_bad_register_is_refused_by_line_and_whole(register, molenwijk, text, told):
    AddressFactory(neighborhood=molenwijk)
    with pytest.raises(CommandError, match="Nothing was imported") as refused:
        register(text)
    assert told in refused.value.told
    assert Address.objects.count() == 1


def test_a_file_in_another_encoding_gives_one_sentence(tmp_path):
    path = tmp_path / "latin.csv"
    path.write_bytes(BELGIAN.encode() + "Café;1;;9000;Gent;51;3\n".encode("latin-1"))
    err = StringIO()
    with pytest.raises(CommandError):
        call_command("import_addresses", str(path), stderr=err)
    assert "no CSV in UTF-8" in err.getvalue()


def test_20_000_addresses_in_under_half_a_minute(register, molenwijk):
    random.seed(4)
    lines = (
        f"Straat {n // 50};{n % 50 + 1};;9000;Gent;{random.uniform(51, 51.01)};{random.uniform(3.7, 3.71)}\n"
        for n in range(20_000)
    )
    text = BELGIAN + "".join(lines)
    started = time.monotonic()
    register(text)
    assert time.monotonic() - started < 30
    molenwijk.refresh_from_db()
    assert molenwijk.households == 20_000
