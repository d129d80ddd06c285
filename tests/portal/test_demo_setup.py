import pytest
from django.core.management import CommandError, call_command

from portal.management.commands import demo_setup


@pytest.fixture
def calls(monkeypatch, settings, tmp_path):
    """The commands that were called, by name; the database's stamp is kept in a folder of its own."""
    made = []
    monkeypatch.setattr(
        demo_setup, "call_command", lambda name, *arguments, **options: made.append(name)
    )
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", str(tmp_path / "db.sqlite3"))
    settings.DEBUG = True
    return made


@pytest.mark.django_db
def test_town_is_built_once(calls):
    call_command("demo_setup")
    assert calls == ["seed_demo"]
    call_command("demo_setup")
    assert calls == ["seed_demo"]


@pytest.mark.django_db
def test_database_made_anew_gets_a_town_of_its_own(calls, monkeypatch):
    call_command("demo_setup")
    monkeypatch.setattr(demo_setup.Command, "_birth", lambda self: "another day")
    call_command("demo_setup")
    assert calls == ["seed_demo", "seed_demo"]


@pytest.mark.django_db
def test_town_that_was_not_finished_is_built_again(calls, monkeypatch):
    def fail(name, *arguments, **options):
        calls.append(name)
        raise CommandError("no room")

    monkeypatch.setattr(demo_setup, "call_command", fail)
    for _ in range(2):
        with pytest.raises(CommandError, match="no room"):
            call_command("demo_setup")
    assert calls == ["seed_demo", "seed_demo"]


@pytest.mark.django_db
def test_it_refuses_a_portal_that_is_not_in_debug(calls, settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="refuses"):
        call_command("demo_setup")
    assert calls == []
