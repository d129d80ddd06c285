"""Officers at work: preparing, opening, closing, and what can no longer change."""

import copy
import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from core import clock
from neighborhoods.models import FeedEntry
from notifications.models import Notice
from participation import services
from participation.models import Survey, SurveyPage, SurveyVersion
from tests.factories import participation as make

ADMIN = "/admin/surveys"


def form_of(cast, **changes):
    closes = timezone.localtime(clock.now() + dt.timedelta(days=9))
    return {
        "access": "open",
        "neighborhoods": [cast.oude_haven.pk],
        "is_anonymous": "on",
        "closes_at": closes.strftime("%Y-%m-%d %H:%M"),
        **changes,
    }


@pytest.fixture
def page(cast):
    return make.SurveyPageFactory(neighborhoods=[cast.molenwijk])


def test_officer_says_whom_it_asks(client, cast, page):
    client.force_login(cast.participation)
    response = client.post(f"{ADMIN}/{page.survey.public_id}/audience/", form_of(cast))
    assert response.status_code == 302
    survey = Survey.objects.get()
    assert survey.access == "open"
    assert list(survey.neighborhoods.all()) == [cast.oude_haven]


@pytest.mark.parametrize(
    "changes",
    [
        {"neighborhoods": []},
        {"closes_at": ""},
        {"closes_at": "2020-01-01 10:00"},
        {"opens_at": "2020-01-01 10:00"},
        {"opens_at": "2099-01-01 10:00"},
        {"access": "anybody"},
        {"neighborhoods": [999_999]},
    ],
)
def test_audience_that_makes_no_sense_is_refused(client, cast, page, changes):
    client.force_login(cast.participation)
    response = client.post(f"{ADMIN}/{page.survey.public_id}/audience/", form_of(cast, **changes))
    assert response.status_code == 200
    assert list(Survey.objects.get().neighborhoods.all()) == [cast.molenwijk]


OTHERS = ["comms", "care", "moderator", "admin", "superuser", "an", "worker"]


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize(
    "rest", ["", "{id}/", "{id}/audience/", "{id}/close/", "{id}/results/", "{id}/results.csv"]
)
def test_others_find_nothing_at_the_desk(client, cast, who, rest):
    survey = make.SurveyFactory(neighborhoods=[cast.molenwijk], closed=True)
    client.force_login(getattr(cast, who))
    response = client.get(f"{ADMIN}/{rest.format(id=survey.public_id)}")
    assert response.status_code in (302, 403, 404)
    assert survey.source_page().title not in response.content.decode()


@pytest.mark.parametrize("rest", ["open", "call-off", "close", "results/publish", "audience"])
def test_translator_may_look_and_change_nothing(client, cast, page, rest):
    client.force_login(cast.translator)
    url = f"{ADMIN}/{page.survey.public_id}/"
    assert client.get(url).status_code == 200
    before = Survey.objects.values().get()
    assert client.post(f"{url}{rest}/", form_of(cast, when="now")).status_code == 404
    assert Survey.objects.values().get() == before


def test_opening_freezes_asks_and_tells(client, cast, page):
    client.force_login(cast.participation)
    client.post(f"{ADMIN}/{page.survey.public_id}/open/", {"when": "now"})
    survey = Survey.objects.get()
    assert survey.state == "open"
    assert [question.id for question in make.frozen(survey)][:1] == [make.SINGLE]
    entry = FeedEntry.objects.get(target_kind="survey")
    assert (entry.neighborhood, entry.expires_at) == (cast.molenwijk, survey.closes_at)
    assert Notice.objects.filter(kind="survey_open", target_id=survey.pk).count() == 1


def test_opening_twice_tells_once(client, cast, page):
    client.force_login(cast.participation)
    for _ in range(2):
        client.post(f"{ADMIN}/{page.survey.public_id}/open/", {"when": "now"})
    assert SurveyVersion.objects.count() == 1
    assert Notice.objects.filter(kind="survey_open").count() == 1
    with pytest.raises(services.AlreadyOpened):
        services.open_survey(survey=page.survey)


