"""Lets anonymous answers go over into the table of answers in a crowd.

While an answer waits, the database knows in which transaction it came, and so beside which
participation. It therefore waits sealed until at least the threshold's number of answers is there.
Then all answers of the survey, those that went over before too, are written anew in random order
under new random keys: neither their place on the disk, nor the transaction that wrote them, nor
their key says when any of them was given.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import router, transaction

from ..models import PendingAnswer, Survey, SurveyResponse
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
    waiting = list(PendingAnswer.objects.filter(survey=row).values_list("sealed", flat=True))
    if not waiting:
        return 0
    released = SurveyResponse.objects.filter(survey=row)
    if not all_of_them and not is_ripe(pending=len(waiting), released=released.count()):
        return 0
    answers: list[tuple[str, dict[str, Any]]] = list(released.values_list("stratum", "answers"))
    answers += [(data["stratum"], data["answers"]) for data in map(unseal, waiting)]
    secrets.SystemRandom().shuffle(answers)
    _delete(PendingAnswer.objects.filter(survey=row))
    _delete(released)
    SurveyResponse.objects.bulk_create(
        (SurveyResponse(survey=row, stratum=stratum, answers=given) for stratum, given in answers),
        batch_size=BATCH,
    )
    return len(waiting)


def _delete(rows: QuerySet[Any]) -> None:
    """One DELETE: nothing points at these rows, and loading each of them first would take minutes."""
    rows._raw_delete(router.db_for_write(rows.model))
