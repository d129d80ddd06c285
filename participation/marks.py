"""Remembers in a visitor's browser that it took part, without a row that says when."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from .models import Survey

SALT = "participation.took_part"
LASTS = 60 * 60 * 24 * 180


def _name(survey: Survey) -> str:
    return f"took_part_{survey.public_id.hex}"


def has_mark(request: HttpRequest, survey: Survey) -> bool:
    return request.get_signed_cookie(_name(survey), default="", salt=SALT) == "yes"


def set_mark(response: HttpResponse, survey: Survey, *, secure: bool) -> None:
    response.set_signed_cookie(
        _name(survey), "yes", salt=SALT, max_age=LASTS, httponly=True, samesite="Lax", secure=secure
    )