def broken(page, how):
    if how == "unpublished":
        page.unpublish()
    elif how == "no questions":
        page.questions = []
        page.save()
    elif how == "no end":
        Survey.objects.update(closes_at=None)
    elif how == "over":
        Survey.objects.update(closes_at=clock.now())
    else:
        page.survey.neighborhoods.clear()


@pytest.mark.parametrize("how", ["unpublished", "no questions", "no end", "over", "nobody"])
def test_what_is_not_ready_does_not_open(client, cast, page, how):
    broken(page, how)
    client.force_login(cast.participation)
    client.post(f"{ADMIN}/{page.survey.public_id}/open/", {"when": "now"})
    assert Survey.objects.get().state == "draft"
    assert not FeedEntry.objects.filter(target_kind="survey").exists()
    assert not Notice.objects.filter(kind="survey_open").exists()


def test_planned_survey_opens_and_closes_by_itself(cast, page):
    opens = clock.now() + dt.timedelta(hours=2)
    Survey.objects.update(opens_at=opens)
    services.schedule_survey(survey=page.survey, by=cast.participation)
    services.sweep_surveys()
    assert Survey.objects.get().state == "scheduled"
    with clock.travel(opens):
        services.sweep_surveys()
        assert Survey.objects.get().state == "open"
    with clock.travel(page.survey.closes_at):
        services.sweep_surveys()
    survey = Survey.objects.get()
    assert survey.state == "closed"
    assert survey.tally["participants"] == {}


def test_planned_survey_without_a_page_waits_and_keeps_nobody_else_waiting(cast, page):
    other = make.SurveyFactory(neighborhoods=[cast.molenwijk])
    opens = clock.now() + dt.timedelta(hours=2)
    Survey.objects.update(opens_at=opens)
    for survey in (page.survey, other):
        services.schedule_survey(survey=survey, by=cast.participation)
    page.unpublish()
    with clock.travel(opens):
        services.sweep_surveys()
    assert Survey.objects.get(pk=page.survey_id).state == "scheduled"
    assert Survey.objects.get(pk=other.pk).state == "open"


def test_called_off_survey_asks_nobody(cast, page):
    opens = clock.now() + dt.timedelta(hours=2)
    Survey.objects.update(opens_at=opens)
    services.schedule_survey(survey=page.survey, by=cast.participation)
    services.call_off_survey(survey=page.survey, by=cast.participation)
    with clock.travel(opens + dt.timedelta(days=1)):
        services.sweep_surveys()
    assert Survey.objects.get().state == "draft"


@pytest.mark.parametrize("state", ["scheduled", "open", "closed"])
def test_whom_it_asks_never_changes_later(client, cast, page, state):
    opens = clock.now() + dt.timedelta(hours=2)
    if state == "scheduled":
        Survey.objects.update(opens_at=opens)
        services.schedule_survey(survey=page.survey, by=cast.participation)
    else:
        services.open_survey(survey=page.survey)
    if state == "closed":
        services.close_survey(survey=page.survey)
    before = Survey.objects.values().get()
    client.force_login(cast.participation)
    client.post(f"{ADMIN}/{page.survey.public_id}/audience/", form_of(cast))
    with pytest.raises(services.AlreadyOpened):
        services.address_survey(
            survey=page.survey,
            by=cast.participation,
            access="open",
            is_anonymous=False,
            all_neighborhoods=True,
            neighborhoods=[],
        )
    assert Survey.objects.values().get() == before
    assert list(Survey.objects.get().neighborhoods.all()) == [cast.molenwijk]


def test_editor_of_the_page_has_no_field_for_whom_it_asks(client, cast, page):
    """Wagtail saves pages by itself while one types; whom the town asks changes by a save alone."""
    client.force_login(cast.participation)
    text = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert f"{ADMIN}/{page.survey.public_id}/" in text
    for name in ("access", "is_anonymous", "all_neighborhoods", "opens_at", "closes_at"):
        assert f'name="{name}"' not in text


