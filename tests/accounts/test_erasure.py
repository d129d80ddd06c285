"""Promise 9: a person is taken out of everything, and nobody else loses a word."""

import datetime as dt
import hashlib
import json
import os
import sqlite3
import subprocess
import sys

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.mail import EmailMessage, get_connection
from django.core.management import call_command
from django.db import connection
from django_q.models import Success, Task
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from accounts import erasure_ledger, services
from accounts.models import DataExport, Erasure, StaffInvitation, User
from accounts.roles import Role
from accounts.services import erasure as erasing
from core import clock
from core.errors import DomainError
from core.models import AuditEntry, Draft, PrivatePhoto
from core.tasks import sweep
from neighborhoods.models import (
    FeedEntry,
    Flag,
    HelpRequest,
    Membership,
    Neighborhood,
    Post,
    Reaction,
    Reply,
    WorkAssignment,
)
from tests.access.world import JPEG
from tests.factories.accounts import UserFactory
from tests.factories.neighborhoods import FlagFactory, PostFactory, ReplyFactory
from tests.factories.notifications import DeliveryFactory

pytestmark = pytest.mark.django_db
PASSWORD = "buurt-demo-2026"
START, CONFIRM = "/nl/account/data/erase/", "/nl/account/data/erase/confirm/"
WORDS = {
    name: f"kanarie{name}weg"
    for name in (
        "name", "mail", "phone", "title", "body", "reply", "alt", "draft", "about", "search",
        "mailbody", "behalf", "note",
    )
}  # fmt: skip
WORDS["phone"] = "+32470999888"


@pytest.fixture(autouse=True)
def _own_places(settings, tmp_path):
    """A ledger, a mail folder and files of this test's own."""
    settings.ERASURE_LEDGER = tmp_path / "ledger" / "erasures.jsonl"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"


@pytest.fixture
def erase(django_capture_on_commit_callbacks):
    """Asks and does it, as the worker would."""

    def do(person, keeps_words=False):
        with django_capture_on_commit_callbacks(execute=True):
            services.ask_erasure(person=person, by=person, keeps_words=keeps_words)

    return do


