"""The welcome of a new member: offered once, skipped in parts or whole, and nobody else's."""

import datetime as dt
import uuid

import pytest

from accounts.models import User
from core import clock
from core.models import Draft
from neighborhoods.models import Membership, Post, Welcome
from neighborhoods.services import admission, welcome
from neighborhoods.welcoming import introduction_of, is_open, street_in_a_sentence
from notifications.services import mail_wish_of, preset_of, wishes_of
from tests.factories.neighborhoods import MembershipFactory

from .visiting import Visitor, form_of, page_of

pytestmark = pytest.mark.usefixtures("english")
AREA = "molenwijk"
STEPS = ["welcome_hello", "welcome_help", "welcome_mail"]


@pytest.fixture
def mia(cast):
    """Came in an hour ago."""
    membership = MembershipFactory(
        neighborhood=cast.molenwijk,
        person__first_name="Mia",
        person__last_name="Maes",
        person__language="en",
        requested_at=clock.now() - dt.timedelta(hours=1),
        activated_at=clock.now() - dt.timedelta(hours=1),
    )
    return membership.person


@pytest.fixture
def visitor(mia):
    return Visitor(mia)


def home_of(person):
    return Membership.objects.active().get(person=person)


def later(**time):
    return clock.travel(clock.now() + dt.timedelta(**time))


def card_on(visitor):
    return "welcome-title" in page_of(visitor.get("feed", AREA))


# --- Offered to the new, for three days -----------------------------------------------------------
def test_new_member_finds_the_card_and_the_first_step(visitor):
    assert card_on(visitor)
    assert visitor.get("welcome_open", AREA).url == visitor.url("welcome_hello", AREA)


@pytest.mark.parametrize("name", ["an", "worker"])
def test_others_have_no_card(cast, name):
    assert not card_on(Visitor(getattr(cast, name)))


def test_card_stands_on_the_plain_feed_alone(visitor):
    assert "welcome-title" not in page_of(visitor.get("feed", AREA, kind="message"))


def test_it_closes_by_itself_after_three_days(cast, mia, visitor):
    with later(days=2, hours=22):
        assert card_on(visitor)
    with later(days=3):
        assert not card_on(visitor)
        for step in STEPS:
            assert visitor.get(step, AREA).url == visitor.url("feed", AREA)


@pytest.mark.parametrize("proof", ["counter", "vouched"])
def test_who_was_let_in_by_others_has_two_weeks(mia, visitor, proof):
    Membership.objects.filter(person=mia).update(proof=proof)
    with later(days=13):
        assert card_on(visitor)
    with later(days=14):
        assert not card_on(visitor)


def test_who_comes_back_is_not_welcomed_again(cast, mia):
    admission.end_membership(membership=home_of(mia), by=mia)
    with later(hours=1):
        again = MembershipFactory(person=mia, neighborhood=cast.molenwijk, activated_at=clock.now())
        assert not is_open(again)
    # Another neighborhood is a new one.
    with later(hours=2):
        admission.end_membership(membership=again, by=mia)
        moved = MembershipFactory(
            person=mia, neighborhood=cast.oude_haven, activated_at=clock.now()
        )
        assert is_open(moved)


# --- Nobody else's ----------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["chadia", "dirk", "els", "worker", "moderator", "superuser"])
@pytest.mark.parametrize("page", ["welcome_open", *STEPS])
def test_strangers_and_workers_find_nothing(cast, mia, name, page):
    visitor = Visitor(getattr(cast, name))
    assert visitor.get(page, AREA).status_code == 404
    assert visitor.post(page, AREA, body="Hallo").status_code in (404, 405)
    assert not Welcome.objects.exists()
    assert not Post.objects.exists()


@pytest.mark.parametrize("page", ["welcome_skip", "welcome_close", "welcome_draft_save"])
def test_strangers_change_nothing(cast, mia, page):
    for person in (cast.chadia, cast.worker, cast.els):
        assert Visitor(person).post(page, AREA, step="hello", body="x").status_code == 404
    assert not Welcome.objects.exists()
    assert not Draft.objects.exists()


def test_a_member_of_another_neighborhood_has_none_there(mia, visitor):
    assert visitor.get("welcome_hello", "oude-haven").status_code == 404


def test_one_closes_the_own_welcome_alone(cast, mia):
    other = MembershipFactory(neighborhood=cast.molenwijk, activated_at=clock.now())
    Visitor(other.person).post("welcome_close", AREA)
    assert not is_open(other)
    assert is_open(home_of(mia))


def test_after_leaving_there_is_nothing(mia, visitor):
    admission.end_membership(membership=home_of(mia), by=mia)
    for page in ("welcome_open", *STEPS):
        assert visitor.get(page, AREA).status_code == 404
    assert visitor.post("welcome_hello", AREA, body="x").status_code == 404


# --- Saying hello -----------------------------------------------------------------------------------
def test_introduction_is_written_from_name_and_street(mia, visitor):
    body = form_of(visitor.get("welcome_hello", AREA), "submission_key")["body"]
    assert body.startswith("Hello, I am Mia and I live in Molenstraat.")
    home = home_of(mia)
    assert home.address.number not in body
    assert "Maes" not in body


