"""Every address × everybody: who is not in the table's line gets no further and sees no canary."""

import re

import pytest

from . import permissions
from .probe import GET_WRITES, KEPT_ON_GET, Prober, path_of
from .resolver import addresses
from .table import ANY_ARGUMENT, BREAKS_ON_AN_EMPTY_FORM, HIDDEN, TABLE
from .world import INSIDE, ROLES, make_world

PERSONAL = re.compile(r"^/nl/(n|join|account|messages|notifications|search|photos)/|^/admin/")
OTHER_METHODS_AS = {"anonymous", "an", "chadia", "comms"}

# What a role must have met somewhere: a canary that nobody ever sees proves nothing.
MUST_SEE = {
    "an": [
        "title",
        "body",
        "alt",
        "reply",
        "onlybody",
        "behalf",
        "help",
        "mailan",
        "reason",
        "bin",
    ],
    "bram": ["title", "onlytitle", "namean"],
    "worker": ["title", "othertitle", "behalfbody"],
    "chadia": ["othertitle", "otherbody", "otherreply"],
    "moderator": ["flagged", "note"],
    "admin": ["namedirk"],
}


def test_every_address_has_a_line():
    missing = sorted({address.key for address in addresses()} - set(TABLE))
    assert missing == [], "deny by default: write a line in tests/access/table.py"


def test_every_line_has_an_address():
    assert sorted(set(TABLE) - {address.key for address in addresses()}) == []
    assert sorted(set(HIDDEN) - set(TABLE)) == []


def test_every_line_names_people_of_the_cast():
    for key, roles in TABLE.items():
        assert set(roles) <= set(ROLES), key


def opens(path, role, answer):
    """Whether the person got further than a door."""
    if answer.status in (400, 403, 404, 405):
        return False
    location = answer.location.split("?")[0]
    if 300 <= answer.status < 400:
        if location.rstrip("/") == f"/nl{path.split('?')[0]}".rstrip("/"):
            return False  # not found without a language, looked for below one
        is_sign_in = location.endswith("/account/login/") or location == "/admin/login/"
        if path.startswith("/admin/"):
            return not is_sign_in and location != "/admin/"
        return not (is_sign_in and role == "anonymous")
    return True


def is_polite_refusal(path, role, answer):
    """Absent and forbidden look alike: no page outside the dashboard says 403."""
    if opens(path, role, answer):
        return False
    return path.startswith("/admin/") or answer.status != 403


def hidden_readers(key, roles):
    if key in HIDDEN:
        return HIDDEN[key]
    if roles <= INSIDE:
        return frozenset({"chadia"} if roles & {"an", "bram"} else ()) | (roles & {"worker"})
    return roles


class Watch:
    """Asks, looks for what may never happen, and keeps what was wrong."""

    def __init__(self, world, role):
        self.world, self.role = world, role
        self.prober = Prober(world, role)
        self.role_of = {
            person.email: name for name, person in world.cast.everybody() if person.is_authenticated
        }
        self.wrong = []
        self.seen = set()
        self.cells = 0

    def ask(self, key, method, path):
        answer = self.prober.ask(method, path)
        self.cells += 1
        where = f"{self.role} {method} {path} ({key})"
        readable = {word for word, readers in self.world.canaries.items() if self.role in readers}
        shown = {word for word in self.world.canaries if word in answer.text}
        self.seen |= shown
        self.wrong += [f"{where}: shows {word}" for word in sorted(shown - readable)]
        self.wrong += self._in_mails(where, answer)
        if answer.status >= 500 and not (method == "POST" and key in BREAKS_ON_AN_EMPTY_FORM):
            self.wrong.append(f"{where}: {answer.status}")
        if not answer.csp:
            self.wrong.append(f"{where}: no Content-Security-Policy")
        if (PERSONAL.match(path) or shown) and "no-store" not in answer.cache_control:
            self.wrong.append(f"{where}: may be stored ({answer.cache_control!r})")
        if method in ("GET", "HEAD"):
            kept = set(KEPT_ON_GET) | GET_WRITES.get(key, set())
            extra = answer.writes - kept
            if extra:
                self.wrong.append(f"{where}: a look writes {sorted(extra)}")
        return answer

    def _in_mails(self, where, answer):
        for message in answer.mails:
            text = f"{message.subject}\n{message.body}\n{message.alternatives}"
            for word, readers in self.world.canaries.items():
                for recipient in message.to:
                    if word in text and self.role_of.get(recipient) not in readers:
                        yield f"{where}: a mail tells {recipient} {word}"

    def expect(self, may, key, method, path, answer):
        """``may``: whether this person may get in here."""
        self.prober.role = self.role
        where = f"{self.role} {method} {path} ({key})"
        if not may:
            if not is_polite_refusal(path, self.role, answer):
                self.wrong.append(
                    f"{where}: got in, or was told too much: {answer.status} {answer.location}"
                )
            elif extra := answer.writes - set(KEPT_ON_GET):
                self.wrong.append(f"{where}: refused, but wrote {sorted(extra)}")