@pytest.fixture
def life(cast, client):
    """An with a word of hers in every place that takes words, and neighbors who answered."""
    an, bram = cast.an, cast.bram
    an.last_name, an.about, an.phone = WORDS["name"], WORDS["about"], WORDS["phone"]
    an.email = f"{WORDS['mail']}@oeverbeke.test"
    an.save()
    an.emailaddress_set.update(email=an.email)
    place = {"neighborhood": cast.molenwijk}
    answered = PostFactory(
        **place, author=an, title=WORDS["title"], body=WORDS["body"], shared=True
    )
    answered.thanks_count, answered.replies_count = 1, 2
    answered.save(update_fields=["thanks_count", "replies_count"])
    ReplyFactory(post=answered, author=bram, body="Dank je, buur!")
    ReplyFactory(post=answered, author=an, body=WORDS["reply"])
    Reaction.objects.create(
        person=bram, target_kind="post", target_id=answered.pk, created_at=clock.now()
    )
    lonely = PostFactory(**place, author=an, title=WORDS["title"], body=WORDS["body"])
    PostFactory(**place, author=an, binned=True, body=WORDS["body"], on_behalf_of=WORDS["behalf"])
    solved = PostFactory(**place, author=an, kind="help_request", body=WORDS["body"])
    HelpRequest.objects.filter(post=solved).update(solved_at=clock.now(), helper=bram)
    theirs = PostFactory(**place, author=bram, kind="help_request", title="Boodschappen")
    HelpRequest.objects.filter(post=theirs).update(solved_at=clock.now(), helper=an)
    ReplyFactory(post=theirs, author=an, body=WORDS["reply"])
    Reaction.objects.create(
        person=an, target_kind="post", target_id=theirs.pk, created_at=clock.now()
    )
    Post.objects.filter(pk=theirs.pk).update(thanks_count=1, replies_count=1)
    FlagFactory(post=theirs, flagged_by=an, note=WORDS["note"])
    photo = PrivatePhoto(
        owner=an, alt=WORDS["alt"], target_kind="post", target_id=answered.pk,
        width=1, height=1, bytes=len(JPEG), created_at=clock.now(),
    )  # fmt: skip
    for size in ("full", "small"):
        getattr(photo, size).save("x.jpg", ContentFile(JPEG + WORDS["alt"].encode()), save=False)
    photo.save()
    Draft.objects.create(
        person=an, purpose="post:molenwijk:message", data={"body": WORDS["draft"]},
        saved_at=clock.now(),
    )  # fmt: skip
    DeliveryFactory(recipient=an, target=theirs, inbox=True)
    DeliveryFactory(recipient=bram, target=answered, inbox=True)
    StaffInvitation.objects.create(
        email=an.email, first_name="An", last_name=WORDS["name"], created_at=clock.now(),
        expires_at=clock.now(),
    )  # fmt: skip
    log(instance=an, action="wagtail.edit", user=cast.admin, title=an.get_full_name())
    Success.objects.create(
        id="x", name="x", func="x", started=clock.now(), stopped=clock.now(), success=False,
        result=f"IntegrityError: Key (email)=({an.email}) already exists",
    )  # fmt: skip
    client.force_login(an)
    client.get("/nl/search/", {"q": WORDS["search"]})
    other = SessionStore()
    other["join"] = {"email": an.email}
    other.save()
    DataExport.objects.create(person=an, asked_at=clock.now())
    settings.EMAIL_FILE_PATH.mkdir()
    folder = get_connection("django.core.mail.backends.filebased.EmailBackend")
    folder.send_messages([
        EmailMessage(f"{an.display_name}: {WORDS['title']}", WORDS["mailbody"], to=[bram.email]),
        EmailMessage("Iets anders", "Dag Bram", to=[bram.email]),
        EmailMessage("Welkom", WORDS["mailbody"], to=[an.email]),
    ])  # fmt: skip
    folder.close()
    for post in Post.objects.all():
        post.save()
    return {"answered": answered, "lonely": lonely, "solved": solved, "theirs": theirs}


def tables():
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            names = [name for (name,) in cursor.fetchall()]
    return names


def whole_database():
    """Every value of every table, the index's own included, as text."""
    found = []
    with connection.cursor() as cursor:
        for name in tables():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")  # noqa: S608
            for row in cursor.fetchall():
                for value in row:
                    is_bytes = isinstance(value, bytes | memoryview)
                    text = bytes(value).decode("utf-8", "replace") if is_bytes else str(value)
                    found.append((name, text))
    return found


def written(key):
    """A UUID as either database writes it."""
    return [str(key), key.hex]


def left_in_the_database(words):
    return sorted(
        {(name, word) for name, text in whole_database() for word in words if word in text}
    )


def files_of(storage, folder=""):
    folders, names = storage.listdir(folder)
    for name in names:
        with storage.open(f"{folder}/{name}".lstrip("/"), "rb") as file:
            yield file.read()
    for each in folders:
        yield from files_of(storage, f"{folder}/{each}".lstrip("/"))


def mails_on_disk():
    return "".join(
        path.read_text(errors="replace") for path in settings.EMAIL_FILE_PATH.glob("*.log")
    )


