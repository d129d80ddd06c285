"""Promise 7 where a group is small: the group beside an answer must not tell whose it is."""

import pytest
from django.contrib.auth.models import AnonymousUser

from core.models import Draft
from participation import services, sheets
from participation.models import Participation, PendingAnswer, SurveyResponse
from tests.cast import make_cast
from tests.factories import participation as make
from tests.factories.accounts import UserFactory
from tests.factories.neighborhoods import MembershipFactory


@pytest.fixture
def cast(db):
    return make_cast()


def open_survey(cast, **fields):
    return make.SurveyFactory(neighborhoods=[cast.molenwijk], access="open", opened=True, **fields)


def members_answer(survey, cast, number):
    for _ in range(number):
        person = UserFactory()
        MembershipFactory(person=person, neighborhood=cast.molenwijk)
        make.answer(survey, by=person)


def known_answers(survey):
    """(person, answer) for every group whose only answer and only person point at each other."""
    found = []
    for stratum in ("members", "open"):
        people = Participation.objects.filter(survey=survey, stratum=stratum)
        answers = SurveyResponse.objects.filter(survey=survey, stratum=stratum)
        named = people.filter(person__isnull=False)
        if named.exists() and 0 < answers.count() < 10:
            found.append(stratum)
    return found


@pytest.mark.parametrize("members", [9, 10, 40])
def test_one_guest_among_members_waits_while_the_survey_runs(cast, members):
    survey = open_survey(cast)
    make.answer(survey, by=cast.chadia)
    members_answer(survey, cast, members)
    services.release_pending(survey=survey)
    assert not SurveyResponse.objects.filter(stratum="open").exists()
    assert known_answers(survey) == []
    kept = SurveyResponse.objects.count() + PendingAnswer.objects.count()
    assert kept == Participation.objects.count() == members + 1


def test_a_group_goes_over_once_it_is_a_crowd(cast):
    survey = open_survey(cast)
    for _ in range(10):
        make.answer(survey, by=AnonymousUser())
    members_answer(survey, cast, 3)
    assert services.release_pending(survey=survey) == 10
    assert PendingAnswer.objects.count() == 3
    assert set(SurveyResponse.objects.values_list("stratum", flat=True)) == {"open"}


def test_at_closing_nobody_stands_alone_with_an_answer(cast):
    survey = open_survey(cast)
    make.answer(survey, by=cast.chadia)
    members_answer(survey, cast, 12)
    services.close_survey(survey=survey)
    assert SurveyResponse.objects.filter(stratum="open").count() == 1
    assert known_answers(survey) == []
    assert not Participation.objects.filter(person=cast.chadia).exists()
    assert Participation.objects.filter(stratum="members", person__isnull=False).count() == 12
    assert Participation.objects.count() == 13


def test_a_survey_that_few_answered_forgets_who_they_were(cast):
    survey = make.SurveyFactory(neighborhoods=[cast.molenwijk], opened=True)
    make.answer(survey, by=cast.an)
    services.close_survey(survey=survey)
    assert known_answers(survey) == []
    assert Participation.objects.get().person is None


def test_a_survey_with_names_keeps_them(cast):
    survey = open_survey(cast, is_anonymous=False)
    make.answer(survey, by=cast.an)
    services.close_survey(survey=survey)
    assert Participation.objects.get().person == cast.an


def test_what_was_never_handed_in_goes_at_closing(cast):
    """A draft hangs on its person, and a second window may write one behind the handing in."""
    survey = open_survey(cast)
    for person in (cast.an, cast.bram):
        sheets.MemberSheet(survey, person).write(make.ANSWERS)
    services.submit_answers(survey=survey, sheet=sheets.MemberSheet(survey, cast.an), by=cast.an)
    sheets.MemberSheet(survey, cast.an).write(make.ANSWERS)
    other = open_survey(cast)
    sheets.MemberSheet(other, cast.an).write(make.ANSWERS)
    services.close_survey(survey=survey)
    assert list(Draft.objects.values_list("purpose", flat=True)) == [f"survey:{other.pk}"]
