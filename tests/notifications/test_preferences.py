import pytest
import time_machine
from django.core import signing
from django.test import Client

from accounts.models import User
from core import clock
from notifications import kinds, services, tokens
from notifications.channels.email import compose
from notifications.models import Preference
from notifications.services.wishes import Preset, wishes_of
from tests.factories.notifications import DeliveryFactory

pytestmark = pytest.mark.django_db
PAGE = "/nl/notifications/preferences/"


@pytest.fixture
def bram(client, cast):
    client.force_login(cast.bram)
    return client


def topic(name):
    return next(topic for topic in kinds.all_topics() if topic.name == name)


def path_for(person, name="test-help"):
    return tokens.unsubscribe_path(person, topic(name))


# --- The page ---------------------------------------------------------------------------------------
def test_boxes_show_what_holds(cast, bram):
    Preference.objects.create(person=cast.bram, topic="test-help", channel="email", is_wanted=False)
    form = bram.get(PAGE).context["form"]
    assert form["test-help-inbox"].value() is True
    assert form["test-help-email"].value() is False


def test_choices_are_saved_and_said_so(cast, bram):
    answer = bram.post(PAGE, {"test-help-inbox": "on", "test-news-email": "on"}, follow=True)
    wishes = wishes_of(cast.bram)
    assert wishes["test-help", "inbox"]
    assert not wishes["test-help", "email"]
    assert not wishes["test-news", "inbox"]
    assert wishes["test-news", "email"]
    assert 'role="status"' in answer.content.decode()


def test_choices_of_one_change_nobody_elses(cast, bram):
    bram.post(PAGE, {})
    assert all(wishes_of(cast.an).values())


def test_fixed_topic_has_no_box_and_stays(cast, bram):
    page = bram.get(PAGE)
    assert "test-matters-email" not in page.context["form"].fields
    bram.post(PAGE, {"test-matters-email": ""})
    services.set_wishes(wishes={("test-matters", "email"): False}, by=cast.bram)
    assert wishes_of(cast.bram)["test-matters", "email"]
    assert not Preference.objects.filter(topic="test-matters").exists()


def test_unknown_topics_and_channels_are_not_stored(cast):
    services.set_wishes(
        wishes={("nothing", "email"): True, ("test-help", "pigeon"): True}, by=cast.bram
    )
    assert not Preference.objects.exists()


@pytest.mark.parametrize(
    ("preset", "inbox", "email"),
    [("quiet", True, False), ("normal", True, True), ("everything", True, True)],
)
def test_presets(cast, bram, preset, inbox, email):
    services.set_wishes(
        wishes={("test-help", "inbox"): False, ("test-help", "email"): preset == "quiet"},
        by=cast.bram,
    )
    bram.post(f"{PAGE}preset/", {"preset": preset})
    wishes = wishes_of(cast.bram)
    assert (wishes["test-help", "inbox"], wishes["test-help", "email"]) == (inbox, email)


def test_normal_follows_the_defaults_of_tomorrow(cast):
    services.choose_preset(preset=Preset.EVERYTHING, by=cast.bram)
    services.choose_preset(preset=Preset.NORMAL, by=cast.bram)
    assert not Preference.objects.exists()


@pytest.mark.parametrize("preset", ["", "loud", "QUIET"])
def test_unknown_preset_is_absent(bram, preset):
    assert bram.post(f"{PAGE}preset/", {"preset": preset}).status_code == 404


def test_preset_needs_a_post(bram):
    assert bram.get(f"{PAGE}preset/").status_code == 405


# --- The link in a mail -------------------------------------------------------------------------------
def test_mail_program_unsubscribes_with_a_bare_post(cast):
    """No cookie, no token of a form, no sign-in: RFC 8058."""
    program = Client(enforce_csrf_checks=True)
    answer = program.post(path_for(cast.bram), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not wishes_of(cast.bram)["test-help", "email"]
    assert wishes_of(cast.bram)["test-help", "inbox"]
    assert wishes_of(cast.bram)["test-news", "email"]


def test_again_changes_nothing(cast, client):
    for _ in range(2):
        assert client.post(path_for(cast.bram)).status_code == 200
    assert Preference.objects.count() == 1


def test_opening_the_link_only_asks(cast, client):
    page = client.get(path_for(cast.bram)).content.decode()
    assert wishes_of(cast.bram)["test-help", "email"]
    assert '<form method="post"' in page


def test_link_signs_nobody_in_and_names_nobody(cast, client):
    for answer in (client.get(path_for(cast.bram)), client.post(path_for(cast.bram))):
        page = answer.content.decode()
        assert "_auth_user_id" not in client.session
        assert cast.bram.email not in page
        assert "Bram" not in page


def test_link_of_one_person_touches_nobody_else(cast, client):
    client.post(path_for(cast.bram))
    assert all(wishes_of(cast.an).values())


@pytest.mark.parametrize(
    "token",
    [
        lambda person: signing.dumps([person.public_id.hex, "test-help"]),
        lambda person: signing.dumps([person.public_id.hex, "test-help"], salt="accounts.invite"),
        lambda person: signing.dumps([person.pk, "test-help"], salt=tokens.UNSUBSCRIBE)[:-1],
        lambda person: signing.dumps([person.public_id.hex, "no-topic"], salt=tokens.UNSUBSCRIBE),
        lambda person: signing.dumps(
            [person.public_id.hex, "test-matters"], salt=tokens.UNSUBSCRIBE
        ),
        lambda person: signing.dumps(["0" * 32, "test-help"], salt=tokens.UNSUBSCRIBE),
        lambda person: "nonsense",
        lambda person: f"{person.public_id.hex}:test-help",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_token_that_is_not_for_this_is_absent(cast, client, token, method):
    answer = getattr(client, method)(f"/nl/notifications/unsubscribe/{token(cast.bram)}/")
    assert answer.status_code == 404
    assert not Preference.objects.exists()


def test_token_changed_in_one_letter_is_absent(cast, client):
    path = path_for(cast.bram)
    token = path.rstrip("/").rsplit("/", 1)[1]
    for place in range(0, len(token), 7):
        changed = token[:place] + ("a" if token[place] != "a" else "b") + token[place + 1 :]
        assert client.post(f"/nl/notifications/unsubscribe/{changed}/").status_code == 404
    assert not Preference.objects.exists()


def test_token_is_good_for_more_than_a_year_and_not_for_ever(cast, client):
    path = path_for(cast.bram)
    now = clock.now()
    with time_machine.travel(now + tokens.UNSUBSCRIBE_FOR * 2):
        assert client.get(path).status_code == 404
    with time_machine.travel(now + tokens.UNSUBSCRIBE_FOR * 0.95):
        assert client.get(path).status_code == 200


def test_unsubscribe_token_opens_nothing_else(cast, client):
    token = path_for(cast.bram).rstrip("/").rsplit("/", 1)[1]
    for path in (f"/nl/join/{token}/", f"/nl/notifications/{token}/", f"/nl/account/{token}/"):
        client.get(path)
        assert "_auth_user_id" not in client.session


def test_link_works_for_who_was_switched_off(cast, client):
    path = path_for(cast.bram)
    User.objects.filter(pk=cast.bram.pk).update(is_active=False)
    assert client.post(path).status_code == 200


def test_link_in_the_mail_is_the_one_that_works(cast, post, client):
    mail = compose(DeliveryFactory(target=post, recipient=cast.bram))
    link = mail.extra_headers["List-Unsubscribe"].strip("<>")
    client.post(link.replace("http://localhost:8000", ""))
    assert not wishes_of(cast.bram)["test-help", "email"]