def rows_of_others(person):
    """A hash of every row that is somebody else's, by model and key."""
    found = {}
    for model in apps.get_models():
        keys = [f for f in model._meta.concrete_fields if f.related_model is User]
        if model is User:
            rows = User.objects.exclude(pk=person.pk)
        elif not keys:
            continue
        else:
            own = keys[0].name
            rows = model._default_manager.exclude(**{own: person.pk}).exclude(**{own: None})
        if model is ModelLogEntry:
            # What an administrator did with the account: it is about the person, with the name.
            rows = rows.exclude(object_id=str(person.pk))
        for values in rows.values():
            # Where the erased person stood on a row of somebody else's: as helper, for one.
            text = json.dumps(
                {
                    k: (None if v == person.pk and k == "helper_id" else v)
                    for k, v in values.items()
                },
                default=str,
                sort_keys=True,
            )
            key = (model._meta.label, str(values.get(model._meta.pk.attname)))
            found[key] = hashlib.sha256(text.encode()).hexdigest()
    return found


# --- The whole of it --------------------------------------------------------------------------------
def test_no_word_of_the_person_is_left_anywhere(life, cast, erase):
    words = [*WORDS.values(), *written(cast.an.public_id)]
    # The search left nothing to begin with; everything else has to be found before it can be gone.
    before = {word for _name, word in left_in_the_database(words)}
    assert set(WORDS.values()) - before <= {WORDS["search"], WORDS["mailbody"]}
    assert before & {*written(cast.an.public_id)}
    assert WORDS["mailbody"] in mails_on_disk()
    assert any(WORDS["alt"].encode() in content for content in files_of(storages["private"]))
    erase(cast.an)
    assert left_in_the_database(words) == []
    assert left_in_the_database(written(cast.an.audit_id)) != [], "the trail itself stays"
    assert not User.objects.filter(pk=cast.an.pk).exists()
    contents = list(files_of(storages["private"]))
    for word in words:
        assert not any(word.encode() in content for content in contents)
        assert word not in mails_on_disk()
    assert "Dag Bram" in mails_on_disk()


def test_rows_of_everybody_else_are_unchanged(life, cast, erase):
    before = rows_of_others(cast.an)
    assert len(before) > 30
    erase(cast.an)
    after = rows_of_others(cast.an)
    assert {key: "changed" for key in before if after.get(key) != before[key]} == {}


def test_the_measure_of_change_bites(life, cast):
    before = rows_of_others(cast.an)
    Reply.objects.filter(author=cast.bram).update(body="")
    after = rows_of_others(cast.an)
    assert [key for key in before if after.get(key) != before[key]] != []


def test_replies_thanks_and_help_of_others_survive(life, cast, erase, client):
    erase(cast.an)
    answered = Post.objects.get(pk=life["answered"].pk)
    assert (answered.state, answered.author, answered.thanks_count) == ("live", None, 1)
    assert answered.replies_count == Reply.objects.live().filter(post=answered).count() == 2
    assert Reply.objects.filter(author=cast.bram, body="Dank je, buur!").exists()
    theirs = HelpRequest.objects.get(post=life["theirs"])
    assert theirs.solved_at is not None
    assert theirs.helper is None
    assert Post.objects.get(pk=life["theirs"].pk).thanks_count == 1
    assert Reaction.objects.filter(target_id=life["theirs"].pk, person=None).count() == 1
    client.force_login(cast.bram)
    page = client.get(f"/nl/n/molenwijk/posts/{answered.public_id}/").content.decode()
    assert "Dank je, buur!" in page
    assert "Voormalige buur" in page or "Vroegere buur" in page
    assert client.get("/nl/n/molenwijk/").status_code == 200


def test_what_nobody_answered_goes_to_the_bin_and_then_away(life, cast, erase):
    erase(cast.an)
    lonely = Post.objects.get(pk=life["lonely"].pk)
    assert lonely.state == "binned"
    assert FeedEntry.objects.get(target_id=lonely.pk, target_kind="post").state == "hidden"
    assert Post.objects.get(pk=life["solved"].pk).state == "live"
    with clock.travel(clock.now() + dt.timedelta(days=31)):
        sweep()
    assert not Post.objects.filter(pk=lonely.pk).exists()
    assert Post.objects.filter(pk=life["answered"].pk).exists()


