"""Known and unknown addresses cost the database the same number of look-ups."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.db import connection

from .models import User

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

# Where somebody types an address that may or may not have an account, below the language.
_TYPED = re.compile(r"^/[a-z]{2}/account/(?:login|password/reset|email)/")
_ABOUT_PEOPLE = re.compile(r'\b(?:accounts_user|account_emailaddress)\b"?')
# More than the longest of these pages needs; tests/accounts/test_enumeration.py counts.
LOOKUPS = 8


class EvenLookups:
    """Adds the look-ups of people that django-allauth saves where it finds somebody, or nobody.

    A page that looks a person up twice for an address it knows, and once for another, can be told
    apart by its time. Here both are asked ``LOOKUPS`` times; the rest is alike already: hashing, mails,
    the session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _TYPED.match(request.path_info):
            return self.get_response(request)
        seen = 0

        def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            nonlocal seen
            seen += bool(_ABOUT_PEOPLE.search(sql))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(count):
            response = self.get_response(request)
        for _time in range(LOOKUPS - seen):
            User.objects.filter(email="nobody@localhost").first()
        return response
