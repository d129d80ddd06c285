import contextlib
import csv
import io
import re
import time
import zlib

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.urls import reverse
from django.utils import translation

from core.models import AuditEntry
from neighborhoods.models import Address, JoinCodeBatch
from neighborhoods.services import codes, letters, letters_pdf
from tests.cast import make_cast
from tests.factories.neighborhoods import AddressFactory, NeighborhoodFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
needs_pango = pytest.mark.skipif(
    not letters_pdf.can_make_pdf(),
    reason="NO PANGO FOUND: letters were not made as PDF (apt-get install libpangoft2-1.0-0).",
)


@pytest.fixture
def cast():
    made = make_cast()
    made.admin.language = "en"
    made.admin.save(update_fields=["language"])
    for n in range(3):
        AddressFactory(neighborhood=made.oude_haven, street="Kaai", number=str(n + 1), box="2")
    return made


@pytest.fixture
def batch(cast):
    return codes.make_batch(neighborhood=cast.oude_haven, by=cast.admin)


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.admin)
    return client


@pytest.fixture
def trusted(desk, cast):
    """An administrator who has just typed the password again."""
    desk.post(reverse("account_reauthenticate"), {"password": "buurt-demo-2026", "next": "/admin/"})
    return desk


def url(name, *args):
    return reverse(f"community_letters:{name}", args=args)


def test_letters_are_made_by_a_post(desk, cast):
    make = url("make", cast.oude_haven.pk)
    assert desk.get(make).status_code == 200
    assert not JoinCodeBatch.objects.exists()
    response = desk.post(make, {"days": "30", "uses": "4"})
    made = JoinCodeBatch.objects.get()
    assert response["Location"] == url("detail", made.pk)
    # The three, and the household of Chadia.
    assert made.codes_count == cast.oude_haven.addresses.count() == 4
    assert (made.expires_at - made.created_at).days == 30
    assert set(made.codes.values_list("max_uses", flat=True)) == {4}
    assert AuditEntry.objects.get(action="letters_made").actor == cast.admin.audit_id


@pytest.mark.parametrize("data", [{"days": "61", "uses": "4"}, {"days": "6", "uses": "4"},
                                  {"days": "30", "uses": "0"}, {"days": "", "uses": ""}])  # fmt: skip
def test_letters_have_bounds(desk, cast, data):
    assert desk.post(url("make", cast.oude_haven.pk), data).status_code == 200
    assert not JoinCodeBatch.objects.exists()


def test_a_neighborhood_without_addresses_gets_a_sentence(desk):
    response = desk.post(url("make", NeighborhoodFactory().pk), {"days": "30", "uses": "4"})
    assert "There are no addresses" in response.content.decode()


def test_the_password_is_asked_again_before_codes_are_shown(desk, batch):
    response = desk.get(url("print", batch.pk))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_reauthenticate"))


def test_the_sheets_show_each_code_once_with_headers_of_their_own(trusted, batch):
    response = trusted.get(url("print", batch.pk))
    text = response.content.decode()
    for address, code in codes.unseal(batch):
        assert text.count(codes.in_groups(code)) == 1
        assert f"{address.street} {address.number}" in text
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "<script" not in text


def test_a_letter_names_no_resident(trusted, batch, cast):
    text = trusted.get(url("print", batch.pk)).content.decode()
    for word in ("Chadia", "Amrani", "chadia@"):
        assert word not in text


def test_sheets_are_gone_after_they_were_printed(trusted, batch):
    assert trusted.post(url("confirm", batch.pk)).status_code == 302
    response = trusted.get(url("print", batch.pk), follow=True)
    assert response.redirect_chain[-1][0] == url("detail", batch.pk)
    assert "can no longer be shown" in response.content.decode()


def test_revoked_letters_open_nothing(trusted, batch):
    trusted.post(url("revoke", batch.pk))
    batch.refresh_from_db()
    assert batch.revoked_at
    assert trusted.get(url("print", batch.pk)).status_code == 302
    assert "revoked" in trusted.get(url("index")).content.decode()


