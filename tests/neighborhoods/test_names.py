"""A name that sounds like an office does not get in before somebody of the town has looked at it."""

import re

import pytest
from django.core import mail

from accounts import services as accounts_services
from accounts.models import NameRequest, User
from neighborhoods.models import JoinCode, Membership
from neighborhoods.services import admission, codes, names
from neighborhoods.services.admission import NameNotChecked
from notifications.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.neighborhoods import AddressFactory, MembershipFactory

from .visiting import Visitor, page_of

pytestmark = pytest.mark.usefixtures("english")
CODE = re.compile(r"^\s*(\d{6})\s*$", re.MULTILINE)


@pytest.fixture
def letter(cast):
    address = AddressFactory(neighborhood=cast.molenwijk, street="Wiekenplein", number="7")
    batch = codes.make_batch(neighborhood=cast.molenwijk, by=None)
    plain = {row.pk: code for row, code in codes.unseal(batch)}[address.pk]
    return plain, address


def join(visitor, letter, first, last):
    visitor.post("join_start", code=letter[0])
    visitor.post("join_where", address=letter[1].pk)
    answer = visitor.post("join_name", first_name=first, last_name=last, shown_name="full")
    if answer.status_code == 200:
        return answer
    visitor.post("join_reach", email="mia@example.com")
    digits = CODE.search(mail.outbox[-1].body).group(1)
    return visitor.post("join_confirm", code=digits)


@pytest.fixture
def impostor(cast, letter):
    visitor = Visitor()
    assert join(visitor, letter, "Politie", "Oeverbeke")["Location"] == "/en/join/status/"
    visitor.person = User.objects.get(email="mia@example.com")
    return visitor


def test_a_right_code_lets_no_office_in(impostor, letter, cast):
    membership = impostor.person.memberships.get()
    assert (membership.state, membership.address) == ("pending", letter[1])
    assert JoinCode.objects.get(address=letter[1]).uses == 0
    assert "The town checks the name Politie Oeverbeke first" in page_of(
        impostor.get("join_status")
    )
    assert impostor.get("feed", "molenwijk").status_code == 404
    cast.molenwijk.refresh_from_db()
    assert cast.molenwijk.members_count == 2


def test_neighbors_hear_nothing_of_it(impostor, cast):
    for name in ("member_list", "feed"):
        assert "Politie" not in page_of(Visitor(cast.bram).get(name, "molenwijk"))
    assert Visitor(cast.bram).get("member_suggest", "molenwijk", q="politie").json() == {
        "results": []
    }


def test_the_own_name_and_the_code_open_the_door(impostor, letter):
    own = {"first_name": "Mia", "last_name": "Maes", "shown_name": "full", "language": "en"}
    impostor.post("accounts:profile_edit", **own)
    assert not NameRequest.objects.exists()
    impostor.post("join_start", code=letter[0])
    answer = impostor.post("join_where", address=letter[1].pk)
    assert answer["Location"] == "/en/n/molenwijk/welcome/"
    assert impostor.person.memberships.get().state == "active"


def test_another_office_does_not(impostor, letter):
    other = {"first_name": "Gemeente", "last_name": "Gent", "shown_name": "full", "language": "en"}
    impostor.post("accounts:profile_edit", **other)
    impostor.post("join_start", code=letter[0])
    answer = impostor.post("join_where", address=letter[1].pk)
    assert answer["Location"] == "/en/join/status/"
    assert impostor.person.memberships.get().state == "pending"


def test_an_approved_name_gets_in_with_the_code(impostor, letter, cast):
    desk = Visitor(cast.admin)
    request = NameRequest.objects.get()
    assert "Politie Oeverbeke" in page_of(desk.get("community_names:index"))
    assert desk.post("community_names:approve", request.public_id).status_code == 302
    impostor.post("join_start", code=letter[0])
    answer = impostor.post("join_where", address=letter[1].pk)
    assert answer["Location"] == "/en/n/molenwijk/welcome/"


