"""Jobs: tell a notice, send a batch of mails, and look for what is due or left behind."""

from __future__ import annotations

import datetime as dt
import logging
import time
from typing import Any

from django.conf import settings

from core import clock
from core.tasks import enqueue_on_commit

from .models import Delivery, Notice
from .services import expansion, sending

logger = logging.getLogger(__name__)

# A job of the queue may take 90 s; a long notice goes on in the next one.
TELL_SECONDS = 30
POKES_AT_ONCE = 20


def tell(notice_id: int) -> None:
    """Writes the deliveries of a notice, batch after batch; safe to run twice, also at once."""
    until = time.monotonic() + TELL_SECONDS
    try:
        while expansion.expand_batch(notice_id):
            sending.ask_for_turn()
            if time.monotonic() > until:
                enqueue_on_commit(tell, notice_id)
                return
    except Exception as error:  # one bad notice must not stop the others
        logger.debug("Telling failed", exc_info=error)
        expansion.record_failure(notice_id, error)


def send(generation: int) -> None:
    """Sends one batch of mails and queues the next sender while there is more."""
    sending.take_turn(generation)


def look(**kwargs: Any) -> None:
    """Queues jobs for what is due, and frees what a crash left; every worker's pulse calls it."""
    sending.recover_leases()
    now = clock.now()
    silent_since = now - dt.timedelta(seconds=settings.NOTICE_TURN_SECONDS)
    waiting = Notice.objects.due().not_poked_since(silent_since)
    for pk in list(waiting.values_list("pk", flat=True)[:POKES_AT_ONCE]):
        # Several workers look at once; one of them queues the job.
        if waiting.filter(pk=pk).update(poked_at=now):
            enqueue_on_commit(tell, pk)
    if Delivery.objects.mail_due().exists():
        sending.ask_for_turn()