def test_the_screen_says_how_long_letters_can_be_shown(desk, batch):
    assert (
        "until you confirm that they are printed"
        in desk.get(url("detail", batch.pk)).content.decode()
    )


def test_a_get_confirms_and_revokes_nothing(desk, batch):
    for name in ("confirm", "revoke"):
        assert desk.get(url(name, batch.pk)).status_code == 405
    batch.refresh_from_db()
    assert batch.sealed is not None


def test_no_screen_but_the_sheets_shows_a_code(desk, batch):
    plain = [code for _address, code in codes.unseal(batch)]
    for address in (url("index"), url("detail", batch.pk), url("make", batch.neighborhood_id)):
        text = re.sub(r"\s", "", desk.get(address).content.decode())
        assert not [code for code in plain if code in text]


@pytest.mark.parametrize(
    "name", ["moderator", "comms", "care", "translator", "superuser", "an", "worker", "anonymous"]
)
def test_nobody_else_comes_near_the_letters(client, cast, batch, name):
    person = getattr(cast, name)
    if name != "anonymous":
        client.force_login(person)
    addresses = [url("index"), url("detail", batch.pk), url("print", batch.pk)]
    for address in [*addresses, url("pdf", batch.pk, 1), url("table", batch.pk)]:
        response = client.get(address)
        assert response.status_code in (302, 403, 404)
    for address in (
        url("confirm", batch.pk),
        url("revoke", batch.pk),
        url("make", batch.neighborhood_id),
    ):
        assert client.post(address, {"days": "30", "uses": "1"}).status_code in (302, 403, 404)
    batch.refresh_from_db()
    assert batch.sealed is not None
    assert batch.revoked_at is None
    assert JoinCodeBatch.objects.count() == 1


def test_four_languages_stand_on_a_letter_the_towns_first(batch):
    letter = letters.letters_of(batch)[0]
    words = [letter.main, *letter.others]
    assert [each.language for each in words] == ["nl", "fr", "en", "de"]
    assert all("Oude Haven" in each.greeting and "Oude Haven" in each.short for each in words)
    assert translation.get_language() == "en"


def test_the_qr_code_holds_the_address_with_the_code(batch):
    letter = letters.letters_of(batch)[0]
    assert letter.address.endswith("/nl/join/")
    plain = letter.code.replace(" ", "")
    assert letter.qr == letters.qr_code(f"{letter.address}{plain}/")
    assert letter.qr != letters.qr_code(f"{letter.address}{codes.new_code()}/")


def test_a_qr_code_is_drawn_square_by_square():
    import segno

    drawn = letters.qr_code("https://stoep.example/nl/join/")
    dark = sum(
        map(sum, segno.make("https://stoep.example/nl/join/", error="q", micro=False).matrix)
    )
    assert sum(int(width) for width in re.findall(r"h(\d+)v1", drawn.path)) == dark


def test_five_hundred_letters_in_under_ten_seconds(trusted, cast):
    Address.objects.bulk_create(
        [
            Address(
                neighborhood=cast.oude_haven, street="Langestraat", number=str(n), postcode="9870",
                city="Oeverbeke", latitude=51.005, longitude=3.725,
            )
            for n in range(500)
        ]
    )  # fmt: skip
    batch = codes.make_batch(neighborhood=cast.oude_haven, by=cast.admin)
    # Of this process: a busy machine makes no letter slower.
    started = time.process_time()
    response = trusted.get(url("print", batch.pk))
    assert response.content.count(b'class="sheet"') == 504
    assert time.process_time() - started < 10


def test_a_household_gets_its_own_language_first(trusted, cast):
    cast.oude_haven.addresses.filter(number="1").update(language="fr")
    batch = codes.make_batch(neighborhood=cast.oude_haven, by=cast.admin)
    languages = {letter.street: letter.main.language for letter in letters.letters_of(batch)}
    assert languages["Kaai 1 bus 2"] == "fr"
    assert set(languages.values()) == {"nl", "fr"}
    for letter in letters.letters_of(batch):
        others = [words.language for words in letter.others]
        assert sorted([*others, letter.main.language]) == ["de", "en", "fr", "nl"]
    assert 'lang="fr"' in trusted.get(url("print", batch.pk)).content.decode()