@pytest.mark.parametrize(
    ("language", "begins"),
    [
        ("nl", "Hallo, ik ben Mia en ik woon in de Molenstraat."),
        ("fr", "Bonjour, je m’appelle Mia et j’habite Molenstraat."),
        ("de", "Hallo, ich bin Mia und wohne in der Straße „Molenstraat“."),
    ],
)
def test_introduction_speaks_the_persons_language(mia, language, begins):
    User.objects.filter(pk=mia.pk).update(language=language)
    mia.refresh_from_db()
    assert introduction_of(home_of(mia), mia).startswith(begins)


def test_introduction_without_an_address_names_the_neighborhood(mia):
    Membership.objects.filter(person=mia).update(address=None)
    assert "I live in Molenwijk" in introduction_of(home_of(mia), mia)


@pytest.mark.parametrize(
    ("street", "said"),
    [
        ("Molenstraat", "in de Molenstraat"),
        ("Wiekenplein", "aan het Wiekenplein"),
        ("Meulebeekpad", "aan het Meulebeekpad"),
        ("De Kouter", "in De Kouter"),
        ("’t Zand", "in ’t Zand"),
    ],
)
def test_dutch_streets_have_their_article(street, said):
    assert street_in_a_sentence(street, "nl") == said


def test_hello_is_posted_once_however_often_it_is_sent(mia, visitor):
    fields = {**form_of(visitor.get("welcome_hello", AREA), "submission_key"), "body": "Dag buren!"}
    for _ in range(3):
        answer = visitor.post("welcome_hello", AREA, **fields)
        assert answer.url == visitor.url("welcome_help", AREA)
    post = Post.objects.get()
    assert (post.author, post.body, post.kind) == (mia, "Dag buren!", "message")
    assert post.title == "Mia says hello"
    assert post.shared_with_municipality_at is None


def test_hello_from_a_page_that_stayed_open_is_not_lost(mia, visitor):
    fields = form_of(visitor.get("welcome_hello", AREA), "submission_key")
    with later(days=4):
        assert visitor.post("welcome_hello", AREA, **fields).url == visitor.url("feed", AREA)
    assert Post.objects.get().author == mia


def test_empty_hello_is_refused_and_the_step_stays(visitor):
    answer = visitor.fill("welcome_hello", AREA, body="  ")
    assert answer.status_code == 422
    assert "data-error-summary" in page_of(answer)
    assert not Post.objects.exists()
    assert not Welcome.objects.exists()


def test_no_submission_key_makes_no_post(visitor):
    assert visitor.post("welcome_hello", AREA, body="Dag").status_code == 422
    assert not Post.objects.exists()


def test_too_many_posts_are_said_and_the_text_stays(cast, mia, visitor, monkeypatch):
    monkeypatch.setattr("neighborhoods.services.posts.MOST_POSTS_AN_HOUR", 0)
    answer = visitor.fill("welcome_hello", AREA, body="Dag buren!")
    assert answer.status_code == 422
    assert form_of(answer, "submission_key")["body"] == "Dag buren!"
    assert not Welcome.objects.exists()


def test_what_is_typed_is_kept_until_it_is_sent(mia, visitor):
    assert visitor.post("welcome_draft_save", AREA, body="Dag b").json() == {"saved": True}
    page = visitor.get("welcome_hello", AREA)
    assert form_of(page, "submission_key")["body"] == "Dag b"
    visitor.fill("welcome_hello", AREA)
    assert not Draft.objects.exists()


# --- Helping ------------------------------------------------------------------------------------------
def profile_of(person):
    return User.objects.get(pk=person.pk).profile


def test_what_one_picks_and_writes_stands_in_the_profile(mia, visitor):
    answer = visitor.post(
        "welcome_help", AREA, helps_with_pick="Groceries", would_like="Pianoles", show="yes"
    )
    assert answer.status_code == 302
    profile = profile_of(mia)
    assert (profile.helps_with, profile.would_like) == ("Groceries", "Pianoles")
    assert profile.shows_helps_with
    assert profile.shows_would_like


def test_kept_for_oneself_is_shown_to_nobody(mia, visitor):
    visitor.post("welcome_help", AREA, helps_with="Fietsen", keep="yes")
    profile = profile_of(mia)
    assert profile.helps_with == "Fietsen"
    assert not profile.shows_helps_with
    assert not profile.shows_would_like


def test_own_words_go_before_the_ready_ones(mia, visitor):
    visitor.post("welcome_help", AREA, helps_with_pick="Groceries", helps_with="Taart", show="yes")
    assert profile_of(mia).helps_with == "Taart"


@pytest.mark.parametrize(
    "typed", [{}, {"helps_with": "   "}, {"helps_with_pick": "Gold"}, {"would_like": "x" * 201}]
)
def test_nothing_or_nonsense_is_refused(mia, visitor, typed):
    answer = visitor.post("welcome_help", AREA, show="yes", **typed)
    assert answer.status_code == 422
    assert not hasattr(User.objects.get(pk=mia.pk), "profile")
    assert not Welcome.objects.exists()


