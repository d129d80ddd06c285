"""The mail of one delivery: written for one person, in their language, or not at all."""

from __future__ import annotations

import enum
import smtplib
import zoneinfo
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template import Context
from django.template.loader import select_template
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac

from core import branding

from .. import kinds, tokens
from ..models import Channel
from ..services.expansion import who_want

if TYPE_CHECKING:
    from accounts.models import User

    from ..models import Delivery

# Stands in a mail that is the same for all, where each reader's own address goes.
_UNSUBSCRIBE_MARK = "https://unsubscribe.invalid/"


class Outcome(enum.Enum):
    """What is known after an attempt."""

    ACCEPTED = "the server took it"
    REFUSED = "the server said no to this mail for good"
    NOT_TAKEN = "it certainly never got there"
    UNKNOWN = "it was on its way when the answer failed to come"


@dataclass
class Body:
    subject: str
    text: str
    html: str


@dataclass
class Rendered:
    """Bodies that were made in this batch, by notice and language."""

    bodies: dict[tuple[int, str], Body] = field(default_factory=dict)


def domain() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def message_id(delivery: Delivery) -> str:
    """The same at every attempt, so that a mail program can tell a repeat; tells nothing by itself."""
    if delivery.message_id:
        return delivery.message_id
    digest = salted_hmac("notifications.message_id", str(delivery.pk), algorithm="sha256")
    return f"<{digest.hexdigest()[:40]}@{domain()}>"


def compose(delivery: Delivery, rendered: Rendered | None = None) -> EmailMultiAlternatives | None:
    """The mail, or None when it is no longer wanted or allowed; asks policy and preference now."""
    notice, person = delivery.notice, delivery.recipient
    kind = kinds.get(notice.kind)
    if notice.cancelled_at is not None or not person.email or not _still_wants(person, kind):
        return None
    target = kind.load_allowed(person, [notice.target_id]).get(notice.target_id)
    if target is None:
        return None
    with translation.override(person.language), timezone.override(_zone_of(person)):
        unsubscribe = absolute(tokens.unsubscribe_path(person, kind.topic))
        body = _body(kind, target, delivery, unsubscribe, rendered or Rendered())
    mail = EmailMultiAlternatives(
        subject=body.subject,
        body=body.text,
        to=[person.email],
        headers=_headers(kind, delivery, unsubscribe),
    )
    mail.attach_alternative(body.html, "text/html")
    return mail


def absolute(path: str) -> str:
    return path if "://" in path else f"{settings.BASE_URL}{path}"


def _still_wants(person: User, kind: kinds.NoticeKind) -> bool:
    itself = type(person).objects.active().filter(pk=person.pk)
    return who_want(itself, kind.topic, Channel.EMAIL).exists()


def _zone_of(person: User) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(person.time_zone or settings.TIME_ZONE)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo(settings.TIME_ZONE)


def _body(
    kind: kinds.NoticeKind, target: Any, delivery: Delivery, unsubscribe: str, rendered: Rendered
) -> Body:
    person = delivery.recipient
    if not kind.is_same_for_all:
        return _render(kind, target, person, unsubscribe)
    key = (delivery.notice_id, person.language)
    if key not in rendered.bodies:
        rendered.bodies[key] = _render(kind, target, person, _UNSUBSCRIBE_MARK)
    body = rendered.bodies[key]
    return Body(
        body.subject,
        body.text.replace(_UNSUBSCRIBE_MARK, unsubscribe),
        body.html.replace(_UNSUBSCRIBE_MARK, unsubscribe),
    )


def _render(kind: kinds.NoticeKind, target: Any, person: User | None, unsubscribe: str) -> Body:
    # A line break in a title would end the header: it becomes a space.
    subject = " ".join(str(kind.title(target, person)).split())
    values = {
        "brand": branding.current(),
        "base_url": settings.BASE_URL,
        "language": translation.get_language(),
        "LANGUAGE_CODE": translation.get_language(),
        "target": target,
        "title": subject,
        "url": absolute(kind.path_of(target)),
        "topic": kind.topic,
        "preferences_url": absolute(reverse("notifications:preferences_change")),
        "unsubscribe_url": unsubscribe if kind.topic.is_optional else "",
        **({} if kind.is_same_for_all else {"recipient": person}),
        **kind.context(target, person),
    }
    return Body(subject, _fill(kind, "txt", values), inline_styles(_fill(kind, "html", values)))


def _fill(kind: kinds.NoticeKind, suffix: str, values: dict[str, Any]) -> str:
    template = select_template([f"emails/{kind.name}.{suffix}", f"emails/notice.{suffix}"])
    context = Context(values, autoescape=suffix == "html")
    return str(template.template.render(context)).strip() + "\n"


def inline_styles(html: str) -> str:
    """Styles on the elements themselves: many mail programs read no style sheet. Nothing is fetched."""
    return css_inline.CSSInliner(
        load_remote_stylesheets=False, keep_at_rules=True, keep_style_tags=True
    ).inline(html)


def _headers(kind: kinds.NoticeKind, delivery: Delivery, unsubscribe: str) -> dict[str, str]:
    headers = {
        "Message-ID": message_id(delivery),
        "Auto-Submitted": "auto-generated",
        "List-Id": f"<{kind.topic.name}.{domain()}>",
    }
    if kind.topic.is_optional:
        headers |= {
            "Precedence": "bulk",
            "List-Unsubscribe": f"<{unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return headers


class Post:
    """One connection to the mail server, kept for a batch."""

    def __init__(self) -> None:
        # Which class it is, a setting says: only SMTP's has a line of its own to forget.
        self.connection: Any = get_connection()

    def open(self) -> None:
        self.connection.open()

    def close(self) -> None:
        try:
            self.connection.close()
        except (OSError, smtplib.SMTPException):
            # Every mail has its answer by now; a rude good-bye changes none.
            self._forget()

    def send(self, mail: EmailMultiAlternatives) -> tuple[Outcome, str]:
        """Hands over one mail to one person; what is known, and the name of what went wrong."""
        if len(mail.recipients()) != 1:
            raise ValueError("A notice is mailed to one person at a time.")
        try:
            self.connection.open()
        except OSError as error:
            return Outcome.NOT_TAKEN, type(error).__name__
        try:
            self.connection.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _answer in error.recipients.values()]
            return _answered(codes[0], error)
        except smtplib.SMTPResponseException as error:
            return _answered(error.smtp_code, error)
        except (OSError, smtplib.SMTPException) as error:
            # The line broke. Before the text was on its way nobody can have it.
            was_begun = getattr(self.connection, "body_begun", True)
            self._forget()
            outcome = Outcome.UNKNOWN if was_begun else Outcome.NOT_TAKEN
            return outcome, type(error).__name__
        return Outcome.ACCEPTED, ""

    def _forget(self) -> None:
        """Never reuse a line that broke."""
        inner = getattr(self.connection, "connection", None)
        if inner is not None:
            inner.close()
            self.connection.connection = None


def _answered(code: int, error: Exception) -> tuple[Outcome, str]:
    """The server answered, so nothing is uncertain: 5xx is no, 4xx is not now."""
    outcome = Outcome.REFUSED if 500 <= code < 600 else Outcome.NOT_TAKEN
    return outcome, f"{type(error).__name__} {code}"


def preview(kind: kinds.NoticeKind, target: Any) -> Body:
    """The mail as readers of the active language would get it; its links to stop it lead nowhere."""
    return _render(kind, target, None, "#")