def test_a_letter_in_one_language_has_no_other(desk, cast):
    data = {"days": "30", "uses": "4", "languages": "one"}
    desk.post(url("make", cast.oude_haven.pk), data)
    batch = JoinCodeBatch.objects.get()
    assert all(letter.others == [] for letter in letters.letters_of(batch))


@pytest.mark.parametrize("name", ["pdf", "table"])
def test_a_file_asks_for_the_password_again(desk, batch, name):
    response = desk.get(url(name, batch.pk, *([1] if name == "pdf" else [])))
    assert response["Location"].startswith(reverse("account_reauthenticate"))


def test_the_table_holds_each_household_once_and_starts_no_formula(trusted, cast):
    cast.oude_haven.addresses.filter(number="2").update(street="=HYPERLINK(1)")
    batch = codes.make_batch(neighborhood=cast.oude_haven, by=cast.admin)
    response = trusted.get(url("table", batch.pk))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == batch.codes_count
    plain = {codes.in_groups(code) for _address, code in codes.unseal(batch)}
    assert {row["code"] for row in rows} == plain
    assert {row["neighborhood"] for row in rows} == {"Oude Haven"}
    assert {row["language"] for row in rows} == {"nl"}
    assert "'=HYPERLINK(1)" in {row["street"] for row in rows}
    assert not [cell for row in rows for cell in row.values() if cell.startswith("=")]


def test_files_are_gone_after_the_letters_were_printed(trusted, batch):
    trusted.post(url("confirm", batch.pk))
    for address in (url("pdf", batch.pk, 1), url("table", batch.pk)):
        assert trusted.get(address)["Location"] == url("detail", batch.pk)


def pages_of(pdf):
    """How many pages a PDF has; its objects are kept compressed."""
    words = pdf
    for packed in re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL):
        with contextlib.suppress(zlib.error):
            words += zlib.decompress(packed)
    return len(re.findall(rb"/Type\s*/Page\b", words))


@needs_pango
def test_a_part_of_the_letters_is_a_pdf_with_a_page_a_household(trusted, batch):
    assert url("pdf", batch.pk, 1) in trusted.get(url("detail", batch.pk)).content.decode()
    response = trusted.get(url("pdf", batch.pk, 1))
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert pages_of(response.content) == batch.codes_count
    assert "no-store" in response["Cache-Control"]
    for part in (0, 2, 99):
        assert trusted.get(url("pdf", batch.pk, part)).status_code == 404


@needs_pango
def test_parts_hold_every_letter_once(cast, monkeypatch):
    monkeypatch.setattr(letters, "PART", 3)
    batch = codes.make_batch(neighborhood=cast.oude_haven, by=cast.admin)
    assert letters.parts_of(batch) == 2
    found = [letter.code for part in (1, 2) for letter in letters.letters_of(batch, part)]
    assert found == [letter.code for letter in letters.letters_of(batch)]


def test_without_the_package_no_pdf_is_offered(trusted, batch, monkeypatch):
    monkeypatch.setattr(letters_pdf, "can_make_pdf", lambda: False)
    assert url("pdf", batch.pk, 1) not in trusted.get(url("detail", batch.pk)).content.decode()
    assert trusted.get(url("pdf", batch.pk, 1)).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/logo.png",
        "http://169.254.169.254/latest",
        "file:///etc/passwd",
        "https://letters.invalid/media/original_images/x.jpg",
        "https://letters.invalid/static/../manage.py",
        "https://letters.invalid/photos/x/",
    ],
)
def test_a_pdf_reads_nothing_but_our_own_files(address):
    with pytest.raises((ValueError, SuspiciousFileOperation, FileNotFoundError)):
        letters_pdf.own_file(address)
    assert letters_pdf.own_file("https://letters.invalid/static/portal/css/letters.css")
