import datetime as dt
import smtplib
from email import message_from_bytes, policy

import pytest
from django.core import mail as outbox
from django.core.mail.message import BadHeaderError
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accounts.models import User
from core import clock
from neighborhoods.models import Membership, Post
from notifications import kinds, services
from notifications.channels import email as channel
from notifications.channels.email import Outcome
from notifications.channels.email import Post as PostOffice
from notifications.models import Delivery, Notice, Preference, Turn
from notifications.services import sending
from tests.factories.notifications import DeliveryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def delivery(cast, post):
    return DeliveryFactory(target=post, recipient=cast.bram)


@pytest.fixture
def news(cast, post):
    return DeliveryFactory(target=post, recipient=cast.bram, kind="test_news")


def answers(monkeypatch, outcome, error="Broken"):
    """The mail server answers every mail like this."""
    sent = []

    def send(self, message):
        sent.append(message)
        return outcome, "" if outcome is Outcome.ACCEPTED else error

    monkeypatch.setattr(PostOffice, "send", send)
    return sent


def state(delivery):
    delivery.refresh_from_db()
    return delivery.state


def test_mail_is_sent_and_marked(delivery):
    sending.send_batch()
    assert state(delivery) == "sent"
    assert delivery.sent_at is not None
    [message] = outbox.outbox
    assert message.to == [delivery.recipient.email]
    assert message.subject == "Ladder gezocht"
    assert message.extra_headers["Message-ID"] == delivery.message_id


def test_sent_mail_is_not_sent_again(delivery):
    sending.send_batch()
    sending.send_batch()
    sending.deliver(delivery.pk, PostOffice(), channel.Rendered())
    assert len(outbox.outbox) == 1


def test_claimed_mail_is_left_to_who_claimed_it(delivery):
    assert sending._claim(delivery.pk) is not None
    assert sending._claim(delivery.pk) is None
    sending.send_batch()
    assert outbox.outbox == []


# --- Asked again at sending -----------------------------------------------------------------------
def unsubscribed(person, post):
    services.unsubscribe(person_id=person.pk, topic="test-help")


def left(person, post):
    Membership.objects.filter(person=person).update(state="left")


def switched_off(person, post):
    User.objects.filter(pk=person.pk).update(is_active=False)


def lost_address(person, post):
    User.objects.filter(pk=person.pk).update(email=None)


def hidden(person, post):
    Post.objects.filter(pk=post.pk).update(state="hidden")


def gone(person, post):
    Post.objects.filter(pk=post.pk).delete()


def taken_back(person, post):
    Notice.objects.update(cancelled_at=clock.now())


CHANGES = [unsubscribed, left, switched_off, lost_address, hidden, gone, taken_back]


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_is_sent_after_it_was_queued(change, cast, post, delivery):
    change(cast.bram, post)
    sending.send_batch()
    assert outbox.outbox == []
    assert state(delivery) == "dropped"


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_is_sent_after_it_was_claimed(change, cast, post, delivery, monkeypatch):
    claim = sending._claim

    def claim_then_change(pk):
        claimed = claim(pk)
        change(cast.bram, post)
        return Delivery.objects.select_related("notice", "recipient").get(pk=claimed.pk)

    monkeypatch.setattr(sending, "_claim", claim_then_change)
    sending.send_batch()
    assert outbox.outbox == []
    assert state(delivery) == "dropped"


# --- What became of an attempt ---------------------------------------------------------------------
def test_refused_mail_is_given_up_at_once(delivery, monkeypatch):
    answers(monkeypatch, Outcome.REFUSED, "SMTPRecipientsRefused 550")
    sending.send_batch()
    assert (state(delivery), delivery.error) == ("dead", "SMTPRecipientsRefused 550")


@pytest.mark.parametrize("kind", ["test_help", "test_news"])
def test_mail_that_never_got_there_waits_and_is_tried_again(cast, post, monkeypatch, kind):
    row = DeliveryFactory(target=post, recipient=cast.bram, kind=kind)
    answers(monkeypatch, Outcome.NOT_TAKEN)
    sending.send_batch()
    assert state(row) == "new"
    assert row.not_before > clock.now()
    sending.send_batch()
    row.refresh_from_db()
    assert row.attempts == 1


def test_campaign_without_an_answer_is_uncertain(news, monkeypatch):
    sent = answers(monkeypatch, Outcome.UNKNOWN)
    sending.send_batch()
    with clock.travel(clock.now() + dt.timedelta(days=1)):
        sending.send_batch()
    assert state(news) == "uncertain"
    assert len(sent) == 1