def test_one_line_does_not_empty_the_other(mia, visitor):
    visitor.post("welcome_help", AREA, helps_with="Taart", show="yes")
    visitor.post("welcome_help", AREA, would_like="Pianoles", keep="yes")
    profile = profile_of(mia)
    assert (profile.helps_with, profile.shows_helps_with) == ("Taart", True)
    assert (profile.would_like, profile.shows_would_like) == ("Pianoles", False)


# --- How often we mail ----------------------------------------------------------------------------------
def test_mail_is_chosen_with_the_usual_quiet_hours(mia, visitor):
    page = visitor.get("welcome_mail", AREA)
    fields = form_of(page, "preset")
    assert fields["preset"] == "normal"
    assert "has_quiet_hours" in fields  # ticked
    visitor.post("welcome_mail", AREA, preset="quiet", has_quiet_hours="on")
    assert preset_of(wishes_of(mia)) == "quiet"
    wish = mail_wish_of(mia)
    assert (wish.quiet_from, wish.quiet_until) == (22, 7)


def test_no_quiet_hours_if_one_does_not_want_them(mia, visitor):
    visitor.post("welcome_mail", AREA, preset="everything")
    assert preset_of(wishes_of(mia)) == "everything"
    assert not mail_wish_of(mia).has_quiet_hours


def test_unknown_preset_is_refused(mia, visitor):
    assert visitor.post("welcome_mail", AREA, preset="loud").status_code == 422
    assert not Welcome.objects.exists()


def test_who_has_no_address_has_two_steps(mia, visitor):
    User.objects.filter(pk=mia.pk).update(email=None)
    assert "0 of 2 done" in page_of(visitor.get("feed", AREA))
    assert visitor.get("welcome_mail", AREA).status_code == 404
    for step in ("hello", "help"):
        answer = visitor.post("welcome_skip", AREA, step=step)
    assert answer.url == visitor.url("feed", AREA)
    assert not card_on(visitor)


# --- Skipping, closing, coming back ---------------------------------------------------------------------
def test_steps_follow_each_other_and_the_last_closes_it(mia, visitor):
    visitor.fill("welcome_hello", AREA)
    assert "1 of 3 done" in page_of(visitor.get("feed", AREA))
    answer = visitor.post("welcome_skip", AREA, step="help")
    assert answer.url == visitor.url("welcome_mail", AREA)
    answer = visitor.post("welcome_mail", AREA, preset="normal")
    assert answer.url == visitor.url("feed", AREA)
    assert Welcome.objects.get().closed_at is not None
    assert not card_on(visitor)


@pytest.mark.parametrize("step", ["hello", "help", "mail"])
def test_what_is_done_or_skipped_is_not_shown_again(visitor, step):
    visitor.post("welcome_skip", AREA, step=step)
    answer = visitor.get(f"welcome_{step}", AREA)
    assert answer.status_code == 302
    assert answer.url != visitor.url(f"welcome_{step}", AREA)


def test_any_step_may_come_first(visitor):
    visitor.post("welcome_mail", AREA, preset="normal")
    assert visitor.get("welcome_open", AREA).url == visitor.url("welcome_hello", AREA)


def test_closed_is_closed(mia, visitor):
    assert visitor.post("welcome_close", AREA).url == visitor.url("feed", AREA)
    assert not card_on(visitor)
    for page in ("welcome_open", *STEPS):
        assert visitor.get(page, AREA).url == visitor.url("feed", AREA)
    closed_at = Welcome.objects.get().closed_at
    with later(hours=1):
        visitor.post("welcome_close", AREA)
    assert Welcome.objects.get().closed_at == closed_at


@pytest.mark.parametrize("step", ["", "tea", "closed"])
def test_unknown_step_is_absent(visitor, step):
    assert visitor.post("welcome_skip", AREA, step=step).status_code == 404
    assert not Welcome.objects.exists()


@pytest.mark.parametrize("page", ["welcome_skip", "welcome_close", "welcome_draft_save"])
def test_a_look_changes_nothing(visitor, page):
    assert visitor.get(page, AREA).status_code == 405
    assert not Welcome.objects.exists()


@pytest.mark.parametrize("page", ["feed", "welcome_open", *STEPS])
def test_opening_pages_writes_no_welcome(visitor, page):
    visitor.get(page, AREA)
    assert not Welcome.objects.exists()


def test_every_page_has_the_ways_out(visitor):
    for step in STEPS:
        page = page_of(visitor.get(step, AREA))
        assert visitor.url("welcome_skip", AREA) in page
        assert visitor.url("welcome_close", AREA) in page
        assert f'name="step" value="{step.removeprefix("welcome_")}"' in page


def test_service_counts_a_step_once(mia):
    home = home_of(mia)
    key = uuid.uuid4()
    first = welcome.say_hello(membership=home, by=mia, body="Dag", submission_key=key)
    said_at = Welcome.objects.get().hello_at
    with later(minutes=5):
        assert welcome.say_hello(membership=home, by=mia, body="Dag", submission_key=key) == first
    assert Welcome.objects.get().hello_at == said_at
