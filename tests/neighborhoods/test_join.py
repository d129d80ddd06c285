import datetime as dt
import logging
import re

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import User
from core import clock
from neighborhoods.models import Membership
from neighborhoods.services import codes
from tests.cast import make_cast
from tests.factories.neighborhoods import AddressFactory, NeighborhoodFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
CODE = re.compile(r"^\s*(\d{6})\s*$", re.MULTILINE)


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def letter(cast):
    address = AddressFactory(neighborhood=cast.molenwijk, street="Wiekenplein", number="7", box="2")
    AddressFactory(neighborhood=cast.molenwijk, street="Wiekenplein", number="7", box="3")
    AddressFactory(neighborhood=cast.molenwijk, street="Wiekenplein", number="9")
    batch = codes.make_batch(neighborhood=cast.molenwijk, by=None)
    plain = {row.pk: code for row, code in codes.unseal(batch)}[address.pk]
    return plain, address


def page(name, *args):
    return reverse(f"neighborhoods:{name}", args=args)


def go(client, name, data=None, status=200):
    """Posts to a screen and follows to the next one."""
    response = client.post(page(name), data or {}, follow=True)
    assert response.status_code == status
    return response


def fill(client, letter, email="mia@example.com"):
    go(client, "join_start", {"code": letter[0]})
    go(client, "join_where", {"address": letter[1].pk})
    go(client, "join_name", {"first_name": "Mia", "last_name": "Maes", "shown_name": "initial"})
    return go(client, "join_reach", {"email": email})


def mailed_code():
    return CODE.search(mail.outbox[-1].body).group(1)


def where(response):
    return response.redirect_chain[-1][0]


# --- With a letter -------------------------------------------------------------------------------
def test_four_screens_and_one_is_in(client, letter, cast):
    response = fill(client, letter)
    assert where(response) == page("join_confirm")
    assert mail.outbox[-1].to == ["mia@example.com"]
    response = client.post(page("join_confirm"), {"code": mailed_code()})
    assert response["Location"] == "/en/n/molenwijk/"
    person = User.objects.get(email="mia@example.com")
    membership = person.memberships.get()
    assert (membership.state, membership.address) == ("active", letter[1])
    assert (person.display_name, person.language, person.is_staff) == ("Mia M.", "en", False)
    assert client.session["_auth_user_id"] == str(person.pk)
    assert "join" not in client.session


def test_the_qr_fills_the_code_in_and_keeps_it_out_of_sight(client, letter, caplog):
    with caplog.at_level(logging.DEBUG):
        response = client.get(page("join_open_code", letter[0].lower()))
        assert response["Location"] == page("join_start")
        assert response["Referrer-Policy"] == "no-referrer"
        start = client.get(page("join_start"))
        assert letter[0] not in start.content.decode()
        response = go(client, "join_start", {"from_letter": "1"})
    assert where(response) == page("join_where")
    assert "Wiekenplein" in response.content.decode()
    assert letter[0] not in response.content.decode()
    assert letter[0] not in str(dict(client.session))
    assert letter[0].lower() not in caplog.text.replace("/join/", "").lower()


def test_a_grouped_code_in_the_address_works(client, letter):
    client.get(page("join_open_code", codes.in_groups(letter[0]).replace(" ", "-")))
    assert where(go(client, "join_start", {"from_letter": "1"})) == page("join_where")


def test_a_pasted_address_works(client, letter):
    typed = f"https://stoep.example/nl/join/{letter[0]}/"
    assert where(go(client, "join_start", {"code": typed})) == page("join_where")


def test_a_broken_code_in_the_address_says_almost_right(client):
    response = client.get(page("join_open_code", "K7QM"), follow=True)
    assert response.status_code == 200
    assert "Almost right" in response.content.decode()


def test_only_the_building_can_be_picked(client, letter, cast):
    go(client, "join_start", {"code": letter[0]})
    text = client.get(page("join_where")).content.decode()
    assert "7, box 2" in text
    assert "7, box 3" in text
    elsewhere = AddressFactory(neighborhood=cast.oude_haven)
    ninth = cast.molenwijk.addresses.get(number="9", street="Wiekenplein")
    for address in (elsewhere, ninth):
        response = client.post(page("join_where"), {"address": address.pk})
        assert response.status_code == 200  # an error, no next screen


def test_a_typo_is_told_by_the_check_character_alone(client, letter, django_assert_num_queries):
    typo = letter[0][:-1] + ("2" if letter[0][-1] != "2" else "3")
    response = client.post(page("join_start"), {"code": typo})
    assert "Almost right" in response.content.decode()
    other = codes.new_code()
    assert (
        "Almost right"
        in client.post(
            page("join_start"),
            {"code": other[1] + other[0] + other[2:] if other[0] != other[1] else typo},
        ).content.decode()
    )