def test_help_without_an_answer_is_repeated_with_the_same_message_id(delivery, monkeypatch):
    sent = answers(monkeypatch, Outcome.UNKNOWN)
    sending.send_batch()
    with clock.travel(clock.now() + dt.timedelta(minutes=2)):
        sending.send_batch()
    assert len(sent) == 2
    assert len({message.extra_headers["Message-ID"] for message in sent}) == 1


def test_after_five_attempts_a_mail_is_given_up(delivery, monkeypatch):
    sent = answers(monkeypatch, Outcome.NOT_TAKEN)
    moment = clock.now()
    for hours in range(8):
        with clock.travel(moment + dt.timedelta(hours=hours)):
            sending.send_batch()
    assert (state(delivery), len(sent)) == ("dead", 5)


def test_bad_mail_does_not_stop_the_others(cast, post, monkeypatch):
    bad = DeliveryFactory(target=post, recipient=cast.bram, kind="test_matters")
    good = DeliveryFactory(target=post, recipient=cast.worker)

    def fails(target, recipient):
        raise ZeroDivisionError

    matters = kinds.get("test_matters")
    broken = kinds.NoticeKind("test_matters", matters.topic, "post", matters.audience, fails)
    monkeypatch.setitem(kinds._kinds, "test_matters", broken)
    sending.send_batch()
    assert (state(bad), bad.error) == ("new", "ZeroDivisionError")
    assert state(good) == "sent"


def test_server_that_is_away_uses_up_no_attempt(delivery, monkeypatch):
    def away(self):
        raise ConnectionRefusedError

    monkeypatch.setattr(PostOffice, "open", away)
    assert sending.send_batch() > 0
    assert (state(delivery), delivery.attempts) == ("new", 0)


# --- What a crash left -----------------------------------------------------------------------------
def after_the_lease(settings):
    return clock.travel(clock.now() + dt.timedelta(seconds=settings.NOTICE_LEASE_SECONDS + 1))


def test_lease_holds_while_it_lasts(delivery):
    sending._claim(delivery.pk)
    sending.recover_leases()
    assert state(delivery) == "sending"


def test_help_is_sent_after_a_crash(delivery, settings):
    sending._claim(delivery.pk)
    with after_the_lease(settings):
        sending.recover_leases()
        assert state(delivery) == "new"
        sending.send_batch()
    assert state(delivery) == "sent"


def test_campaign_is_uncertain_after_a_crash(news, settings):
    sending._claim(news.pk)
    with after_the_lease(settings):
        sending.recover_leases()
        sending.send_batch()
    assert state(news) == "uncertain"
    assert outbox.outbox == []


def test_kind_nobody_knows_is_not_repeated(delivery, settings, monkeypatch):
    sending._claim(delivery.pk)
    monkeypatch.delitem(kinds._kinds, "test_help")
    with after_the_lease(settings):
        sending.recover_leases()
    assert state(delivery) == "uncertain"


def test_mail_that_kills_its_sender_five_times_is_given_up(delivery, settings):
    moment = clock.now()
    for n in range(6):
        with clock.travel(moment + dt.timedelta(hours=n)):
            sending.recover_leases()
            sending._claim(delivery.pk)
    with clock.travel(moment + dt.timedelta(hours=9)):
        sending.recover_leases()
    assert (state(delivery), delivery.attempts) == ("dead", 5)


def test_sender_that_wakes_up_late_changes_nothing(delivery, settings):
    claimed = sending._claim(delivery.pk)
    with after_the_lease(settings):
        sending.recover_leases()
        sending._mark(claimed, state="dead")
    assert state(delivery) == "new"