def variants(world, address):
    for variant in ("visible", "hidden", "crossed", "random", "absent"):
        if variant in ("random", "absent") and address.key in ANY_ARGUMENT:
            continue
        path = path_of(world, address, variant)
        if path is not None:
            yield variant, path


def who_may(key, variant):
    roles = TABLE.get(key, frozenset())
    if variant == "visible" or key in ANY_ARGUMENT:
        return roles
    return hidden_readers(key, roles) if variant == "hidden" else frozenset()


def check_address(watch, address):
    key, role = address.key, watch.role
    answers = {}
    for variant, path in variants(watch.world, address):
        may = role in who_may(key, variant)
        answer = answers[variant] = watch.ask(key, "GET", path)
        watch.expect(may, key, "GET", path, answer)
        if variant == "absent" or (variant == "random" and path.startswith("/admin/")):
            continue
        posted = watch.ask(key, "POST", path)
        watch.expect(may, key, "POST", path, posted)
        is_open = opens(path, role, answer) or (answer.status == 405 and opens(path, role, posted))
        if variant == "visible" and may and not is_open:
            watch.wrong.append(
                f"{role} {path} ({key}): may, but got {answer.status}, {posted.status}"
            )
        if variant == "visible":
            check_other_methods(watch, key, path, may, answer)
    check_sameness(watch, address, answers)


def check_other_methods(watch, key, path, may, answer):
    if not path.startswith("/admin/"):
        head = watch.ask(key, "HEAD", path)
        watch.expect(may, key, "HEAD", path, head)
        if answer.status != 405 and head.status not in (answer.status, 405):
            watch.wrong.append(f"{watch.role} HEAD {path}: {head.status}, GET {answer.status}")
    if watch.role in OTHER_METHODS_AS and not path.startswith("/admin/"):
        for method in ("PUT", "PATCH", "DELETE"):
            watch.expect(may, key, method, path, watch.ask(key, method, path))


def check_sameness(watch, address, answers):
    """What is hidden and what does not exist cannot be told apart."""
    if address.key in ANY_ARGUMENT:
        return
    for variant in ("visible", "hidden", "crossed"):
        # Below an address somebody may enter, the page says so: compare with the same address.
        none = answers.get("absent" if variant == "hidden" and "absent" in answers else "random")
        answer = answers.get(variant)
        if answer is None or none is None or watch.role in who_may(address.key, variant):
            continue
        where = f"{watch.role} {address.key}"
        if answer.status == none.status == 404 and stripped(answer) != stripped(none):
            watch.wrong.append(f"{where}: hidden ({variant}) looks unlike absent")
        if answer.status != none.status and not address.route.startswith("admin/"):
            watch.wrong.append(f"{where}: {variant} {answer.status}, absent {none.status}")


def stripped(answer):
    """A page without the address it was asked for."""
    text = answer.body.decode(errors="replace")
    return re.sub(r'(?:href|action|value|content)="[^"]*"', "", text)


@pytest.mark.django_db
@pytest.mark.timeout(600)
@pytest.mark.parametrize("role", ROLES)
def test_nobody_gets_further_than_the_table_says(role, settings, tmp_path, record_property):
    settings.ACCOUNT_RATE_LIMITS = False
    # Wagtail serves documents from files alone.
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "default": files}
    watch = Watch(make_world(), role)
    every = addresses()
    for address in every:
        check_address(watch, address)
    record_property("access", {"addresses": len(every), "cells": watch.cells})
    unseen = [word for word in MUST_SEE.get(role, []) if f"kanarie{word}" not in watch.seen]
    assert not watch.wrong, f"{len(watch.wrong)} wrong:\n" + "\n".join(watch.wrong[:60])
    assert unseen == [], "these canaries were nowhere: the test could not have seen a leak"


def test_the_watch_bites():
    """A hole, a canary in a page and a writing look are noticed (no database: a made-up answer)."""
    from types import SimpleNamespace

    watch = Watch.__new__(Watch)
    watch.world = SimpleNamespace(canaries={"kanarietitle": frozenset({"an"})})
    watch.role, watch.role_of, watch.wrong, watch.seen, watch.cells = "chadia", {}, [], set(), 0
    answer = SimpleNamespace(
        status=200, location="", text="x kanarietitle", body=b"", cache_control="", csp="",
        writes={"neighborhoods_post"}, mails=[],
    )  # fmt: skip
    watch.prober = SimpleNamespace(ask=lambda method, path: answer, role="")
    watch.ask("some:name", "GET", "/nl/n/molenwijk/")
    watch.expect(False, "some:name", "GET", "/nl/n/molenwijk/", answer)
    text = "\n".join(watch.wrong)
    for word in (
        "shows kanarietitle",
        "no Content-Security-Policy",
        "may be stored",
        "a look writes",
        "got in",
    ):
        assert word in text


def test_the_page_about_permissions_is_made_from_the_table():
    assert permissions.PAGE.read_text(encoding="utf-8") == permissions.page()