def test_a_refused_name_waits_on_and_is_told_why(impostor, letter, cast):
    desk = Visitor(cast.admin)
    request = NameRequest.objects.get()
    assert desk.post("community_names:refuse", request.public_id, reason="").status_code == 200
    assert NameRequest.objects.get().decided_at is None
    desk.post("community_names:refuse", request.public_id, reason="Zo heet niemand <b>hier</b>.")
    page = page_of(impostor.get("join_status"))
    assert "The town did not accept the name Politie Oeverbeke" in page
    assert "Zo heet niemand &lt;b&gt;hier&lt;/b&gt;." in page
    impostor.post("join_start", code=letter[0])
    impostor.post("join_where", address=letter[1].pk)
    assert impostor.person.memberships.get().state == "pending"
    assert NameRequest.objects.count() == 1


def test_what_is_no_name_is_said_on_the_screen(cast, letter):
    visitor = Visitor()
    page = page_of(join(visitor, letter, "Mia 🙂", "Maes"))
    assert "Use letters only" in page
    assert "Mia 🙂" in page
    assert not User.objects.filter(email="mia@example.com").exists()


@pytest.mark.parametrize("proof", Membership.Proof.values)
def test_no_proof_admits_an_office(cast, proof):
    person = UserFactory(first_name="Wijkagent", last_name="Jan")
    with pytest.raises(NameNotChecked):
        admission.admit(person=person, neighborhood=cast.molenwijk, proof=proof, by=cast.admin)
    assert not person.memberships.exists()


def test_the_counter_looks_at_the_name_first(cast):
    person = UserFactory(first_name="Karel", last_name="Burgemeester")
    waiting = MembershipFactory(person=person, neighborhood=cast.molenwijk, pending=True)
    with pytest.raises(NameNotChecked):
        admission.admit_at_counter(membership=waiting, by=cast.admin)
    request = accounts_services.ask_for_name(
        person=person, by=person, first_name="Karel", last_name="Burgemeester"
    )
    names.approve_name(request=request, by=cast.admin)
    admission.admit_at_counter(membership=waiting, by=cast.admin)
    waiting.refresh_from_db()
    assert waiting.state == "active"


@pytest.mark.parametrize("outcome", ["approved", "refused"])
def test_the_person_is_told_and_nobody_else(cast, outcome, django_capture_on_commit_callbacks):
    accounts_services.change_profile(
        person=cast.an, by=cast.an, first_name="An", last_name="Burgemeester"
    )
    with django_capture_on_commit_callbacks(execute=True):
        if outcome == "approved":
            names.approve_name(request=NameRequest.objects.get(), by=cast.admin)
        else:
            names.refuse_name(request=NameRequest.objects.get(), by=cast.admin, reason="Nee, An.")
    notice = Notice.objects.get(kind=f"name_{outcome}")
    assert {each.recipient for each in notice.deliveries.all()} == {cast.an}
    [message] = [each for each in mail.outbox if "Burgemeester" in each.subject]
    assert message.to == [cast.an.email]
    assert ("Nee, An." in message.body) == (outcome == "refused")
    assert "/account/profile/" in message.body


@pytest.mark.parametrize("action", ["approve", "refuse"])
def test_only_an_administrator_decides(cast, action):
    accounts_services.change_profile(
        person=cast.an, by=cast.an, first_name="An", last_name="Burgemeester"
    )
    request = NameRequest.objects.get()
    for name, person in cast.everybody():
        if name != "admin":
            Visitor(person).post(f"community_names:{action}", request.public_id, reason="Nee.")
            request.refresh_from_db()
            assert request.decided_at is None, name
    Visitor(cast.admin).post(f"community_names:{action}", request.public_id, reason="Nee.")
    request.refresh_from_db()
    assert request.is_approved == (action == "approve")
    # Decided is decided.
    assert Visitor(cast.admin).post("community_names:approve", request.public_id).status_code == 404


def test_the_list_names_nobody_but_what_was_asked(cast):
    accounts_services.change_profile(
        person=cast.an, by=cast.an, first_name="Anne", last_name="Burgemeester"
    )
    page = page_of(Visitor(cast.admin).get("community_names:index"))
    assert "Anne Burgemeester" in page
    assert "Claes" not in page
    assert cast.an.email not in page
    home = page_of(Visitor(cast.admin).client.get("/admin/"))
    assert "/admin/community/names/" in home