# --- Whose turn ------------------------------------------------------------------------------------
def test_one_sender_is_queued_however_often_one_asks(delivery, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        sending.ask_for_turn()
        sending.ask_for_turn()
    assert len(callbacks) == 1


def test_job_of_an_earlier_turn_steps_aside(delivery):
    Turn.objects.create(name="mail", generation=5, until=clock.now())
    sending.take_turn(4)
    assert outbox.outbox == []
    sending.take_turn(5)
    assert len(outbox.outbox) == 1


def test_turn_of_a_dead_sender_is_free_after_a_while(
    delivery, settings, django_capture_on_commit_callbacks
):
    later = clock.now() + dt.timedelta(seconds=settings.NOTICE_TURN_SECONDS + 1)
    with django_capture_on_commit_callbacks():
        sending.ask_for_turn()
    with clock.travel(later), django_capture_on_commit_callbacks() as callbacks:
        sending.ask_for_turn()
    assert len(callbacks) == 1


def test_more_than_a_batch_is_sent_turn_by_turn(
    cast, post, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(sending, "BATCH", 2)
    for n in range(5):
        DeliveryFactory(target=post, recipient=cast.bram, notice__occasion=str(n))
    with django_capture_on_commit_callbacks(execute=True):
        sending.ask_for_turn()
    assert len(outbox.outbox) == 5


# --- How far a mail got ------------------------------------------------------------------------------
class Line:
    """Stands for smtplib's connection: fails at one step of the talk."""

    def __init__(self, fails_at, error):
        self.fails_at, self.error, self.body_begun = fails_at, error, False

    def sendmail(self, *args):
        if self.fails_at == "data":
            self.body_begun = True
        if self.error:
            raise self.error

    def close(self):
        pass

    def quit(self):
        pass


@pytest.mark.parametrize(
    ("step", "error", "outcome"),
    [
        ("", None, Outcome.ACCEPTED),
        ("rcpt", smtplib.SMTPServerDisconnected(), Outcome.NOT_TAKEN),
        ("data", smtplib.SMTPServerDisconnected(), Outcome.UNKNOWN),
        ("rcpt", TimeoutError(), Outcome.NOT_TAKEN),
        ("data", TimeoutError(), Outcome.UNKNOWN),
        ("rcpt", smtplib.SMTPRecipientsRefused({"x": (550, b"no")}), Outcome.REFUSED),
        ("rcpt", smtplib.SMTPRecipientsRefused({"x": (451, b"later")}), Outcome.NOT_TAKEN),
        ("rcpt", smtplib.SMTPSenderRefused(452, b"full", "x"), Outcome.NOT_TAKEN),
        ("data", smtplib.SMTPDataError(554, b"spam"), Outcome.REFUSED),
        ("data", smtplib.SMTPDataError(451, b"later"), Outcome.NOT_TAKEN),
    ],
)
def test_what_is_known_after_a_broken_talk(delivery, settings, step, error, outcome):
    settings.EMAIL_BACKEND = "notifications.channels.smtp.EmailBackend"
    post_office = PostOffice()
    post_office.connection.connection = Line(step, error)
    message = channel.compose(delivery)
    assert post_office.send(message)[0] is outcome
    if isinstance(error, smtplib.SMTPServerDisconnected | TimeoutError):
        assert post_office.connection.connection is None


def test_mail_to_two_people_is_refused(delivery):
    message = channel.compose(delivery)
    message.cc = ["somebody@oeverbeke.test"]
    with pytest.raises(ValueError, match="one person"):
        PostOffice().send(message)


# --- The mail itself -----------------------------------------------------------------------------------
def parsed(delivery):
    raw = channel.compose(delivery).message().as_bytes()
    return message_from_bytes(raw, policy=policy.default)


def test_headers_let_mail_programs_unsubscribe(delivery, settings):
    message = parsed(delivery)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"<{settings.BASE_URL}/nl/notifications/unsubscribe/" in message["List-Unsubscribe"]
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Precedence"] == "bulk"
    assert message["List-Id"] == "<test-help.localhost>"
    assert message["Message-ID"].endswith("@localhost>")


def test_account_matters_cannot_be_left(cast, post):
    message = parsed(DeliveryFactory(target=post, recipient=cast.bram, kind="test_matters"))
    assert message["List-Unsubscribe"] is None
    assert "unsubscribe" not in message.get_body(("html",)).get_content()


def test_message_id_is_stable_and_says_nothing(cast, post):
    one = DeliveryFactory(target=post, recipient=cast.bram)
    other = DeliveryFactory(target=post, recipient=cast.worker)
    assert channel.message_id(one) == channel.message_id(one)
    assert channel.message_id(one) != channel.message_id(other)
    assert "bram" not in channel.message_id(one)


def test_text_and_html_say_the_same(delivery):
    message = parsed(delivery)
    for subtype in ("plain", "html"):
        body = message.get_body((subtype,)).get_content()
        assert "Ladder gezocht" in body
        assert "http://localhost:8000/nl/n/molenwijk/posts/" in body


def test_styles_stand_on_the_elements(delivery):
    html = parsed(delivery).get_body(("html",)).get_content()
    assert "<h1 style=" in html


def test_text_is_not_escaped_and_html_is(cast, post):
    Post.objects.filter(pk=post.pk).update(title="<b>Jan & An</b>")
    message = parsed(DeliveryFactory(target=post, recipient=cast.bram))
    assert "<b>Jan & An</b>" in message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    assert "<b>Jan" not in html
    assert "&lt;b&gt;Jan &amp; An" in html


@pytest.mark.parametrize("is_same_for_all", [False, True])
def test_everybody_gets_their_own_language_and_link(cast, post, monkeypatch, is_same_for_all):
    help_kind = kinds.get("test_help")
    same = kinds.NoticeKind(
        "test_help", help_kind.topic, "post", help_kind.audience, help_kind.title,
        is_same_for_all=is_same_for_all,
    )  # fmt: skip
    monkeypatch.setitem(kinds._kinds, "test_help", same)
    languages = {cast.an: "nl", cast.bram: "fr", cast.worker: "de"}
    for person, language in languages.items():
        User.objects.filter(pk=person.pk).update(language=language)
        DeliveryFactory(target=post, recipient=person, notice__occasion=person.first_name)
    sending.send_batch()
    assert len(outbox.outbox) == 3
    tokens = set()
    for message in outbox.outbox:
        language = {p.email: lang for p, lang in languages.items()}[message.to[0]]
        link = message.extra_headers["List-Unsubscribe"]
        tokens.add(link)
        html = message.alternatives[0][0]
        assert f"/{language}/notifications/unsubscribe/" in link
        assert f'lang="{language}"' in html
        assert link.strip("<>") in html
        assert link.strip("<>") in message.body
        assert "unsubscribe.invalid" not in html + message.body
        for other in {"nl", "fr", "de"} - {language}:
            assert f"/{other}/n/" not in html + message.body
    assert len(tokens) == 3


def test_same_for_all_is_rendered_once_a_language(cast, post, monkeypatch):
    help_kind = kinds.get("test_help")
    asked = []

    def title(target, person):
        asked.append(person)
        return target.title

    same = kinds.NoticeKind(
        "test_help", help_kind.topic, "post", help_kind.audience, title, is_same_for_all=True
    )
    monkeypatch.setitem(kinds._kinds, "test_help", same)
    first = DeliveryFactory(target=post, recipient=cast.bram)
    for person in (cast.an, cast.worker):
        DeliveryFactory(notice=first.notice, recipient=person)
    sending.send_batch()
    assert len(outbox.outbox) == 3
    assert len(asked) == 1


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    title=st.text(
        alphabet=st.sampled_from("ab\r\n\u2028\u0085\x0b\x0c\x00: é😀<>\t"), min_size=1, max_size=40
    )
)
def test_no_title_makes_a_header(cast, post, title):
    Post.objects.filter(pk=post.pk).update(title=title.replace("\x00", "") + "\r\nBcc: x@evil.test")
    delivery = DeliveryFactory(target=post, recipient=cast.bram)
    message = parsed(delivery)
    assert message["Bcc"] is None
    assert message["To"] == cast.bram.email
    assert "\n" not in message["Subject"]
    delivery.delete()


@pytest.mark.parametrize("field", ["first_name", "last_name"])
def test_no_name_makes_a_header(cast, post, field):
    User.objects.filter(pk=cast.bram.pk).update(**{field: "Bram\r\nBcc: x@evil.test"})
    assert parsed(DeliveryFactory(target=post, recipient=cast.bram))["Bcc"] is None


def test_line_break_in_an_address_is_refused(cast, post):
    User.objects.filter(pk=cast.bram.pk).update(email="bram@oeverbeke.test\nBcc: x@evil.test")
    delivery = DeliveryFactory(target=post, recipient=User.objects.get(pk=cast.bram.pk))
    with pytest.raises(BadHeaderError):
        channel.compose(delivery).message()
    sending.send_batch()
    assert outbox.outbox == []


def test_wish_of_somebody_else_stops_nobody(cast, delivery):
    Preference.objects.create(person=cast.an, topic="test-help", channel="email", is_wanted=False)
    sending.send_batch()
    assert state(delivery) == "sent"


def test_statements_of_a_mail_are_few(cast, post, django_assert_max_num_queries):
    for n in range(10):
        DeliveryFactory(target=post, recipient=cast.bram, notice__occasion=str(n))
    with django_assert_max_num_queries(4 + 10 * 6):
        sending.send_batch()
    assert len(outbox.outbox) == 10
