"""The page "My data": a copy of one's own, for oneself alone and after a fresh proof."""

import datetime as dt
import io
import json
import re
import zipfile

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from accounts import services
from accounts.models import DataExport
from accounts.policies import export_policy, person_policy
from accounts.services import exports as export_service
from core import clock
from core.errors import DomainError
from core.models import AuditEntry, Draft, PrivatePhoto
from core.personal_data import registered
from core.personal_rows import about_people, exported_fields
from core.tasks import sweep
from neighborhoods.models import Reaction
from notifications.models import Delivery
from tests.access.world import JPEG, make_world
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "buurt-demo-2026"
PAGE = "/nl/account/data/"
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def make_copy(django_capture_on_commit_callbacks):
    """Has a copy made, as the worker would."""

    def make(person):
        with django_capture_on_commit_callbacks(execute=True):
            export = services.ask_export(person=person, by=person)
        export.refresh_from_db()
        return export

    return make


def address_of(export):
    return f"{PAGE}export/{export.public_id}/"


def fetch(client, export, **proof):
    return client.post(address_of(export), proof or {"password": PASSWORD})


def opened(response):
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def mailed_code():
    return re.search(r"^(\d{6})$", mail.outbox[-1].body, re.MULTILINE)[1]


# --- The file ---------------------------------------------------------------------------------------
def test_asking_makes_a_copy_and_tells_when_it_is_ready(
    client, cast, django_capture_on_commit_callbacks
):
    client.force_login(cast.an)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(f"{PAGE}export/")
    assert response["Location"] == PAGE
    export = DataExport.objects.get()
    assert export.state == "ready"
    assert storages["private"].exists(export.file.name)
    line = Delivery.objects.get(channel="inbox")
    assert (line.recipient, line.notice.kind) == (cast.an, "data_export_ready")
    page = client.get(PAGE).content.decode()
    assert address_of(export) in page


def test_the_copy_holds_every_registered_model_and_field_of_the_person(make_copy, client):
    world = make_world()
    person = world.cast.an
    Reaction.objects.create(person=person, target_kind="reply", target_id=1, created_at=clock.now())
    export = make_copy(person)
    client.force_login(person)
    archive = opened(fetch(client, export))
    assert {"data.json", "index.html"} <= set(archive.namelist())
    data = json.loads(archive.read("data.json"))
    sections = {section["name"]: section for section in data["sections"]}
    entries = {entry.model._meta.label_lower: entry for entry in about_people()}
    assert set(sections) == set(entries)
    filled = 0
    for name, entry in entries.items():
        rows = sections[name]["rows"]
        # The copy itself was not ready yet when it was written.
        assert len(rows) == entry.rows_of(person).count() or name in (
            "accounts.dataexport", "notifications.delivery", "usersessions.usersession",
            "core.auditentry",
        ), name  # fmt: skip
        for row in rows:
            assert set(exported_fields(entry)) <= set(row), name
        filled += bool(rows)
    assert filled > 8
    photos = [name for name in archive.namelist() if name.startswith("photos/")]
    assert len(photos) == PrivatePhoto.objects.filter(owner=person).count() == 1
    assert archive.read(photos[0]) == JPEG


def test_the_copy_holds_all_canaries_of_the_person_and_none_of_others(make_copy, client):
    world = make_world()
    person = world.cast.an
    export = make_copy(person)
    client.force_login(person)
    archive = opened(fetch(client, export))
    content = "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    own = [
        *["kanariemailan", "kanarienamean", "kanarieaboutan", "kanarietitle", "kanariebody"],
        *["kanarieonlybody", "kanariebin", "kanariedraft", "kanariealt", "kanariesharedbody"],
        *["kanarieonreplynote", "kanarienumberan"],
    ]
    for word in own:
        assert word in content, f"{word} is missing"
    mine = {word for word in world.canaries if word in content}
    foreign = {
        word
        for word in mine
        if "an" not in world.canaries[word] and word not in {"kanarieonreplynote"}
    }
    assert foreign == set()
    # What An may read and did not write is not hers either.
    others = [
        "reply",
        "behalfbody",
        "behalf",
        "calmreply",
        "sharedreply",
        "namebram",
        "flaggedreply",
    ]
    for word in others:
        assert f"kanarie{word}" not in content


def test_the_readable_page_runs_nothing_and_fetches_nothing(make_copy, client, cast):
    cast.an.about = "<script>alert(1)</script>"
    cast.an.save(update_fields=["about"])
    export = make_copy(cast.an)
    client.force_login(cast.an)
    page = opened(fetch(client, export)).read("index.html").decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page) == []
    assert 'lang="nl"' in page


def test_no_hash_and_no_secret_is_in_the_copy(make_copy, client, cast):
    export = make_copy(cast.an)
    client.force_login(cast.an)
    archive = opened(fetch(client, export))
    content = archive.read("data.json").decode() + archive.read("index.html").decode()
    for secret in (cast.an.password, str(cast.an.audit_id), "session_key"):
        assert secret not in content


