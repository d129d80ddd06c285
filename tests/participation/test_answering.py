"""Answering in the browser: every screen, and everybody who must not see one."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import translation

from core import clock
from core.limits import Limit
from core.models import Draft
from participation import limits, services
from participation.models import Participation, PendingAnswer, SurveyResponse
from tests.factories import participation as make

NL = "/nl/participation"


def address(page, rest=""):
    return f"{NL}/{page.slug}/answer/{rest}"


@pytest.fixture
def page(cast):
    return make.SurveyPageFactory(neighborhoods=[cast.molenwijk], opened=True)


@pytest.fixture
def open_page(cast):
    return make.SurveyPageFactory(neighborhoods=[cast.molenwijk], opened=True, access="open")


FORMS = [
    {"answer": make.FOOT},
    {"answer": [make.TREES, make.BENCHES]},
    {"answer": "4"},
    {"answer": "Kerkplein"},
    {"answer": "Meer bomen."},
]


def walk(client, page, forms=FORMS):
    """Fills in every question and hands in."""
    for number, data in enumerate(forms, 1):
        response = client.post(address(page, f"{number}/"), data)
        assert response.status_code == 302, response.content.decode()
    return client.post(address(page, "check/"), follow=True)


def test_member_answers_and_is_thanked(client, cast, page):
    client.force_login(cast.an)
    first = client.get(address(page), follow=True)
    text = first.content.decode()
    assert "Hoe kom je naar de markt?" in text
    assert '<progress class="progress__bar" value="1" max="5"' in text
    thanks = walk(client, page)
    assert thanks.redirect_chain[-1][0] == address(page, "thanks/")
    assert "In juni beslist de gemeenteraad." in thanks.content.decode()
    assert Participation.objects.get().person == cast.an
    assert PendingAnswer.objects.count() == 1
    assert not SurveyResponse.objects.exists()


def test_thanks_show_no_answer(client, cast, page):
    """A receipt could be asked for by others."""
    client.force_login(cast.an)
    text = walk(client, page).content.decode()
    for word in ("Te voet", "Kerkplein", "Meer bomen."):
        assert word not in text


@pytest.mark.parametrize("who", ["chadia", "dirk", "els", "worker", "former_worker", "moderator"])
@pytest.mark.parametrize("rest", ["", "1/", "check/", "thanks/"])
def test_outsiders_get_404(client, cast, page, who, rest):
    client.force_login(getattr(cast, who))
    for method in (client.get, client.post):
        response = method(address(page, rest), FORMS[0])
        assert response.status_code in (404, 405)
        assert "markt" not in response.content.decode()


@pytest.mark.parametrize("who", ["participation", "translator", "admin", "superuser"])
def test_a_role_does_not_make_anybody_a_member(client, cast, page, who):
    client.force_login(getattr(cast, who))
    assert client.get(address(page, "1/")).status_code == 404


@pytest.mark.parametrize("rest", ["", "1/", "check/", "thanks/"])
def test_visitors_of_a_members_survey_get_the_sign_in_page(client, page, rest):
    response = client.get(address(page, rest))
    assert response.status_code == 302
    assert response["Location"].startswith("/nl/account/login/")
    assert client.get(f"{NL}/nothing-here/answer/{rest}").status_code == 302


def test_absent_survey_is_404_for_who_is_signed_in(client, cast):
    client.force_login(cast.an)
    assert client.get(f"{NL}/nothing-here/answer/").status_code == 404


def test_draft_survey_cannot_be_answered(client, cast):
    page = make.SurveyPageFactory(neighborhoods=[cast.molenwijk])
    client.force_login(cast.an)
    assert client.get(address(page, "1/")).status_code == 404


def test_unpublished_page_cannot_be_answered(client, cast, page):
    page.unpublish()
    client.force_login(cast.an)
    assert client.get(address(page, "1/")).status_code == 404


def test_question_that_does_not_exist_is_404(client, cast, page):
    client.force_login(cast.an)
    for number in (0, 6, 999):
        assert client.get(address(page, f"{number}/")).status_code == 404


def test_required_question_says_what_is_wrong(client, cast, page):
    client.force_login(cast.an)
    response = client.post(address(page, "1/"), {})
    text = response.content.decode()
    assert response.status_code == 422
    assert "error-summary" in text
    assert 'href="#id_answer_0"' in text
    assert not Draft.objects.exists()


def test_question_may_be_skipped_unless_required(client, cast, page):
    client.force_login(cast.an)
    client.post(address(page, "1/"), FORMS[0])
    assert client.post(address(page, "2/"), {}).status_code == 302
    assert client.get(address(page))["Location"] == address(page, "3/")


def test_foreign_option_is_refused(client, cast, page):
    client.force_login(cast.an)
    assert client.post(address(page, "1/"), {"answer": make.TREES}).status_code == 422


def test_other_needs_words_and_words_mean_other(client, cast, page):
    client.force_login(cast.an)
    assert client.post(address(page, "1/"), {"answer": "other"}).status_code == 422
    assert client.post(address(page, "1/"), {"other": "Met de step"}).status_code == 302
    walk(client, page, [{"answer": "other", "other": "Met de step"}, {}, {}, {}, {}])
    services.close_survey(survey=page.survey)
    assert SurveyResponse.objects.get().answers == {
        make.SINGLE: {"option": "other", "text": "Met de step"}
    }


def test_answers_are_kept_between_devices_and_wiped_on_submit(client, cast, page):
    client.force_login(cast.an)
    client.post(address(page, "1/"), FORMS[0])
    other = type(client)()
    other.force_login(cast.an)
    assert other.get(address(page))["Location"] == address(page, "2/")
    text = other.get(address(page, "1/")).content.decode()
    assert re.search(rf'value="{make.FOOT}"[^>]*checked', text)
    walk(other, page)
    assert not Draft.objects.exists()


def test_kept_answers_cannot_be_read_in_the_database(client, cast, page):
    client.force_login(cast.an)
    client.post(address(page, "5/"), {"answer": "Kanarie in het geheim"})
    draft = Draft.objects.get()
    assert "Kanarie" not in str(draft.data)
    assert draft.purpose == f"survey:{page.survey_id}"


def test_look_back_shows_answers_and_the_way_to_change_them(client, cast, page):
    client.force_login(cast.an)
    for number, data in enumerate(FORMS, 1):
        client.post(address(page, f"{number}/"), data)
    text = client.get(address(page, "check/")).content.decode()
    assert "Te voet" in text
    assert "Zitbanken" in text
    assert f"{address(page, '1/')}?change" in text
    response = client.post(f"{address(page, '1/')}?change", {"answer": make.BIKE})
    assert response["Location"] == address(page, "check/")
    assert "Met de fiets" in client.get(address(page, "check/")).content.decode()


def test_look_back_refuses_what_is_incomplete(client, cast, page):
    client.force_login(cast.an)
    # The first question, which must be answered, was left behind by an address typed by hand.
    for number, data in enumerate(FORMS[1:], 2):
        client.post(address(page, f"{number}/"), data)
    services_sheet = client.get(address(page))
    assert services_sheet["Location"] == address(page, "1/")
    assert client.post(address(page, "check/"))["Location"] == address(page, "1/")
    assert not Participation.objects.exists()


def test_nobody_answers_twice(client, cast, page):
    client.force_login(cast.an)
    walk(client, page)
    for rest in ("", "1/", "check/"):
        assert client.get(address(page, rest))["Location"] == address(page, "thanks/")
        assert client.post(address(page, rest), FORMS[0]).status_code in (302, 405)
    assert Participation.objects.count() == 1


def test_leaving_and_rejoining_gives_no_second_answer(client, cast, page):
    client.force_login(cast.an)
    walk(client, page)
    cast.an.memberships.update(state="left")
    assert client.get(address(page, "1/")).status_code == 404
    cast.an.memberships.update(state="active")
    assert client.get(address(page, "1/"))["Location"] == address(page, "thanks/")
    with pytest.raises(services.AlreadyTookPart):
        make.answer(page.survey, by=cast.an)


def test_visitor_answers_an_open_survey_once_a_browser(client, open_page):
    walk(client, open_page)
    took_part = Participation.objects.get()
    assert (took_part.person, took_part.stratum) == (None, "open")
    assert client.get(address(open_page, "1/"))["Location"] == address(open_page, "thanks/")
    other = type(client)()
    walk(other, open_page)
    assert Participation.objects.count() == 2


def test_visitors_mark_cannot_be_made_up_and_says_no_moment(client, open_page):
    walk(client, open_page)
    name = f"took_part_{open_page.survey.public_id.hex}"
    cookie = client.cookies[name]
    assert cookie["httponly"]
    assert cookie.value.startswith("yes:")
    client.cookies[name] = "yes:1:forged"
    assert client.get(address(open_page, "1/")).status_code == 200


def test_visitors_session_holds_no_answer_after_submitting(client, open_page):
    walk(client, open_page)
    assert not [key for key, _value in client.session.items() if "survey" in key]


def test_same_sheet_cannot_be_handed_in_twice(client, open_page, settings):
    """Two tabs, or a double click without JavaScript."""
    for number, data in enumerate(FORMS, 1):
        client.post(address(open_page, f"{number}/"), data)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post(address(open_page, "check/"))
    second = type(client)()
    second.cookies[settings.SESSION_COOKIE_NAME] = session
    second.post(address(open_page, "check/"))
    assert Participation.objects.count() == 1


def test_addresses_of_one_household_count_as_one(client, open_page, monkeypatch):
    """An IPv6 line has 2^64 addresses: whoever changes it with each answer is still one visitor."""
    monkeypatch.setattr(limits, "VISITOR_ANSWERS", Limit("survey_answers", most=2, seconds=3600))
    for number in range(4):
        walk(type(client)(REMOTE_ADDR=f"2001:db8:1:2::{number:x}"), open_page)
    assert Participation.objects.count() == 2
    walk(type(client)(REMOTE_ADDR="2001:db8:1:3::1"), open_page)
    assert Participation.objects.count() == 3


def test_visitors_are_limited_by_address(client, open_page):
    for _ in range(20):
        walk(type(client)(), open_page)
    late = type(client)()
    walk(late, open_page)
    assert Participation.objects.count() == 20
    response = late.get(address(open_page, "check/"))
    # What was typed is still there.
    assert "Te voet" in response.content.decode()


def test_members_of_an_open_survey_are_counted_as_members(client, cast, open_page):
    client.force_login(cast.an)
    walk(client, open_page)
    outsider = type(client)()
    outsider.force_login(cast.chadia)
    walk(outsider, open_page)
    strata = dict(Participation.objects.values_list("person", "stratum"))
    assert strata == {cast.an.pk: "members", cast.chadia.pk: "open"}


@pytest.mark.parametrize(("seconds", "is_open"), [(-1, True), (0, False), (1, False)])
def test_closing_is_a_half_open_interval(client, cast, page, seconds, is_open):
    client.force_login(cast.an)
    with clock.travel(page.survey.closes_at + dt.timedelta(seconds=seconds)):
        response = client.get(address(page, "1/"))
    if is_open:
        assert response.status_code == 200
    else:
        assert response["Location"].endswith(f"/participation/{page.slug}/")


@pytest.mark.parametrize("night", ["2026-10-25T00:30+00:00", "2027-03-28T00:30+00:00"])
@pytest.mark.parametrize(("seconds", "is_open"), [(-1, True), (0, False)])
def test_closing_in_a_night_when_the_clock_changes(client, cast, night, seconds, is_open):
    closes = dt.datetime.fromisoformat(night) + dt.timedelta(hours=1)
    with clock.travel(closes - dt.timedelta(days=3)):
        page = make.SurveyPageFactory(neighborhoods=[cast.molenwijk], closes_at=closes, opened=True)
    with clock.travel(closes + dt.timedelta(seconds=seconds)):
        assert page.survey.takes_answers is is_open
        if is_open:
            make.answer(page.survey, by=cast.an)
        else:
            with pytest.raises(services.NotTakingAnswers):
                make.answer(page.survey, by=cast.an)


def test_answers_after_closing_are_refused_and_kept_nowhere(cast, page):
    with clock.travel(page.survey.closes_at), pytest.raises(services.NotTakingAnswers):
        make.answer(page.survey, by=cast.an)
    assert not Participation.objects.exists()
    assert not PendingAnswer.objects.exists()


@pytest.mark.parametrize(
    "bad",
    [
        {make.SINGLE: None},
        {make.SINGLE: {"option": "nonsense"}},
        {make.SINGLE: {"option": "other", "text": "  "}},
        {make.SINGLE: "text"},
        {make.MULTIPLE: {"options": [make.TREES, "nonsense"]}},
        {make.MULTIPLE: {"options": make.TREES}},
        {make.SCALE: {"point": 0}},
        {make.SCALE: {"point": 6}},
        {make.SCALE: {"point": True}},
        {make.SCALE: {"point": "4"}},
        {make.SHORT: {"text": "x" * 201}},
        {make.LONG: {"text": 7}},
    ],
)
def test_service_refuses_what_does_not_fit(cast, page, bad):
    with pytest.raises(services.Incomplete):
        make.answer(page.survey, by=cast.an, **bad)
    assert not Participation.objects.exists()


def test_what_belongs_to_no_question_is_not_kept(cast, page):
    make.answer(page.survey, by=cast.an, stranger={"text": "x"})
    services.close_survey(survey=page.survey)
    assert set(SurveyResponse.objects.get().answers) == set(make.ANSWERS)


def test_a_get_writes_nothing(client, cast, page):
    client.force_login(cast.an)
    for rest in ("", "1/", "2/", "check/", "thanks/"):
        client.get(address(page, rest))
    assert not Draft.objects.exists()
    assert not Participation.objects.exists()


def test_screens_are_never_stored_or_found(client, open_page):
    response = client.get(address(open_page, "1/"))
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]


def test_named_survey_says_so_before_and_keeps_the_name(client, cast):
    page = make.SurveyPageFactory(neighborhoods=[cast.molenwijk], opened=True, is_anonymous=False)
    client.force_login(cast.an)
    with translation.override("nl"):
        for url in (f"{NL}/{page.slug}/", address(page, "1/")):
            assert 'class="who-sees"' in client.get(url).content.decode()
    english = client.get(f"/en/participation/{page.slug}/answer/1/").content.decode()
    assert "This survey is not anonymous." in english
    walk(client, page)
    assert SurveyResponse.objects.get().person == cast.an


def test_submit_costs_at_most_fifteen_statements(client, cast, page, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        make.answer(page.survey, by=cast.an)


@pytest.mark.parametrize("language", ["nl", "fr", "en", "de"])
def test_addresses_work_in_every_language(client, cast, page, language):
    client.force_login(cast.an)
    with translation.override(language):
        url = reverse("participation:question_answer", args=[page.slug, 1])
    assert url.startswith(f"/{language}/participation/")
    assert client.get(url).status_code == 200
