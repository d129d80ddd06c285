import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client

from campaigns import services
from core import clock
from core.tasks import sweep
from notifications import tasks
from notifications.models import Delivery, Notice, Preference
from notifications.services import sending
from tests.factories.campaigns import make_campaign
from tests.factories.pages import make_campaign_page, translate_page

pytestmark = pytest.mark.django_db


def go_out(campaign, by, seconds=61):
    """Sends, and lets the worker do later what is due then."""
    services.send_campaign(campaign=campaign, by=by)
    with clock.travel(clock.now() + dt.timedelta(seconds=seconds)):
        work()


def work():
    sweep()
    for notice in Notice.objects.due():
        tasks.tell(notice.pk)
    sending.send_batch()
    sweep()


def mails_of(person):
    return [message for message in mail.outbox if person.email in message.to]


@pytest.fixture
def french_reader(cast):
    cast.bram.language = "fr"
    cast.bram.save(update_fields=["language"])
    return cast.bram


def test_members_get_one_mail_and_one_line_in_their_language(
    cast, french_reader, django_capture_on_commit_callbacks
):
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    translate_page(campaign.source_page(), "fr")
    with django_capture_on_commit_callbacks(execute=True):
        go_out(campaign, cast.comms)
    assert [m.subject for m in mails_of(cast.an)] == ["Tram 4 rijdt anders"]
    assert [m.subject for m in mails_of(french_reader)] == ["Le tram 4 change de route"]
    assert "/fr/campaigns/" in mails_of(french_reader)[0].body
    assert {address for m in mail.outbox for address in m.to} == {
        cast.an.email,
        french_reader.email,
    }
    told = Delivery.objects.filter(notice__kind="campaign", channel="inbox")
    assert {row.recipient for row in told} == {cast.an, french_reader}


def test_without_a_translation_the_mail_says_which_language_it_is(
    cast, french_reader, django_capture_on_commit_callbacks
):
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    with django_capture_on_commit_callbacks(execute=True):
        go_out(campaign, cast.comms)
    message = mails_of(french_reader)[0]
    html = message.alternatives[0][0]
    assert message.subject == "Tram 4 rijdt anders"
    assert '<div lang="nl"' in html
    assert '<html lang="fr"' in html
    assert "/nl/campaigns/" in message.body


def test_a_stopped_campaign_mails_nobody(cast, django_capture_on_commit_callbacks):
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    with django_capture_on_commit_callbacks(execute=True):
        services.send_campaign(campaign=campaign, by=cast.comms)
        services.stop_campaign(campaign=campaign, by=cast.comms)
        with clock.travel(clock.now() + dt.timedelta(hours=1)):
            work()
    assert mail.outbox == []
    assert not Delivery.objects.filter(notice__kind="campaign").exists()


def test_within_the_hold_nobody_is_told(cast, django_capture_on_commit_callbacks):
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    with django_capture_on_commit_callbacks(execute=True):
        go_out(campaign, cast.comms, seconds=59)
    assert mail.outbox == []
    assert not Delivery.objects.filter(notice__kind="campaign").exists()


def test_who_does_not_want_campaigns_by_mail_gets_none(cast, django_capture_on_commit_callbacks):
    Preference.objects.create(person=cast.an, topic="campaigns", channel="email", is_wanted=False)
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    with django_capture_on_commit_callbacks(execute=True):
        go_out(campaign, cast.comms)
    assert mails_of(cast.an) == []
    assert len(mails_of(cast.bram)) == 1


def test_publishing_alone_tells_nobody(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        make_campaign(neighborhoods=[cast.molenwijk])
        work()
    assert mail.outbox == []
    assert not Notice.objects.filter(kind="campaign").exists()


def test_after_everybody_was_told_it_is_sent(cast, django_capture_on_commit_callbacks):
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    with django_capture_on_commit_callbacks(execute=True):
        go_out(campaign, cast.comms)
    with clock.travel(clock.now() + dt.timedelta(minutes=5)):
        sweep()
        sweep()
    campaign.refresh_from_db()
    assert campaign.state == campaign.State.SENT
    assert campaign.sent_at == campaign.hold_until


def preview(client, page, mode, **changes):
    """Posts the editor's form to its preview and reads what the preview panel shows."""
    fields = {
        "title": page.title,
        "slug": page.slug,
        "introduction": page.introduction,
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **changes,
    }
    url = f"/admin/pages/{page.pk}/edit/preview/"
    answer = client.post(url, fields)
    assert answer.json()["is_valid"], answer.content
    return client.get(url, {"mode": mode})


def test_the_editor_sees_the_mail_before_anything_is_saved(cast):
    client = Client()
    client.force_login(cast.comms)
    page = make_campaign_page()
    changes = {"title": "Nog niet bewaard", "introduction": "Nieuwe woorden."}
    answer = preview(client, page, "mail", **changes)
    html = answer.content.decode()
    assert "Nog niet bewaard" in html
    assert "Nieuwe woorden." in html
    assert "unsafe-inline" in answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    answer = preview(client, page, "mail-text", **changes)
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "Nieuwe woorden." in answer.content.decode()
    answer = preview(client, page, "", **changes)
    assert "Nog niet bewaard" in answer.content.decode()
    page.refresh_from_db()
    assert page.title == "Tram 4 rijdt anders"


def test_the_preview_holds_no_reader_and_no_way_to_unsubscribe_one(cast):
    client = Client()
    client.force_login(cast.comms)
    html = preview(client, make_campaign_page(), "mail").content.decode()
    assert not re.search(r"unsubscribe/[^\"/]+", html)
    for person in (cast.comms, cast.an):
        assert person.email not in html


def test_a_title_with_a_line_break_stays_one_header(cast, django_capture_on_commit_callbacks):
    campaign = make_campaign(
        neighborhoods=[cast.molenwijk], title="Nieuws\r\nBcc: iedereen@example.org", slug="kop"
    )
    with django_capture_on_commit_callbacks(execute=True):
        go_out(campaign, cast.comms)
    for message in mail.outbox:
        assert "\n" not in message.subject
        assert message.bcc == []