# --- Who may fetch it -------------------------------------------------------------------------------
def test_a_copy_belongs_to_its_person_alone(make_copy, client, cast):
    export = make_copy(cast.an)
    for name, person in cast.everybody():
        client.logout()
        if person.is_authenticated:
            client.force_login(person)
        response = client.post(address_of(export), {"password": PASSWORD})
        if name == "an":
            assert response["Content-Type"] == "application/zip"
        elif name == "anonymous":
            assert "/login/" in response["Location"]
        else:
            assert response.status_code == 404, name


def test_policy_and_audience_agree(make_copy, cast):
    export = make_copy(cast.an)
    other = UserFactory()
    DataExport.objects.create(person=other, asked_at=clock.now())
    old = DataExport.objects.create(
        person=cast.bram, state="ready", asked_at=clock.now(), expires_at=clock.now() - HOUR
    )
    for one in (export, old, *DataExport.objects.filter(person=other)):
        for action in ("view", "download", "nonsense"):
            readers = set(export_policy.audience(action, one))
            for person in (*(p for _n, p in cast.everybody() if p.is_authenticated), other):
                assert (person in readers) == export_policy.allows(person, action, one)
    for action in ("export", "erase"):
        for _name, person in cast.everybody():
            own = person.is_authenticated
            assert person_policy.allows(person, action, cast.an) == (person == cast.an)
            if own:
                assert set(person_policy.audience(action, person)) == {person}


def test_after_a_day_it_is_gone(make_copy, client, cast):
    export = make_copy(cast.an)
    name = export.file.name
    client.force_login(cast.an)
    with clock.travel(clock.now() + dt.timedelta(days=1, seconds=1)):
        # Before any sweep came by.
        assert fetch(client, export).status_code == 404
        assert address_of(export) not in client.get(PAGE).content.decode()
        sweep()
    assert not storages["private"].exists(name)
    assert not DataExport.objects.exists()


# --- The proof --------------------------------------------------------------------------------------
def test_looking_at_the_page_gives_no_file_and_sends_no_code(make_copy, client, cast):
    export = make_copy(cast.an)
    mail.outbox.clear()
    client.force_login(cast.an)
    response = client.get(address_of(export))
    assert response["Content-Type"].startswith("text/html")
    assert mail.outbox == []


@pytest.mark.parametrize(
    "proof", [{}, {"password": ""}, {"password": "buurt-demo-2025"}, {"code": "123456"}]
)
def test_without_the_right_password_there_is_no_file(make_copy, client, cast, proof):
    export = make_copy(cast.an)
    client.force_login(cast.an)
    response = client.post(address_of(export), {"x": "1", **proof})
    assert response["Content-Type"].startswith("text/html")
    assert b"error-summary" in response.content


def test_each_download_asks_again(make_copy, client, cast):
    export = make_copy(cast.an)
    client.force_login(cast.an)
    assert fetch(client, export)["Content-Type"] == "application/zip"
    assert client.get(address_of(export))["Content-Type"].startswith("text/html")
    assert client.post(address_of(export), {})["Content-Type"].startswith("text/html")
    assert AuditEntry.objects.filter(action="export_fetched").count() == 1


def test_guessing_passwords_ends(make_copy, client, cast):
    export = make_copy(cast.an)
    client.force_login(cast.an)
    for _ in range(10):
        fetch(client, export, password="wrong")
    response = fetch(client, export)
    assert response["Content-Type"].startswith("text/html")
    with clock.travel(clock.now() + HOUR):
        assert fetch(client, export)["Content-Type"] == "application/zip"


@pytest.fixture
def without_password(cast):
    cast.an.set_unusable_password()
    cast.an.save(update_fields=["password"])
    return cast.an


def test_who_has_no_password_gets_a_code_by_mail(make_copy, client, without_password):
    export = make_copy(without_password)
    client.force_login(without_password)
    assert "password" not in client.get(address_of(export)).content.decode()
    fetch(client, export, send_code="1")
    assert mail.outbox[-1].to == [without_password.email]
    response = fetch(client, export, code=mailed_code())
    assert response["Content-Type"] == "application/zip"


def test_a_code_works_once(make_copy, client, without_password):
    export = make_copy(without_password)
    client.force_login(without_password)
    fetch(client, export, send_code="1")
    code = mailed_code()
    fetch(client, export, code=code)
    assert fetch(client, export, code=code)["Content-Type"].startswith("text/html")


def test_a_code_for_a_copy_erases_nobody(make_copy, client, without_password):
    export = make_copy(without_password)
    client.force_login(without_password)
    fetch(client, export, send_code="1")
    client.post(f"{PAGE}erase/", {"words": "keep"})
    client.post(f"{PAGE}erase/confirm/", {"code": mailed_code(), "understood": "on"})
    without_password.refresh_from_db()
    assert without_password.is_active


