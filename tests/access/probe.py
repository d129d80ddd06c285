"""Asks one address as one person and tells what happened: status, words, writes, mails."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

if TYPE_CHECKING:
    from .resolver import Address
    from .world import World

_WRITE = re.compile(
    r'^\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM)\s+"?([a-z0-9_]+)"?', re.IGNORECASE
)
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
NO_SUCH_NUMBER = 987654321
NO_SUCH_ID = "00000000-0000-4000-8000-000000000001"

# A page may remember these while it is only looked at, and nothing else.
KEPT_ON_GET = {
    "django_session": "the session, and that staff are still there",
    "usersessions_usersession": "which devices are signed in",
    "core_limitcounter": "limits",
    "wagtailusers_userprofile": "Wagtail makes an empty profile for staff at their first visit",
    "wagtailadmin_editingsession": "Wagtail tells editors of the same page of each other",
    "wagtailsearch_query": "Wagtail counts words that editors look for",
    "core_portalrendition": "sizes of public pictures are made when they are first shown",
    "wagtailcore_referenceindex": "Wagtail's own",
}
GET_WRITES = {
    "neighborhoods:feed": {"neighborhoods_membership"},
    "neighborhoods:feed_news": {"neighborhoods_membership"},
    "notifications:notice_open": {"notifications_delivery"},
    "notifications:notice_list": {"notifications_delivery"},
    # Wagtail's own: an editor follows the page that is opened, a file's fingerprint is filled in.
    "wagtailadmin_pages:edit": {"wagtailcore_pagesubscription"},
    "wagtailadmin_pages:revisions_revert": {"wagtailcore_pagesubscription"},
    "wagtaildocs:edit": {
        "core_portaldocument",
        "django_q_task",
        "django_q_ormq",
        "wagtailsearch_indexentry",
    },
    # An unsent code in the address goes into the session, and its try is counted.
    "neighborhoods:join_open_code": {"core_limitcounter"},
}


@dataclass
class Answer:
    status: int
    location: str
    text: str
    body: bytes
    cache_control: str
    csp: str
    writes: set[str] = field(default_factory=set)
    mails: list[Any] = field(default_factory=list)

    @property
    def is_refusal(self) -> bool:
        return self.status in (403, 404, 405)


class Prober:
    """One person's browser; whatever a request writes is taken back after it."""

    def __init__(self, world: World, role: str) -> None:
        self.world = world
        self.role = role
        self.person = getattr(world.cast, role)
        self.client = Client(raise_request_exception=False)
        if self.person.is_authenticated:
            self.client.force_login(self.person)
        self.cookies = {name: cookie.value for name, cookie in self.client.cookies.items()}

    def ask(self, method: str, path: str, data: Any = None) -> Answer:
        writes: set[str] = set()

        def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            if found := _WRITE.match(sql):
                writes.add(found.group(1).lower())
            return execute(sql, params, many, context)

        mail.outbox.clear()
        self.client.cookies.clear()
        for name, value in self.cookies.items():
            self.client.cookies[name] = value
        savepoint = transaction.savepoint()
        try:
            with translation.override("nl"), connection.execute_wrapper(listen):
                response = self.client.generic(
                    method,
                    path,
                    **(
                        {"data": data, "content_type": "application/x-www-form-urlencoded"}
                        if data
                        else {}
                    ),
                )
                body = b"".join(response) if response.streaming else response.content
        finally:
            transaction.savepoint_rollback(savepoint)
        headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
        cookies = response.cookies.output()
        return Answer(
            status=response.status_code,
            location=response.get("Location", ""),
            text=f"{headers}\n{cookies}\n{body.decode(errors='replace')}",
            body=_TOKEN.sub(b"", body),
            cache_control=response.get("Cache-Control", ""),
            csp=response.get("Content-Security-Policy", ""),
            writes=writes,
            mails=list(mail.outbox),
        )


def _argument(
    values: dict[tuple[str, str], Any], address: Address, name: str, converter: str
) -> Any:
    for key in ((address.name, name), ("", name)):
        if key in values:
            return values[key]
    return _no_such(address, converter, name)


def _no_such(address: Address, converter: str, name: str) -> Any:
    if address.name == "wagtail_serve":
        return "nosuchthing/"
    if converter == "IntConverter" or name == "#0":
        return NO_SUCH_NUMBER
    if converter == "UUIDConverter":
        return NO_SUCH_ID
    return {"filter_spec": "width-100", "revision_id_a": "live", "revision_id_b": "latest", "pk": str(NO_SUCH_NUMBER),
            "uidb36": "1", "app_label": "core", "model_name": "portaldocument"}.get(name, "nosuchthing")  # fmt: skip


def path_of(world: World, address: Address, variant: str) -> str | None:
    """The address with its arguments filled; None where the variant has nothing to fill in.

    ``visible``: objects of Molenwijk; ``hidden``: of Oude Haven; ``crossed``: an object of Oude Haven
    below Molenwijk's address; ``random``: nothing that exists; ``absent``: nothing that exists, below
    Oude Haven's address.
    """
    names = [name for name, _ in address.arguments]
    if not names:
        return _route(address, {}) if variant == "visible" else None
    values: dict[str, Any] = {}
    known = {"visible": world.visible, "hidden": world.hidden}
    own = [name for name in names if (address.name, name) in world.hidden or name == "slug"]
    if variant == "hidden" and not own:
        return None
    below = {"slug", "public_id"} <= set(names)
    if variant in ("crossed", "absent") and not below:
        return None
    for name, converter in address.arguments:
        if variant in ("random", "absent"):
            if name == "slug" and below:
                values[name] = (world.visible if variant == "random" else world.hidden)["", "slug"]
                continue
            fixed = name in ("kind", "size", "number", "action", "app_label", "model_name")
            values[name] = (
                _argument(world.visible, address, name, converter)
                if fixed
                else _no_such(address, converter, name)
            )
        elif variant == "crossed":
            source = world.visible if name == "slug" else world.hidden
            values[name] = _argument({**world.visible, **source}, address, name, converter)
        else:
            values[name] = _argument({**world.visible, **known[variant]}, address, name, converter)
    if variant == "random" and names == ["rest"]:
        return None
    return _route(address, values) + world.query.get(address.name, "")


def _route(address: Address, values: dict[str, Any]) -> str:
    with translation.override("nl"):
        if address.name:
            if "#0" in values:
                return reverse(address.name, args=[values[name] for name in sorted(values)])
            return reverse(address.name, kwargs=values)
    return "/" + re.sub(r"[$^]", "", address.route).replace(".*", "nothing-here")
