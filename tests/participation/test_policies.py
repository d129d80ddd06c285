"""Who may do what with a survey: role × state × action, and the two directions of each rule agree."""

import datetime as dt

import pytest

from accounts.models import User
from core import clock
from participation import services
from participation.models import Survey
from participation.policies import survey_policy
from tests.factories import participation as make

ACTIONS = [
    *["view", "receive", "take_part", "answer", "view_results", "look", "manage", "address"],
    *["open", "call_off", "close", "read_results", "publish_results", "unknown"],
]
MEMBERS, PUBLIC = {"an", "bram"}, "everybody"
OFFICER, LOOKERS = {"participation"}, {"participation", "translator"}

# What a members' survey of Molenwijk allows in each state.
EXPECTED = {
    "draft": {"view": PUBLIC, "look": LOOKERS, "manage": OFFICER, "address": OFFICER, "open": OFFICER},
    "scheduled": {
        "view": PUBLIC, "look": LOOKERS, "manage": OFFICER, "open": OFFICER, "call_off": OFFICER,
    },
    "open": {
        "view": PUBLIC, "receive": MEMBERS, "take_part": MEMBERS, "answer": MEMBERS,
        "look": LOOKERS, "manage": OFFICER, "close": OFFICER,
    },
    "closed": {
        "view": PUBLIC, "take_part": MEMBERS, "look": LOOKERS, "manage": OFFICER,
        "read_results": OFFICER, "publish_results": OFFICER,
    },
    "published": {
        "view": PUBLIC, "take_part": MEMBERS, "view_results": MEMBERS, "look": LOOKERS,
        "manage": OFFICER, "read_results": OFFICER, "publish_results": OFFICER,
    },
}  # fmt: skip


def survey_in(state, cast, **fields):
    if state == "scheduled":
        fields["opens_at"] = clock.now() + dt.timedelta(days=1)
    survey = make.SurveyFactory(
        neighborhoods=[cast.molenwijk],
        opened=state == "open",
        closed=state in ("closed", "published"),
        **fields,
    )
    if state == "scheduled":
        services.schedule_survey(survey=survey, by=cast.participation)
    if state == "published":
        services.publish_results(survey=survey, by=cast.participation, is_public=True)
    return Survey.objects.get(pk=survey.pk)


@pytest.mark.parametrize("state", EXPECTED)
def test_matrix_of_a_members_survey(cast, state):
    survey = survey_in(state, cast)
    for action in ACTIONS:
        expected = EXPECTED[state].get(action, set())
        audience = set(survey_policy.audience(action, survey))
        for name, person in cast.everybody():
            is_allowed = survey_policy.allows(person, action, survey)
            wanted = expected == PUBLIC or name in expected
            assert is_allowed is wanted, (state, action, name)
            assert survey_policy.allowed(person, action).filter(pk=survey.pk).exists() is wanted
            if person.is_authenticated:
                assert (person in audience) is wanted, (state, action, name, "audience")


@pytest.mark.parametrize("state", ["open", "published"])
def test_open_survey_is_for_everybody_but_told_to_members(cast, state):
    survey = survey_in(state, cast, access="open")
    action = "answer" if state == "open" else "view_results"
    for _name, person in cast.everybody():
        assert survey_policy.allows(person, action, survey)
    assert set(survey_policy.audience(action, survey)) == set(User.objects.active())
    told = {cast.an, cast.bram} if state == "open" else set()
    assert set(survey_policy.audience("receive", survey)) == told


def test_unpublished_page_ends_everything_public(cast):
    survey = survey_in("published", cast)
    survey.source_page().unpublish()
    for action in ("view", "take_part", "view_results"):
        assert not survey_policy.allows(cast.an, action, survey)
        assert not survey_policy.audience(action, survey).exists()


def test_inactive_member_may_nothing(cast):
    survey = survey_in("open", cast)
    cast.an.is_active = False
    cast.an.save(update_fields=["is_active"])
    assert not survey_policy.allows(cast.an, "answer", survey)
    assert cast.an not in survey_policy.audience("answer", survey)


def test_all_neighborhoods_are_members_and_nobody_else(cast):
    survey = make.SurveyFactory(all_neighborhoods=True, opened=True)
    may = {name for name, who in cast.everybody() if survey_policy.allows(who, "answer", survey)}
    assert may == {"an", "bram", "chadia"}