def without_token(response):
    return re.sub(r'value="[A-Za-z0-9]{64}"|value="[2-9A-Z]{12}"', "", response.content.decode())


def test_every_dead_code_gives_one_answer(client_factory_fresh, letter, cast):
    row = cast.molenwijk.codes.get(digest=codes.digest_of(letter[0]))

    def answer(code):
        response = client_factory_fresh().post(page("join_start"), {"code": code})
        return response.status_code, without_token(response)

    wrong = answer(codes.new_code())
    row.uses = row.max_uses
    row.save()
    used = answer(letter[0])
    row.uses, row.expires_at = 0, clock.now()
    row.save()
    expired = answer(letter[0])
    codes.revoke_batch(batch=row.batch, by=None)
    revoked = answer(letter[0])
    assert wrong == used == expired == revoked
    assert "We do not know this code" in wrong[1]


@pytest.fixture
def client_factory_fresh():
    from django.test import Client

    return Client


def test_too_many_tries_give_429_whatever_the_header_says(client, letter):
    with clock.travel(clock.now().replace(minute=30)):
        statuses = [
            client.post(
                page("join_start"),
                {"code": codes.new_code()},
                headers={"X-Forwarded-For": f"198.51.100.{n}"},
            ).status_code
            for n in range(25)
        ]
        assert statuses == [200] * 20 + [429] * 5
        assert client.post(page("join_start"), {"code": letter[0]}).status_code == 429


def test_no_screen_can_be_skipped(client, letter):
    for name in ("join_where", "join_name", "join_reach", "join_confirm"):
        for method in (client.get, client.post):
            assert method(page(name))["Location"] == page("join_start")
    go(client, "join_start", {"code": letter[0]})
    for name in ("join_name", "join_reach", "join_confirm"):
        assert client.get(page(name))["Location"] == page("join_start")


def test_typed_values_survive_back_and_reload_for_a_week(client, letter):
    fill(client, letter)
    assert 'value="Mia"' in client.get(page("join_name")).content.decode()
    assert 'value="mia@example.com"' in client.get(page("join_reach")).content.decode()
    with clock.travel(clock.now() + dt.timedelta(days=6, hours=23)):
        assert 'value="Mia"' in client.get(page("join_name")).content.decode()
    with clock.travel(clock.now() + dt.timedelta(days=7, hours=1)):
        assert client.get(page("join_name"))["Location"] == page("join_start")


@pytest.mark.parametrize(
    "data", [{"last_name": ""}, {"first_name": "Mia"}, {"first_name": "123", "last_name": "Maes", "shown_name": "full"},
             {"first_name": "Mia", "last_name": "Maes", "shown_name": "secret"}],
)  # fmt: skip
def test_a_name_is_asked_in_full(client, letter, data):
    go(client, "join_start", {"code": letter[0]})
    go(client, "join_where", {"address": letter[1].pk})
    response = client.post(page("join_name"), data)
    assert response.status_code == 200
    assert "thing" in response.content.decode()


# --- The mailed code ----------------------------------------------------------------------------------
def test_a_wrong_or_late_code_makes_no_account(client, letter):
    fill(client, letter)
    right = mailed_code()
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    assert "not right" in go(client, "join_confirm", {"code": wrong}).content.decode()
    with clock.travel(clock.now() + dt.timedelta(minutes=31)):
        assert "not right" in go(client, "join_confirm", {"code": right}).content.decode()
    assert not User.objects.filter(email="mia@example.com").exists()


def test_five_tries_and_the_right_code_is_worth_nothing(client, letter):
    fill(client, letter)
    right = mailed_code()
    for n in range(1, 6):
        go(client, "join_confirm", {"code": f"{(int(right) + n) % 1_000_000:06d}"})
    assert "not right" in go(client, "join_confirm", {"code": right}).content.decode()
    assert not User.objects.filter(email="mia@example.com").exists()


def test_the_code_is_in_no_session(client, letter):
    fill(client, letter)
    assert mailed_code() not in str(dict(client.session["join"]["proof"], digest=""))


def test_a_code_for_one_address_is_worth_nothing_for_another(client, letter):
    fill(client, letter, email="mia@example.com")
    first = mailed_code()
    go(client, "join_reach", {"email": "anna@example.com"})
    if mailed_code() != first:
        assert "not right" in go(client, "join_confirm", {"code": first}).content.decode()
    assert not User.objects.filter(email="mia@example.com").exists()


def test_one_address_gets_five_mails_an_hour(client, letter):
    with clock.travel(clock.now().replace(minute=30)):
        fill(client, letter)
        for _time in range(4):
            go(client, "join_reach", {"email": "mia@example.com"})
        assert client.post(page("join_reach"), {"email": "MIA@example.com"}).status_code == 429
    assert len(mail.outbox) == 5


