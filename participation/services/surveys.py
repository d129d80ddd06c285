"""What officers do with surveys: say whom they ask, open, close and publish them."""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock
from core.errors import DomainError
from core.services.drafts import discard_drafts
from neighborhoods.services.feed import put_in_feeds
from notifications.services import notify

from .. import questions as asking
from ..models import PendingAnswer, Survey, SurveyResponse, SurveyVersion
from ..sheets import draft_purpose
from ..tallies import tally
from .pool import forget_small_groups, is_ripe, release_pending

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

logger = logging.getLogger(__name__)

FEED_KIND = "survey"
NOTICE = "survey_open"


class AlreadyOpened(DomainError):
    """The survey is planned, open or closed: whom it asks can no longer change."""


class NotReady(DomainError):
    """Something is missing without which nobody can be asked."""


def _locked(survey: Survey) -> Survey:
    """The row as it is now, and nobody else's until the transaction ends."""
    return Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)


@transaction.atomic
def address_survey(
    *,
    survey: Survey,
    by: Any,
    access: str,
    is_anonymous: bool,
    all_neighborhoods: bool,
    neighborhoods: Iterable[Any],
    opens_at: dt.datetime | None = None,
    closes_at: dt.datetime | None = None,
) -> Survey:
    """Says whom the survey asks, when and how; raises ``AlreadyOpened`` once it is planned."""
    row = _locked(survey)
    if not row.is_editable:
        raise AlreadyOpened(_("This survey is planned or has opened. Nothing was changed."))
    row.access = access
    row.is_anonymous = is_anonymous
    row.all_neighborhoods = all_neighborhoods
    row.opens_at = opens_at
    row.closes_at = closes_at
    row.save(update_fields=["access", "is_anonymous", "all_neighborhoods", "opens_at", "closes_at"])
    row.neighborhoods.set([] if all_neighborhoods else neighborhoods)
    audit.record("survey.addressed", by=by, target=row, neighborhoods=row.targets().count())
    return row


@transaction.atomic
def schedule_survey(*, survey: Survey, by: Any) -> Survey:
    """Lets the survey open by itself at ``opens_at``; everything is checked now and again then."""
    row = _locked(survey)
    if not row.is_editable:
        raise AlreadyOpened(_("This survey is planned or has opened already."))
    if row.opens_at is None or row.opens_at <= clock.now():
        raise NotReady(_("Choose a moment in the future at which the survey opens."))
    _checked_questions(row)
    row.state = Survey.State.SCHEDULED
    row.save(update_fields=["state"])
    audit.record("survey.planned", by=by, target=row, opens_at=row.opens_at)
    return row


@transaction.atomic
def call_off_survey(*, survey: Survey, by: Any) -> Survey:
    """Takes the planned opening back; nobody was asked."""
    row = _locked(survey)
    if row.state != Survey.State.SCHEDULED:
        raise AlreadyOpened(_("This survey is not planned."))
    row.state = Survey.State.DRAFT
    row.save(update_fields=["state"])
    audit.record("survey.called_off", by=by, target=row)
    return row


@transaction.atomic
def open_survey(*, survey: Survey, by: Any = None) -> Survey:
    """Freezes the questions and asks: from now on it stands in the feeds and members are told.

    ``by`` is empty when the planned moment came. Raises ``NotReady`` with what is missing, or
    ``AlreadyOpened``.
    """
    row = _locked(survey)
    if row.is_frozen:
        raise AlreadyOpened(_("This survey has opened already."))
    now = clock.now()
    questions = _checked_questions(row)
    SurveyVersion.objects.create(
        survey=row, number=1, questions=asking.to_json(questions), frozen_at=now
    )
    row.state = Survey.State.OPEN
    row.opens_at = now
    row.save(update_fields=["state", "opens_at"])
    put_in_feeds(
        target=row,
        kind=FEED_KIND,
        neighborhoods=row.targets(),
        visible_from=now,
        expires_at=row.closes_at,
    )
    # Without an actor: an officer who lives here is asked like every neighbor.
    notify(kind=NOTICE, target=row)
    audit.record("survey.opened", by=by, target=row, questions=len(questions))
    return row


def _checked_questions(row: Survey) -> list[asking.Question]:
    page = row.source_page()
    if page is None or not page.live:
        raise NotReady(_("Publish the page first: nobody can read it yet."))
    questions = asking.from_stream(page.questions)
    if not questions:
        raise NotReady(_("Add at least one question and publish the page."))
    if row.closes_at is None or row.closes_at <= max(clock.now(), row.opens_at or clock.now()):
        raise NotReady(_("Choose a moment in the future at which the survey closes."))
    if not row.targets().exists():
        raise NotReady(_("Choose the neighborhoods first."))
    return questions


@transaction.atomic
def close_survey(*, survey: Survey, by: Any = None) -> Survey:
    """Ends the survey, lets the last answers go over and counts them all.

    ``by`` is empty when its time is over. In one transaction under the survey's lock, so no answer
    is left behind; raises ``AlreadyOpened`` when it is not open.
    """
    row = _locked(survey)
    version = row.version()
    if row.state != Survey.State.OPEN or version is None or row.opens_at is None:
        raise AlreadyOpened(_("This survey is not open."))
    if row.closes_at is None or row.closes_at > clock.now():
        row.closes_at = max(clock.now(), row.opens_at + dt.timedelta(seconds=1))
    release_pending(survey=row, all_of_them=True)
    forget_small_groups(survey=row)
    # Answers that were never handed in hang on their person; they are of no use to anybody now.
    discard_drafts(purpose=draft_purpose(row))
    answers = SurveyResponse.objects.filter(survey=row).values_list("stratum", "answers")
    row.tally = tally(asking.from_json(version.questions), answers.iterator(chunk_size=2000))
    row.state = Survey.State.CLOSED
    row.save(update_fields=["state", "closes_at", "tally"])
    put_in_feeds(
        target=row,
        kind=FEED_KIND,
        neighborhoods=row.targets(),
        visible_from=row.opens_at,
        expires_at=row.closes_at,
    )
    audit.record("survey.closed", by=by, target=row)
    return row


@transaction.atomic
def publish_results(*, survey: Survey, by: Any, is_public: bool) -> Survey:
    """Shows the results to whoever the survey asked, or hides them again; only once it is closed."""
    row = _locked(survey)
    if row.state != Survey.State.CLOSED:
        raise NotReady(_("Results can be published after the survey has closed."))
    row.results_published = is_public
    row.save(update_fields=["results_published"])
    audit.record("survey.results_published", by=by, target=row, is_public=is_public)
    return row


def sweep_surveys(**_kwargs: Any) -> None:
    """Connected to ``core.tasks.sweeping``: opens, closes and releases what is due, each by itself."""
    for row in Survey.objects.due_to_open():
        _try(open_survey, row)
    for row in Survey.objects.due_to_close():
        _try(close_survey, row)
    for row in Survey.objects.filter(state=Survey.State.OPEN, is_anonymous=True):
        pending = PendingAnswer.objects.filter(survey=row).count()
        released = SurveyResponse.objects.filter(survey=row).count()
        if is_ripe(pending=pending, released=released):
            _try(release_pending, row)


def _try(service: Callable[..., Any], row: Survey) -> None:
    """One survey that fails must not keep the others waiting; it is tried again in a minute."""
    try:
        service(survey=row)
    except DomainError as error:
        logger.warning("Survey %s: %s", row.pk, type(error).__name__)
    except Exception:
        logger.exception("Survey %s could not be moved on.", row.pk)
