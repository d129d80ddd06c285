"""What somebody wants of an eID; apps above this one add their own purposes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from .identity import Identity

    # Answers the request, or leaves it to signing in to the account the eID is linked to.
    Handler = Callable[[HttpRequest, Identity], HttpResponse | None]

SIGN_IN = "sign_in"
LINK = "link"

_handlers: dict[str, Handler] = {}


def register(purpose: str, handler: Handler) -> None:
    """Adds a purpose. Call it in ``AppConfig.ready``.

    A handler that returns None signs in to the account of the identity; it must never do so without
    one. It is called with the very session that began, after every check of the protocol.
    """
    _handlers[purpose] = handler


def is_known(purpose: str) -> bool:
    return purpose in _handlers


def handle(purpose: str, request: HttpRequest, identity: Identity) -> HttpResponse | None:
    return _handlers[purpose](request, identity)
