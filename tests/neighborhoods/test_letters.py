import re
import time

import pytest
from django.urls import reverse
from django.utils import translation

from core.models import AuditEntry
from neighborhoods.models import Address, JoinCodeBatch
from neighborhoods.services import codes, letters
from tests.cast import make_cast
from tests.factories.neighborhoods import AddressFactory, NeighborhoodFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


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
    for address in (url("index"), url("detail", batch.pk), url("print", batch.pk)):
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
    words = letters.words_for(batch)
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
