import pytest
from django.core import mail as outbox

from accounts.roles import Role
from core.models import AuditEntry
from notifications import services
from notifications.services.resolving import AlreadyResolved
from tests.factories.notifications import DeliveryFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/reports/mails/"


@pytest.fixture
def uncertain(cast, post):
    return DeliveryFactory(
        target=post, recipient=cast.bram, kind="test_news", state="uncertain", error="Timeout"
    )


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.comms)
    return client


def act(client, delivery, action):
    return client.post(f"{LIST}{delivery.pk}/{action}/")


@pytest.mark.parametrize("role", ["comms", "admin"])
def test_desk_sees_what_is_uncertain_and_what_was_given_up(cast, post, client, uncertain, role):
    DeliveryFactory(target=post, recipient=cast.an, state="dead", error="SMTPDataError 554")
    client.force_login(getattr(cast, role))
    page = client.get(LIST).content.decode()
    assert "Timeout" in page
    assert "SMTPDataError 554" in page


@pytest.mark.parametrize(
    "role",
    [
        *["an", "bram", "chadia", "worker", "moderator", "participation", "care", "translator"],
        *["superuser", "anonymous"],
    ],
)
def test_others_see_and_do_nothing(cast, client, uncertain, role):
    person = getattr(cast, role)
    if person.is_authenticated:
        client.force_login(person)
    assert client.get(LIST).status_code in (302, 403, 404)
    for action in ("again", "sent"):
        assert act(client, uncertain, action).status_code in (302, 403, 404)
    uncertain.refresh_from_db()
    assert uncertain.state == "uncertain"


def test_list_tells_neither_whom_nor_what(cast, desk, uncertain):
    for path in (LIST, f"{LIST}{uncertain.pk}/again/", f"{LIST}{uncertain.pk}/sent/"):
        page = desk.get(path).content.decode()
        assert cast.bram.email not in page
        assert "Bram" not in page
        assert "Ladder" not in page


@pytest.mark.parametrize("state", ["new", "sending", "sent", "dropped"])
def test_what_is_not_in_doubt_is_not_there(cast, post, desk, state):
    row = DeliveryFactory(target=post, recipient=cast.bram, state=state, error="CANARY")
    assert "CANARY" not in desk.get(LIST).content.decode()
    assert act(desk, row, "again").status_code == 404
    row.refresh_from_db()
    assert row.state == state


def test_inbox_line_is_never_there(cast, post, desk):
    row = DeliveryFactory(target=post, recipient=cast.bram, inbox=True)
    assert act(desk, row, "again").status_code == 404


def test_asking_changes_nothing(desk, uncertain):
    for action in ("again", "sent"):
        assert desk.get(f"{LIST}{uncertain.pk}/{action}/").status_code == 200
    uncertain.refresh_from_db()
    assert uncertain.state == "uncertain"


def test_mail_is_sent_again(desk, uncertain, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        act(desk, uncertain, "again")
    uncertain.refresh_from_db()
    assert uncertain.state == "sent"
    assert len(outbox.outbox) == 1


def test_mail_is_not_sent_again_to_who_does_not_want_it(
    cast, desk, uncertain, django_capture_on_commit_callbacks
):
    services.unsubscribe(person_id=cast.bram.pk, topic="test-news")
    with django_capture_on_commit_callbacks(execute=True):
        act(desk, uncertain, "again")
    uncertain.refresh_from_db()
    assert uncertain.state == "dropped"
    assert outbox.outbox == []


def test_mail_is_counted_as_sent(cast, desk, uncertain):
    act(desk, uncertain, "sent")
    uncertain.refresh_from_db()
    assert uncertain.state == "sent"
    assert outbox.outbox == []
    entry = AuditEntry.objects.get(action="delivery_count_as_sent")
    assert entry.actor == cast.comms.audit_id


def test_second_officer_is_told_that_it_is_done(cast, uncertain):
    services.count_as_sent(delivery=uncertain, by=cast.comms)
    with pytest.raises(AlreadyResolved):
        services.send_again(delivery=uncertain, by=cast.admin)
    uncertain.refresh_from_db()
    assert uncertain.state == "sent"


def test_unknown_action_is_absent(desk, uncertain):
    assert act(desk, uncertain, "delete").status_code == 404


def test_empty_list_says_that_all_is_well(desk):
    assert desk.get(LIST).status_code == 200


def test_export_carries_nothing_away(cast, desk, uncertain):
    answer = desk.get(LIST, {"export": "csv"})
    content = b"".join(answer) if answer.streaming else answer.content
    assert b"Timeout" not in content
    assert cast.bram.email.encode() not in content


def test_roles_of_the_desk_are_these_two():
    from notifications.policies import DESK_ROLES

    assert set(DESK_ROLES) == {Role.COMMUNICATION, Role.ADMINISTRATION}
