"""Development only: the mails that were not sent but written to a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp.decorators import csp_replace
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from .. import mailbox

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
def mail_list(request: HttpRequest) -> HttpResponse:
    _only_in_development()
    return render(request, "notifications/mail_list.html", {"mails": mailbox.stored_mails()})


@require_safe
def mail_detail(request: HttpRequest, key: str) -> HttpResponse:
    mail = _mail_or_404(key)
    context = {"mail": mail, "text": mail.body("plain")}
    return render(request, "notifications/mail_detail.html", context)


# A mail brings its styles along, and nothing in it may run or load. (The package's types know
# views without arguments only.)
@csp_replace(  # type: ignore[arg-type]
    {
        "default-src": ["'none'"],
        "script-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "img-src": ["'self'", "data:"],
        "frame-ancestors": ["'self'"],
        "sandbox": ["allow-popups"],
    }
)
@xframe_options_sameorigin
@require_safe
def mail_html(request: HttpRequest, key: str) -> HttpResponse:
    return HttpResponse(_mail_or_404(key).body("html"))


def _mail_or_404(key: str) -> mailbox.StoredMail:
    _only_in_development()
    mail = mailbox.find_mail(key)
    if mail is None:
        raise Http404
    return mail


def _only_in_development() -> None:
    if not mailbox.is_open():
        raise Http404