def test_words_can_stay_without_the_name(life, cast, erase):
    erase(cast.an, keeps_words=True)
    post = Post.objects.get(pk=life["answered"].pk)
    assert (post.author, post.entered_by, post.body) == (None, None, WORDS["body"])
    assert post.shared_with_municipality_at is None
    assert Reply.objects.filter(author=None, body=WORDS["reply"]).count() == 2
    stays = {"title", "body", "reply"}
    gone = [word for name, word in WORDS.items() if name not in stays]
    assert left_in_the_database(gone) == []
    # In the bin, where nobody reads it, nothing stays either.
    assert not Post.objects.filter(state="binned", body=WORDS["body"]).exists()


# --- Access -----------------------------------------------------------------------------------------
def test_access_ends_with_the_request_and_not_with_the_job(life, cast, client, client_factory):
    other = client_factory()
    other.force_login(cast.an)
    members = Neighborhood.objects.get(pk=cast.molenwijk.pk).members_count
    # Nothing that waits for the commit runs here, so no job does.
    services.ask_erasure(person=cast.an, by=cast.an, keeps_words=False)
    cast.an.refresh_from_db()
    assert not cast.an.is_active
    assert cast.an.memberships.get().state == "left"
    assert Neighborhood.objects.get(pk=cast.molenwijk.pk).members_count == members - 1
    for browser in (client, other):
        assert "/login/" in browser.get("/nl/n/molenwijk/")["Location"]
    assert not DataExport.objects.exists()


def test_waiting_work_and_moderation_end_too(cast, erase):
    for person in (cast.dirk, cast.worker, cast.moderator):
        erase(person)
    assert not Membership.objects.pending().exists()
    assert not WorkAssignment.objects.current().exists()
    assert (
        User.objects.filter(pk__in=[cast.dirk.pk, cast.worker.pk, cast.moderator.pk]).count() == 0
    )


def test_a_mistake_on_the_way_closes_nothing(cast, monkeypatch):
    def fail(**_arguments):
        raise RuntimeError

    monkeypatch.setattr(erasing, "discard_exports", fail)
    with pytest.raises(RuntimeError):
        services.ask_erasure(person=cast.an, by=cast.an, keeps_words=False)
    cast.an.refresh_from_db()
    assert cast.an.is_active
    assert cast.an.memberships.get().state == "active"


def test_nobody_asks_it_for_another(cast):
    with pytest.raises(DomainError):
        services.ask_erasure(person=cast.an, by=cast.admin, keeps_words=False)


def test_the_last_administrator_stays(cast, client, erase):
    cast.superuser.is_superuser = False
    cast.superuser.save(update_fields=["is_superuser"])
    with pytest.raises(DomainError):
        services.ask_erasure(person=cast.admin, by=cast.admin, keeps_words=False)
    client.force_login(cast.admin)
    page = client.get(START).content.decode()
    assert 'name="words"' not in page
    UserFactory(staff=True, role=Role.ADMINISTRATION)
    erase(cast.admin)
    assert not User.objects.filter(pk=cast.admin.pk).exists()


# --- The pages --------------------------------------------------------------------------------------
def test_three_steps_and_one_is_gone(client, cast, django_capture_on_commit_callbacks):
    client.force_login(cast.an)
    assert client.get(START).status_code == 200
    assert client.post(START, {"words": "remove"})["Location"] == CONFIRM
    assert client.get(CONFIRM).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(CONFIRM, {"password": PASSWORD, "understood": "on"})
    assert done["Location"] == "/nl/account/data/erased/"
    assert client.get(done["Location"]).status_code == 200
    assert not User.objects.filter(pk=cast.an.pk).exists()


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"password": PASSWORD},
        {"password": "wrong-password", "understood": "on"},
        {"understood": "on"},
    ],
)
def test_without_proof_and_consent_nothing_happens(client, cast, answer):
    client.force_login(cast.an)
    client.post(START, {"words": "remove"})
    response = client.post(CONFIRM, {"x": "1", **answer})
    assert b"error-summary" in response.content
    cast.an.refresh_from_db()
    assert cast.an.is_active
    assert not Erasure.objects.exists()


