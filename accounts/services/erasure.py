"""Erases a person: access at once, the rest in a job that may be killed and run again."""

from __future__ import annotations

import datetime as dt
import logging
import smtplib
from functools import partial
from typing import TYPE_CHECKING

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit, branding, clock
from core.errors import DomainError
from core.services.erasure import end_access, erase_data
from core.tasks import enqueue_on_commit

from .. import erasure_ledger
from ..models import Erasure, StaffInvitation, User
from ..policies import manages_staff, staff_managers
from .exports import discard_exports
from .people import end_sessions

if TYPE_CHECKING:
    from typing import Any

logger = logging.getLogger(__name__)

# A mail that cannot be sent holds an erasure up no longer than this.
PATIENCE = dt.timedelta(hours=12)
# What a crash left is begun again after this.
LATE_AFTER = dt.timedelta(minutes=2)


class LastAdministrator(DomainError):
    """Nobody could manage the dashboard any more."""

    def __init__(self) -> None:
        super().__init__(
            gettext_lazy(
                "You are the only administrator of this portal. Make somebody else administrator "
                "first, so that the town can still manage it."
            )
        )


def check_may_leave(*, person: User) -> None:
    """Raises ``LastAdministrator`` for the only one who manages the dashboard."""
    if manages_staff(person) and not staff_managers().exclude(pk=person.pk).exists():
        raise LastAdministrator


def obstacle_to_leaving(*, person: User) -> str:
    """Why the person cannot be erased now, as a sentence; empty where nothing stands in the way."""
    try:
        check_may_leave(person=person)
    except LastAdministrator as error:
        return str(error)
    return ""


@transaction.atomic
def ask_erasure(*, person: User, by: User, keeps_words: bool) -> Erasure:
    """Closes the account in this transaction and leaves the rest to ``run_erasure``. No way back.

    ``keeps_words``: posts and replies stay without the name. Raises ``LastAdministrator``.
    """
    if by.pk != person.pk:
        raise DomainError(_("Only the person can ask this."))
    row = User.objects.select_for_update().get(pk=person.pk)
    check_may_leave(person=row)
    audit.record("erasure_asked", by=row, subject=row)
    erasure = _begin(row, keeps_words)
    transaction.on_commit(partial(_write_ledger_soon, erasure))
    enqueue_on_commit(run_erasure, erasure.pk)
    return erasure


def _begin(person: User, keeps_words: bool) -> Erasure:
    erasure, _is_new = Erasure.objects.get_or_create(
        person=person, defaults={"keeps_words": keeps_words, "asked_at": clock.now()}
    )
    person.is_active = person.is_staff = person.is_superuser = False
    person.save(update_fields=["is_active", "is_staff", "is_superuser"])
    person.groups.clear()
    person.user_permissions.clear()
    end_sessions(person=person)
    end_access(person=person, keeps_words=keeps_words)
    discard_exports(person=person)
    return erasure


def _write_ledger_soon(erasure: Erasure) -> None:
    """The line as early as it is certain. The job writes it again and does not end without it."""
    try:
        _write_ledger(erasure)
    except OSError:
        logger.exception("The erasure ledger could not be written")


def _write_ledger(erasure: Erasure) -> None:
    if erasure.person is not None:
        erasure_ledger.write_line(
            person=erasure.person, asked_at=erasure.asked_at, keeps_words=erasure.keeps_words
        )


def run_erasure(pk: int) -> None:
    """Does what was asked, to the end; the queue may call it again at any point."""
    erasure = Erasure.objects.filter(pk=pk, done_at=None).select_related("person").first()
    if erasure is None or erasure.person is None:
        return
    _write_ledger(erasure)
    if erasure.told_at is None:
        _mail(erasure, "asked")
        erasure.told_at = clock.now()
        erasure.save(update_fields=["told_at"])
    erase_data(person=erasure.person, keeps_words=erasure.keeps_words)
    # The last thing the address is used for.
    _mail(erasure, "done")
    _finish(erasure)


@transaction.atomic
def _finish(erasure: Erasure) -> None:
    row = Erasure.objects.select_for_update(of=("self",)).filter(pk=erasure.pk, done_at=None)
    person = erasure.person
    if person is None or not row.update(done_at=clock.now(), person=None):
        return
    # With the row goes the only key from the pseudonym in the audit trail to a person.
    person.delete()
    audit.record("erasure_done", target=erasure)


def _mail(erasure: Erasure, what: str) -> None:
    person = erasure.person
    if person is None or not person.email:
        return
    with translation.override(person.language):
        brand = branding.current()
        subject = (
            _("%(portal)s: your account is being erased")
            if what == "asked"
            else _("%(portal)s: your account is erased")
        )
        context = {"brand": brand, "keeps_words": erasure.keeps_words}
        message = EmailMultiAlternatives(
            subject % {"portal": brand.name},
            render_to_string(f"account/email/erasure_{what}_message.txt", context),
            to=[person.email],
        )
    try:
        message.send()
    except (OSError, smtplib.SMTPException):
        if clock.now() - erasure.asked_at < PATIENCE:
            raise
        logger.exception("An erasure was not confirmed by mail")


def go_on_with_erasures(**_signal: Any) -> None:
    """Queues what a crash left undone; the sweeper calls it every minute."""
    for pk in Erasure.objects.waiting_since(clock.now() - LATE_AFTER).values_list("pk", flat=True):
        enqueue_on_commit(run_erasure, pk)


def replay_erasures() -> int:
    """Erases again whoever a restored database brought back; nobody is mailed. Says how many."""
    ledger = erasure_ledger.read_ledger()
    found = [
        (pk, ledger[mark].keeps_words)
        for pk, public_id in User.objects.values_list("pk", "public_id")
        if (mark := erasure_ledger.mark_of(public_id)) in ledger
    ]
    for pk, keeps_words in found:
        with transaction.atomic():
            erasure = _begin(User.objects.select_for_update().get(pk=pk), keeps_words)
        erase_data(person=erasure.person, keeps_words=keeps_words)
        _finish(erasure)
    return len(found)


def forget_invitations(person: User, keeps_words: bool) -> None:
    """Invitations to the person's address hold their name too, also before they were taken up."""
    if person.email:
        StaffInvitation.objects.filter(email=person.email).delete()