def test_a_used_up_code_at_the_last_step_makes_no_account(client, letter, cast):
    fill(client, letter)
    cast.molenwijk.codes.update(uses=6)
    response = go(client, "join_confirm", {"code": mailed_code()})
    assert "We do not know this code" in response.content.decode()
    assert not User.objects.filter(email="mia@example.com").exists()


def test_an_address_with_an_account_sees_the_same_page_and_gets_another_mail(
    client_factory_fresh, letter, cast
):
    def screen(email):
        client = client_factory_fresh()
        response = fill(client, letter, email=email)
        return client, without_token(response).replace(email, "")

    _client, fresh = screen("mia@example.com")
    client, known = screen("an@oeverbeke.test")
    assert fresh == known
    assert not CODE.search(mail.outbox[-1].body)
    assert "/nl/account/login/" in mail.outbox[-1].body  # in the language of the account
    assert "not right" in go(client, "join_confirm", {"code": "000000"}).content.decode()


# --- Signed in ---------------------------------------------------------------------------------------------
def test_somebody_with_an_account_joins_in_two_screens(client, letter, cast):
    client.force_login(cast.els)
    go(client, "join_start", {"code": letter[0]})
    response = client.post(page("join_where"), {"address": letter[1].pk})
    assert response["Location"] == "/en/n/molenwijk/"
    assert Membership.objects.active().filter(person=cast.els).exists()


def test_a_member_is_shown_the_way_home(client, letter, cast):
    client.force_login(cast.an)
    response = client.post(page("join_start"), {"code": letter[0]})
    assert "You already live in Molenwijk" in response.content.decode()


# --- Without a letter ----------------------------------------------------------------------------------------
def wait_at(client, **typed):
    return go(client, "join_without_letter", {"postcode": "9870", "street": "wiekenplein", "number": "9", **typed})  # fmt: skip


def test_without_a_letter_one_waits(client, letter, cast):
    assert where(wait_at(client)) == page("join_name")
    go(client, "join_name", {"first_name": "Jo", "last_name": "Impostor", "shown_name": "full"})
    go(client, "join_reach", {"email": "jo@example.com"})
    response = go(client, "join_confirm", {"code": mailed_code()})
    assert where(response) == page("join_status")
    assert "You are waiting" in response.content.decode()
    membership = User.objects.get(email="jo@example.com").memberships.get()
    assert (membership.state, membership.proof) == ("pending", "")
    assert client.get("/en/n/molenwijk/").status_code == 404
    assert client.get(page("join_where"))["Location"] == page("join_start")


@pytest.mark.parametrize(
    "typed", [{"street": "Nergens"}, {"number": "999"}, {"number": "x"}, {"postcode": "1"}, {"number": "7"}]
)  # fmt: skip
def test_an_address_that_is_not_there_leads_nowhere(client, letter, typed):
    response = wait_at(client, **typed)
    assert "We do not find this address" in response.content.decode()
    assert client.get(page("join_name"))["Location"] == page("join_start")


def test_an_address_in_no_neighborhood_leads_nowhere(client):
    AddressFactory(neighborhood=NeighborhoodFactory(), street="Verweg", number="1")
    from neighborhoods.models import Address

    Address.objects.update(neighborhood=None)
    assert "We do not find" in wait_at(client, street="Verweg", number="1").content.decode()


def test_an_address_after_a_letter_forgets_the_letter(client, letter):
    go(client, "join_start", {"code": letter[0]})
    wait_at(client)
    assert client.get(page("join_where"))["Location"] == page("join_start")


def test_addresses_cannot_be_tried_without_end(client, letter):
    with clock.travel(clock.now().replace(minute=30)):
        typed = {"postcode": "9870", "street": "Nergens", "number": "1"}
        statuses = [client.post(page("join_without_letter"), typed).status_code for _n in range(32)]
    assert statuses == [200] * 30 + [429] * 2


def test_the_status_page_is_for_who_waits(client, cast):
    assert client.get(page("join_status"))["Location"].startswith(reverse("account_login"))
    client.force_login(cast.an)
    assert client.get(page("join_status"))["Location"] == page("join_start")
    client.force_login(cast.dirk)
    text = client.get(page("join_status")).content.decode()
    assert "Molenwijk" in text
    for neighbor in ("Claes", "Devos", "an@oeverbeke.test"):
        assert neighbor not in text


def test_waiting_can_be_stopped_by_oneself_alone(client, cast):
    client.force_login(cast.an)
    assert client.post(page("join_stop_waiting")).status_code == 404
    client.force_login(cast.dirk)
    assert client.get(page("join_stop_waiting")).status_code == 405
    client.post(page("join_stop_waiting"))
    assert cast.dirk.memberships.get().state == "left"


def test_join_pages_are_never_stored_or_found(client):
    response = client.get(page("join_start"))
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