def test_the_question_about_words_cannot_be_skipped(client, cast):
    client.force_login(cast.an)
    assert client.get(CONFIRM)["Location"] == START
    assert client.post(CONFIRM, {"password": PASSWORD, "understood": "on"})["Location"] == START
    assert b"error-summary" in client.post(START, {"words": "perhaps"}).content
    assert client.post(START, {})["Content-Type"].startswith("text/html")


def test_looking_changes_nothing(client, cast):
    client.force_login(cast.an)
    for path in (START, CONFIRM, "/nl/account/data/erased/"):
        client.get(path)
    cast.an.refresh_from_db()
    assert cast.an.is_active


def test_asked_and_done_are_confirmed_by_mail(cast, erase):
    address = cast.an.email
    cast.an.language = "fr"
    cast.an.save(update_fields=["language"])
    erase(cast.an)
    assert [message.to for message in mail.outbox] == [[address], [address]]
    assert all(cast.an.last_name not in message.body for message in mail.outbox)


# --- Crashes ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("step", range(13))
def test_killed_at_any_step_it_goes_on(life, cast, step, monkeypatch):
    """The process dies before the nth step; the sweeper's next run ends it."""
    services.ask_erasure(person=cast.an, by=cast.an, keeps_words=False)
    erasure = Erasure.objects.get()
    steps = {"left": step}

    class Killed(BaseException):
        pass

    def dying(function):
        def run(*args, **kwargs):
            if steps["left"] == 0:
                steps["left"] = -1
                raise Killed
            steps["left"] -= 1
            return function(*args, **kwargs)

        return run

    from core.services import erasure as engine

    hooks = [dying(hook) for hook in engine.personal_data.erasure_hooks()]
    monkeypatch.setattr(engine.personal_data, "erasure_hooks", lambda: hooks)
    for name in ("_write_ledger", "_mail", "_finish"):
        monkeypatch.setattr(erasing, name, dying(getattr(erasing, name)))
    with pytest.raises(Killed):
        erasing.run_erasure(erasure.pk)
    assert User.objects.filter(pk=cast.an.pk).exists()
    erasing.run_erasure(erasure.pk)
    assert left_in_the_database([*WORDS.values()]) == []
    assert not User.objects.filter(pk=cast.an.pk).exists()
    assert len(erasure_ledger.read_ledger()) == 1


