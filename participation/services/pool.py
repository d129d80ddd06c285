"""Lets anonymous answers go over into the table of answers in a crowd.

While an answer waits, the database knows in which transaction it came, and so beside which
participation. It therefore waits sealed until at least the threshold's number of answers is there.
Then all answers of the survey, those that went over before too, are written anew in random order
under new random keys: neither their place on the disk, nor the transaction that wrote them, nor
their key says when any of them was given.
"""

from __future__ import annotations

import secrets
from collections import Counter
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import router, transaction

from ..models import Participation, PendingAnswer, Survey, SurveyResponse
from ..sealing import unseal

if TYPE_CHECKING:
    from django.db.models import QuerySet

# Writing everything anew each time would cost the square of the number of answers; waiting for a
# quarter more each time costs about five times the number, whatever it is.
GROWTH = 4
BATCH = 1000


def is_ripe(*, pending: int, released: int) -> bool:
    """Whether enough answers wait to go over in a crowd."""
    return pending >= settings.PRIVACY_THRESHOLD and pending * GROWTH >= released


@transaction.atomic
def release_pending(*, survey: Survey, all_of_them: bool = False) -> int:
    """Moves every waiting answer over and returns how many; none while they are too few.

    ``all_of_them`` is for closing, when nobody else will come. A process that dies in the middle
    leaves all as it was.
    """
    row = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    waiting = dict(PendingAnswer.objects.filter(survey=row).values_list("pk", "sealed"))
    if not waiting:
        return 0
    released = SurveyResponse.objects.filter(survey=row)
    if not all_of_them and not is_ripe(pending=len(waiting), released=released.count()):
        return 0
    going = {key: unseal(sealed) for key, sealed in waiting.items()}
    if not all_of_them:
        going = _in_a_crowd(going)
    if not going:
        return 0
    answers: list[tuple[str, dict[str, Any]]] = list(released.values_list("stratum", "answers"))
    answers += [(data["stratum"], data["answers"]) for data in going.values()]
    secrets.SystemRandom().shuffle(answers)
    _leave(row, set(waiting) - set(going))
    _delete(released)
    SurveyResponse.objects.bulk_create(
        (SurveyResponse(survey=row, stratum=stratum, answers=given) for stratum, given in answers),
        batch_size=BATCH,
    )
    return len(going)


def _in_a_crowd(waiting: dict[Any, dict[str, Any]]) -> dict[Any, dict[str, Any]]:
    """Those whose own group is a crowd: one guest among ten members would be known by the group."""
    groups = Counter(data["stratum"] for data in waiting.values())
    return {
        key: data
        for key, data in waiting.items()
        if groups[data["stratum"]] >= settings.PRIVACY_THRESHOLD
    }


def _leave(survey: Survey, keys: set[Any]) -> None:
    """Of the waiting answers only those with these keys wait on, few by their nature."""
    waiting = PendingAnswer.objects.filter(survey=survey)
    _delete(waiting.exclude(pk__in=keys) if keys else waiting)


def forget_small_groups(*, survey: Survey) -> None:
    """Takes the names off the list of who took part where a group is too small to hide anybody in.

    Called at closing, when nobody takes part any more: with the group beside each answer, a group of
    one would tell whose the answer is. A survey that keeps names keeps them.
    """
    if not survey.is_anonymous:
        return
    rows = Participation.objects.filter(survey=survey)
    small = [key for key, n in rows.counts().items() if n < settings.PRIVACY_THRESHOLD]
    rows.filter(stratum__in=small).update(person=None)


def _delete(rows: QuerySet[Any]) -> None:
    """One DELETE: nothing points at these rows, and loading each of them first would take minutes."""
    rows._raw_delete(router.db_for_write(rows.model))