def test_a_revision_cannot_move_a_page_to_another_survey(cast, page):
    other = make.SurveyPageFactory(neighborhoods=[cast.oude_haven])
    content = page.serializable_data() | {"survey": other.survey_id}
    assert page.with_content_json(content).survey_id == page.survey_id


def test_copy_of_a_page_gets_a_survey_of_its_own(cast, page):
    twin = page.copy(update_attrs={"slug": "kopie", "title": "Kopie"})
    assert twin.survey_id != page.survey_id
    assert twin.survey.state == "draft"
    assert not twin.survey.targets().exists()


def test_closed_survey_leaves_the_feed_and_does_not_reopen(client, cast, page):
    services.open_survey(survey=page.survey)
    client.force_login(cast.participation)
    url = f"{ADMIN}/{page.survey.public_id}/close/"
    assert Survey.objects.get().state == "open"
    assert client.get(url).status_code == 200
    assert Survey.objects.get().state == "open", "a GET closed the survey"
    client.post(url)
    assert Survey.objects.get().state == "closed"
    assert not FeedEntry.objects.visible().filter(
        target_kind="survey", expires_at__gt=clock.now() + dt.timedelta(seconds=2)
    )
    client.post(f"{ADMIN}/{page.survey.public_id}/open/", {"when": "now"})
    assert Survey.objects.get().state == "closed"


# --- Frozen questions ----------------------------------------------------------------------------
def _words(rows):
    rows[0]["value"]["question"] = "Hoe kom je meestal naar de markt?"
    rows[0]["value"]["options"][0]["value"] = "Te voet of met de step"


CHANGES = {
    "removed": lambda rows: rows.pop(),
    "reordered": lambda rows: rows.reverse(),
    "added": lambda rows: rows.append({"type": "short", "value": {"question": "Nog iets?"}}),
    "option removed": lambda rows: rows[0]["value"]["options"].pop(),
    "options reordered": lambda rows: rows[0]["value"]["options"].reverse(),
    "option added": lambda rows: rows[0]["value"]["options"].append(
        {"type": "item", "id": "x", "value": "Met de bus"}
    ),
    "required": lambda rows: rows[1]["value"].update(is_required=True),
    "points": lambda rows: rows[2]["value"].update(points="10"),
    "other": lambda rows: rows[0]["value"].update(has_other=False),
    "words": _words,
}
STRUCTURAL = sorted(CHANGES.keys() - {"words"})


def changed(how):
    rows = copy.deepcopy(make.QUESTIONS)
    CHANGES[how](rows)
    return rows


@pytest.mark.parametrize("how", STRUCTURAL)
def test_questions_cannot_change_after_opening(cast, page, how):
    services.open_survey(survey=page.survey)
    page = SurveyPage.objects.get(pk=page.pk)
    page.questions = SurveyPage.questions.field.to_python(changed(how))
    with pytest.raises(ValidationError) as refused:
        page.save()
    assert set(refused.value.message_dict) == {"questions"}


@pytest.mark.parametrize("how", [*STRUCTURAL, "words"])
def test_questions_may_change_before_opening(cast, page, how):
    page.questions = SurveyPage.questions.field.to_python(changed(how))
    page.save()


def test_words_may_change_after_opening_and_people_read_them(client, cast, page):
    services.open_survey(survey=page.survey)
    page = SurveyPage.objects.get(pk=page.pk)
    page.questions = SurveyPage.questions.field.to_python(changed("words"))
    page.save()
    client.force_login(cast.an)
    text = client.get(f"/nl/participation/{page.slug}/answer/1/").content.decode()
    assert "Hoe kom je meestal naar de markt?" in text
    assert "Te voet of met de step" in text
    assert make.frozen(Survey.objects.get())[0].label == "Hoe kom je naar de markt?"