def test_the_sweeper_goes_on_with_what_was_left(cast, django_capture_on_commit_callbacks):
    services.ask_erasure(person=cast.an, by=cast.an, keeps_words=False)
    with (
        clock.travel(clock.now() + dt.timedelta(minutes=3)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        sweep()
    assert not User.objects.filter(pk=cast.an.pk).exists()
    assert Erasure.objects.get().done_at is not None


def test_a_second_run_does_nothing(cast, erase):
    erase(cast.an)
    mail.outbox.clear()
    erasing.run_erasure(Erasure.objects.get().pk)
    assert mail.outbox == []
    assert AuditEntry.objects.filter(action="erasure_done").count() == 1


def test_a_mail_server_that_is_away_holds_it_up_for_half_a_day_at_most(cast, monkeypatch):
    def away(*_args, **_kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", away)
    services.ask_erasure(person=cast.an, by=cast.an, keeps_words=False)
    erasure = Erasure.objects.get()
    with pytest.raises(ConnectionRefusedError):
        erasing.run_erasure(erasure.pk)
    with clock.travel(clock.now() + dt.timedelta(hours=13)):
        erasing.run_erasure(erasure.pk)
    assert not User.objects.filter(pk=cast.an.pk).exists()


# --- The trail and the ledger -----------------------------------------------------------------------
def test_the_trail_stays_and_leads_to_nobody(life, cast, erase):
    pseudonym = cast.an.audit_id
    erase(cast.an)
    assert AuditEntry.objects.filter(actor=pseudonym, action="erasure_asked").exists()
    assert not User.objects.filter(audit_id=pseudonym).exists()
    assert not ModelLogEntry.objects.filter(label__contains=WORDS["name"]).exists()
    assert not Flag.objects.exclude(note="").exists()
    assert not any(WORDS["mail"] in str(task.result) for task in Task.objects.all())


def test_the_ledger_knows_nobody(cast, erase, settings):
    erase(cast.an)
    text = settings.ERASURE_LEDGER.read_text()
    line = json.loads(text)
    assert set(line) == {"who", "on", "keeps_words"}
    assert line["who"] == erasure_ledger.mark_of(cast.an.public_id)
    for secret in ("oeverbeke", cast.an.first_name, str(cast.an.public_id), str(cast.an.pk) + ","):
        assert secret not in text


def test_an_erasure_that_is_not_in_the_ledger_is_not_done(cast, settings, tmp_path):
    blocked = tmp_path / "a-file"
    blocked.write_text("")
    settings.ERASURE_LEDGER = blocked / "erasures.jsonl"
    services.ask_erasure(person=cast.an, by=cast.an, keeps_words=False)
    with pytest.raises(OSError):
        erasing.run_erasure(Erasure.objects.get().pk)
    assert User.objects.filter(pk=cast.an.pk).exists()
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"
    erasing.run_erasure(Erasure.objects.get().pk)
    assert not User.objects.filter(pk=cast.an.pk).exists()


def test_a_line_that_a_crash_cut_off_spoils_no_other(cast, erase, settings):
    settings.ERASURE_LEDGER.parent.mkdir()
    settings.ERASURE_LEDGER.write_text('{"who": "abc", "o')
    erase(cast.an)
    erase(cast.bram)
    assert set(erasure_ledger.read_ledger()) == {
        erasure_ledger.mark_of(cast.an.public_id),
        erasure_ledger.mark_of(cast.bram.public_id),
    }


def test_replay_erases_whom_a_restore_brought_back(life, cast, erase):
    """A person as the backup had them, after the erasure: their rows are written again."""
    before = User.objects.values().get(pk=cast.an.pk)
    erase(cast.an)
    User.objects.create(**before)
    for reply in Reply.objects.filter(author=None):
        Reply.objects.filter(pk=reply.pk).update(author=cast.an.pk, body=WORDS["reply"])
    mail.outbox.clear()
    call_command("replay_erasures")
    assert left_in_the_database(WORDS.values()) == []
    assert not User.objects.filter(pk=cast.an.pk).exists()
    assert mail.outbox == []
    call_command("replay_erasures")
    assert User.objects.filter(pk=cast.bram.pk).exists()


def test_replay_without_a_ledger_erases_nobody(cast):
    count = User.objects.count()
    call_command("replay_erasures")
    assert User.objects.count() == count


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_copy_of_the_database_from_before_is_erased_again(life, cast, erase, tmp_path):
    """The drill: a whole SQLite database from before, and the command in a process of its own."""
    if connection.vendor != "sqlite":
        pytest.skip("the drill on PostgreSQL is the one with rows written again")
    copy = tmp_path / "restored.sqlite3"
    with sqlite3.connect(copy) as target:
        connection.connection.backup(target)
    erase(cast.an)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "DATABASE_URL": f"sqlite:///{copy}",
        "ERASURE_LEDGER": str(settings.ERASURE_LEDGER),
        "PRIVATE_ROOT": str(tmp_path / "private"),
        "EMAIL_FILE_PATH": str(tmp_path / "restored-mail"),
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "replay_erasures"],
        cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("1 ")
    assert not any(word.encode() in copy.read_bytes() for word in WORDS.values())