def test_an_old_code_opens_nothing(make_copy, client, without_password):
    export = make_copy(without_password)
    client.force_login(without_password)
    fetch(client, export, send_code="1")
    code = mailed_code()
    with clock.travel(clock.now() + dt.timedelta(minutes=16)):
        assert fetch(client, export, code=code)["Content-Type"].startswith("text/html")


def test_guessing_codes_ends_after_five(make_copy, client, without_password):
    export = make_copy(without_password)
    client.force_login(without_password)
    fetch(client, export, send_code="1")
    code = mailed_code()
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        fetch(client, export, code=wrong)
    assert fetch(client, export, code=code)["Content-Type"].startswith("text/html")


def test_five_codes_an_hour(client, make_copy, without_password):
    export = make_copy(without_password)
    mail.outbox.clear()
    client.force_login(without_password)
    for _ in range(8):
        fetch(client, export, send_code="1")
    assert len(mail.outbox) == 5


def test_another_persons_code_proves_nothing(make_copy, client, client_factory, cast):
    export = make_copy(cast.an)
    other = client_factory()
    other.force_login(cast.bram)
    client.force_login(cast.an)
    fetch(client, export, send_code="1")
    own = mailed_code()
    other.post(f"{PAGE}erase/", {"words": "keep"})
    other.post(f"{PAGE}erase/confirm/", {"send_code": "1"})
    assert fetch(client, export, code=mailed_code() if mailed_code() != own else "1")[
        "Content-Type"
    ].startswith("text/html")


# --- Limits and crashes -----------------------------------------------------------------------------
def test_one_at_a_time_and_three_a_day(make_copy, cast):
    waiting = services.ask_export(person=cast.an, by=cast.an)
    assert services.ask_export(person=cast.an, by=cast.an) == waiting
    export_service.make_export(waiting.pk)
    for _ in range(2):
        make_copy(cast.an)
    with pytest.raises(DomainError):
        services.ask_export(person=cast.an, by=cast.an)
    assert make_copy(cast.bram).state == "ready"


def test_a_refusal_is_said_on_the_page(client, cast):
    client.force_login(cast.an)
    for _ in range(3):
        client.post(f"{PAGE}export/")
        export_service.make_export(DataExport.objects.latest("pk").pk)
    response = client.post(f"{PAGE}export/", follow=True)
    assert "drie" in response.content.decode()


def test_nobody_asks_for_another(cast):
    with pytest.raises(DomainError):
        services.ask_export(person=cast.an, by=cast.admin)


def test_what_a_crash_left_is_made_by_the_sweeper(cast, django_capture_on_commit_callbacks):
    export = services.ask_export(person=cast.an, by=cast.an)
    # Killed after the file was written and before the row said so.
    storages["private"].save(f"exports/{export.public_id.hex}.zip", ContentFile(b"half"))
    with (
        clock.travel(clock.now() + dt.timedelta(minutes=3)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        sweep()
    export.refresh_from_db()
    assert export.state == "ready"
    assert zipfile.is_zipfile(export.file.open("rb"))
    assert export.file.name == f"exports/{export.public_id.hex}.zip"


def test_a_copy_that_was_never_made_is_given_up_after_a_day(cast):
    services.ask_export(person=cast.an, by=cast.an)
    with clock.travel(clock.now() + dt.timedelta(days=2)):
        sweep()
    assert not DataExport.objects.exists()


def test_a_closed_account_gets_no_copy(cast):
    export = services.ask_export(person=cast.an, by=cast.an)
    cast.an.is_active = False
    cast.an.save(update_fields=["is_active"])
    export_service.make_export(export.pk)
    export.refresh_from_db()
    assert export.state == "new"
    assert not storages["private"].exists(f"exports/{export.public_id.hex}.zip")


# --- The page ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["nl", "fr", "en", "de"])
def test_the_page_says_what_is_kept_and_why(client, cast, language):
    client.force_login(cast.an)
    page = client.get(f"/{language}/account/data/").content.decode()
    for entry in registered().values():
        if entry.label and language == "en":
            assert str(entry.label) in page.replace("&#x27;", "'")
    assert Draft._meta.label not in page


def test_the_account_page_leads_there(client, cast):
    client.force_login(cast.an)
    assert PAGE in client.get("/nl/account/").content.decode()


def test_the_copy_of_somebody_who_was_blocked_does_not_tell(make_copy, client, cast):
    services.block_person(person=cast.an, by=cast.bram)
    export = make_copy(cast.an)
    client.force_login(cast.an)
    data = json.loads(opened(fetch(client, export)).read("data.json"))
    section = next(one for one in data["sections"] if one["name"] == "accounts.block")
    assert section["rows"] == []
    assert section["on_other_rows"] == {}
    export = make_copy(cast.bram)
    client.force_login(cast.bram)
    data = opened(fetch(client, export)).read("data.json").decode()
    assert "somebody else" in data
    assert cast.an.last_name not in data
