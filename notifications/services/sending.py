"""Sends what is due, one mail at a time: claimed, asked again, sent, marked."""

from __future__ import annotations

import datetime as dt
import logging
import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import F

from core import clock
from core.tasks import enqueue_on_commit

from .. import kinds
from ..models import Delivery, Turn
from ..querysets import MAX_ATTEMPTS

if TYPE_CHECKING:
    from ..channels.email import Post, Rendered

logger = logging.getLogger(__name__)

MAIL = "mail"
# One job sends this many mails or works this long, then lets other jobs go first.
BATCH = 50
BUDGET_SECONDS = 20
# A mail that did not get through is tried again after 1, 2, 4 and 8 minutes.
BACK_OFF = dt.timedelta(minutes=1)
SENDER_DIED = "the sender died on the way"
State = Delivery.State


# --- Whose turn it is -----------------------------------------------------------------------------
@transaction.atomic
def ask_for_turn() -> None:
    """Queues a sender, unless one is queued or at work."""
    now = clock.now()
    until = now + dt.timedelta(seconds=settings.NOTICE_TURN_SECONDS)
    free = Turn.objects.filter(name=MAIL, until__lte=now)
    if free.update(generation=F("generation") + 1, until=until):
        _queue_sender(Turn.objects.get(name=MAIL).generation)
    elif not Turn.objects.filter(name=MAIL).exists():
        turn, is_new = Turn.objects.get_or_create(name=MAIL, defaults={"until": until})
        if is_new:
            _queue_sender(turn.generation)


def _queue_sender(generation: int) -> None:
    from ..tasks import send

    enqueue_on_commit(send, generation)


def take_turn(generation: int) -> None:
    """Sends one batch if it is this job's turn, and passes the turn on."""
    mine = Turn.objects.filter(name=MAIL, generation=generation)
    if not mine.exists():
        return
    wait = send_batch()
    now = clock.now()
    if wait or not Delivery.objects.mail_due().exists():
        mine.update(until=now + dt.timedelta(seconds=wait))
        return
    until = now + dt.timedelta(seconds=settings.NOTICE_TURN_SECONDS)
    if mine.update(generation=generation + 1, until=until):
        _queue_sender(generation + 1)


# --- Sending --------------------------------------------------------------------------------------
def send_batch() -> int:
    """Sends up to a batch of what is due; the seconds to wait when the mail server cannot be reached.

    The line is opened before anything is claimed: while the server is away no mail uses up an attempt.
    """
    from ..channels.email import Post, Rendered

    pks = list(Delivery.objects.mail_due().values_list("pk", flat=True)[:BATCH])
    if not pks:
        return 0
    post, rendered = Post(), Rendered()
    try:
        post.open()
    except OSError:
        logger.exception("The mail server cannot be reached; the mails wait")
        return 30
    until = time.monotonic() + BUDGET_SECONDS
    try:
        for pk in pks:
            if time.monotonic() > until:
                break
            deliver(pk, post, rendered)
    finally:
        post.close()
    return 0


def deliver(pk: int, post: Post, rendered: Rendered) -> None:
    """Sends one delivery, if nobody else has it and it is still wanted and allowed."""
    from ..channels.email import Outcome, compose

    delivery = _claim(pk)
    if delivery is None:
        return
    try:
        mail = compose(delivery, rendered)
    except Exception as error:  # one bad mail must not stop the others
        logger.exception("Delivery %s of kind %s cannot be written", pk, delivery.notice.kind)
        _try_later(delivery, type(error).__name__)
        return
    if mail is None:
        _mark(delivery, state=State.DROPPED, error="no longer wanted or allowed")
        return
    try:
        outcome, error_name = post.send(mail)
    except Exception as error:
        logger.exception("Delivery %s of kind %s failed", pk, delivery.notice.kind)
        outcome, error_name = Outcome.UNKNOWN, type(error).__name__
    if outcome is Outcome.ACCEPTED:
        _mark(delivery, state=State.SENT, sent_at=clock.now(), error="")
    elif outcome is Outcome.REFUSED:
        _mark(delivery, state=State.DEAD, error=error_name)
    elif outcome is Outcome.UNKNOWN and not _may_be_repeated(delivery):
        _mark(delivery, state=State.UNCERTAIN, error=error_name)
    else:
        _try_later(delivery, error_name)


def _claim(pk: int) -> Delivery | None:
    """Takes the delivery for the length of a lease; None when it is not there to take."""
    from ..channels.email import message_id

    now = clock.now()
    lease = now + dt.timedelta(seconds=settings.NOTICE_LEASE_SECONDS)
    claimed = Delivery.objects.mail_due().filter(pk=pk).order_by()
    if not claimed.update(state=State.SENDING, lease_until=lease, attempts=F("attempts") + 1):
        return None
    delivery: Delivery = Delivery.objects.select_related("notice", "recipient").get(pk=pk)
    if not delivery.message_id:
        delivery.message_id = message_id(delivery)
    return delivery


def _mark(delivery: Delivery, **values: object) -> None:
    # Only while the lease is ours: after it somebody else has decided.
    mine = Delivery.objects.filter(
        pk=delivery.pk, state=State.SENDING, lease_until=delivery.lease_until
    )
    mine.update(message_id=delivery.message_id, **values)


def _try_later(delivery: Delivery, error: str) -> None:
    if delivery.attempts >= MAX_ATTEMPTS:
        logger.error("Delivery %s of kind %s was given up", delivery.pk, delivery.notice.kind)
        _mark(delivery, state=State.DEAD, error=error)
        return
    again = clock.now() + BACK_OFF * 2 ** (delivery.attempts - 1)
    _mark(delivery, state=State.NEW, not_before=again, error=error)


def _may_be_repeated(delivery: Delivery) -> bool:
    return kinds.get(delivery.notice.kind).promise is kinds.Promise.NEVER_LOST


# --- What a crash left ----------------------------------------------------------------------------
def recover_leases() -> None:
    """Frees mails whose sender died: repeated where nothing may be lost, else listed as uncertain."""
    over = Delivery.objects.lease_over()
    if not over.exists():
        return
    repeatable = over.filter(notice__kind__in=kinds.names_with(kinds.Promise.NEVER_LOST))
    repeatable.filter(attempts__gte=MAX_ATTEMPTS).update(state=State.DEAD, error=SENDER_DIED)
    repeatable.update(state=State.NEW, lease_until=None, not_before=clock.now())
    count = over.update(state=State.UNCERTAIN, error=SENDER_DIED)
    if count:
        logger.error("%s mails are uncertain after a crash; see the dashboard", count)
