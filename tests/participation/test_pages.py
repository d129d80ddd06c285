"""Public pages: what they say, what they never say, and surveys in several languages."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from notifications import kinds
from participation import cards, results, services
from participation.models import SurveyPage
from participation.policies import survey_policy
from tests.factories import participation as make
from tests.factories.neighborhoods import MembershipFactory

QUESTION_WORDS = ["Hoe kom je naar de markt?", "Te voet", "Bomen", "Niet veilig", "Kerkplein"]


def url_of(page):
    return f"/nl/participation/{page.slug}/"


@pytest.mark.parametrize("state", ["draft", "open", "closed", "published"])
@pytest.mark.parametrize("who", [None, "an", "chadia", "participation"])
def test_page_of_a_members_survey_never_shows_a_question(client, cast, state, who):
    page = make.SurveyPageFactory(
        neighborhoods=[cast.molenwijk],
        opened=state == "open",
        closed=state in ("closed", "published"),
    )
    if state == "published":
        services.publish_results(survey=page.survey, by=cast.participation, is_public=True)
    if who:
        client.force_login(getattr(cast, who))
    for url in (url_of(page), "/nl/participation/", "/sitemap.xml", "/nl/search/?q=markt", "/nl/"):
        text = client.get(url, follow=True).content.decode()
        for words in QUESTION_WORDS:
            assert words not in text, url


def test_search_index_holds_title_and_purpose_alone():
    names = {field.field_name for field in SurveyPage.search_fields}
    assert "introduction" in names
    assert "questions" not in names
    assert not getattr(SurveyPage, "api_fields", [])


def test_page_says_who_what_and_until_when(client, cast):
    page = make.SurveyPageFactory(neighborhoods=[cast.molenwijk], opened=True)
    text = client.get(url_of(page)).content.decode()
    assert "Molenwijk" in text
    assert page.introduction in text
    closes = cards.moment(page.survey.closes_at)
    assert closes.endswith(("(CET)", "(CEST)"))


@pytest.mark.parametrize(
    ("who", "kind"),
    [("an", "answer"), ("chadia", "not_asked"), ("worker", "not_asked"), (None, "sign_in")],
)
def test_page_offers_what_the_reader_can_do(client, cast, who, kind):
    page = make.SurveyPageFactory(neighborhoods=[cast.molenwijk], opened=True)
    if who:
        client.force_login(getattr(cast, who))
    response = client.get(url_of(page))
    assert response.context["action"]["kind"] == kind
    has_link = f"{url_of(page)}answer/" in response.content.decode()
    assert has_link is (kind in ("answer", "sign_in"))


def test_page_offers_nothing_before_opening_and_after_closing(client, cast):
    client.force_login(cast.an)
    for state in ({}, {"closed": True}):
        page = make.SurveyPageFactory(neighborhoods=[cast.molenwijk], **state)
        response = client.get(url_of(page))
        assert response.context["action"] is None
        assert f"{url_of(page)}answer/" not in response.content.decode()


def test_draft_page_is_nowhere(client, cast):
    page = make.SurveyPageFactory(neighborhoods=[cast.molenwijk], live=False)
    assert client.get(url_of(page)).status_code == 404
    assert page.title not in client.get("/nl/participation/").content.decode()
    assert not survey_policy.allows(cast.an, "view", page.survey)


def test_unopened_survey_is_in_no_list(client, cast):
    page = make.SurveyPageFactory(neighborhoods=[cast.molenwijk])
    assert page.title not in client.get("/nl/participation/").content.decode()


def test_it_is_a_consultation_not_an_election(client, cast):
    page = make.SurveyPageFactory(neighborhoods=[cast.molenwijk], opened=True)
    words = "This is a consultation, not an election: the results are advice to those who decide."
    for language in ("nl", "fr", "en", "de"):
        with translation.override(language):
            in_language = translation.gettext(words)
        assert language == "en" or in_language != words, language
        client.force_login(cast.an)
        if language == "nl":
            assert in_language in client.get(url_of(page)).content.decode()
    make.answer(page.survey, by=cast.an)
    thanks = client.get(f"/en/participation/{page.slug}/answer/thanks/").content.decode()
    assert words in thanks


# --- Languages -----------------------------------------------------------------------------------
WORDS = {
    "Hoe kom je naar de markt?": "Comment venez-vous au marché ?",
    "Te voet": "À pied",
    "Bomen": "Des arbres",
    "Niet veilig": "Pas sûr",
}


def in_french(page, words=WORDS, publish=True):
    """The page as a translator makes it, with the strings in ``words``; the others fall back."""
    french = Locale.objects.get_or_create(language_code="fr")[0]
    parent = page.get_parent()
    if not parent.has_translation(french):
        parent.copy_for_translation(french, copy_parents=True)
    source, _ = TranslationSource.update_or_create_from_instance(page)
    Translation.objects.get_or_create(source=source, target_locale=french)
    for segment in source.stringsegment_set.select_related("string", "context"):
        if segment.string.data in words:
            StringTranslation.objects.create(
                translation_of=segment.string,
                locale=french,
                context=segment.context,
                data=words[segment.string.data],
            )
    source.create_or_update_translation(french, publish=False, fallback=True)
    translated = page.get_translation(french).specific
    if publish:
        translated.get_latest_revision().publish()
    return SurveyPage.objects.get(pk=translated.pk)


@pytest.fixture
def page(cast):
    return make.SurveyPageFactory(neighborhoods=[cast.molenwijk], access="open")


def test_translation_shares_survey_slug_and_ids(page):
    french = in_french(page)
    assert french.survey_id == page.survey_id
    assert french.slug == page.slug
    assert [block.id for block in french.questions] == [block.id for block in page.questions]
    options = french.questions[0].value["options"].bound_blocks
    assert [(item.id, item.value) for item in options] == [
        (make.FOOT, "À pied"),
        (make.BIKE, "Met de fiets"),
    ]


def test_french_reads_french_and_lacking_words_read_dutch(client, cast, page):
    in_french(page)
    services.open_survey(survey=page.survey)
    client.force_login(cast.an)
    text = client.get(f"/fr/participation/{page.slug}/answer/1/").content.decode()
    assert "Comment venez-vous au marché ?" in text
    assert "À pied" in text
    assert "Met de fiets" in text
    assert "Te voet" not in text
    # German has no page at all.
    german = client.get(f"/de/participation/{page.slug}/answer/1/").content.decode()
    assert "Te voet" in german


def test_unpublished_translation_is_read_by_nobody(client, cast, page):
    in_french(page, publish=False)
    services.open_survey(survey=page.survey)
    client.force_login(cast.an)
    text = client.get(f"/fr/participation/{page.slug}/answer/1/").content.decode()
    assert "marché" not in text


def test_languages_are_counted_together(client, cast, page):
    in_french(page)
    services.open_survey(survey=page.survey)
    forms = [{"answer": make.FOOT}, {}, {}, {}, {}]
    for turn in range(12):
        language = "fr" if turn % 2 else "nl"
        client.logout()
        person = MembershipFactory(neighborhood=cast.molenwijk, address=None).person
        client.force_login(person)
        for number, data in enumerate(forms, 1):
            client.post(f"/{language}/participation/{page.slug}/answer/{number}/", data)
        client.post(f"/{language}/participation/{page.slug}/answer/check/")
    survey = services.close_survey(survey=page.survey)
    assert survey.tally["questions"][make.SINGLE]["counts"] == {"members": {make.FOOT: 12}}
    french = page.get_translation(Locale.objects.get(language_code="fr"))
    found = results.results_of(survey, french, with_texts=False)
    assert found.questions[0].groups[0].rows[0] == ("À pied", 12)


def test_translation_after_opening_changes_words_only(page):
    services.open_survey(survey=page.survey)
    french = in_french(SurveyPage.objects.get(pk=page.pk))
    french.questions = SurveyPage.questions.field.to_python(
        [*make.QUESTIONS, {"type": "short", "id": "x", "value": {"question": "Encore ?"}}]
    )
    with pytest.raises(ValidationError) as refused:
        french.save()
    assert set(refused.value.message_dict) == {"questions"}


def test_notice_speaks_the_readers_language(cast, page, rf):
    in_french(page, {**WORDS, page.title: "La place de demain"})
    services.open_survey(survey=page.survey)
    kind = kinds.get("survey_open")
    for language, title in (("fr", "La place de demain"), ("nl", page.title), ("de", page.title)):
        with translation.override(language):
            survey = SurveyPage.objects.get(pk=page.pk).survey
            assert kind.title(survey, cast.an) == title
    assert set(kind.audience(page.survey)) == {cast.an, cast.bram}


def test_card_in_the_feed(client, cast, page):
    services.open_survey(survey=page.survey)
    client.force_login(cast.an)
    text = client.get(reverse("neighborhoods:feed", args=["molenwijk"])).content.decode()
    assert page.title in text
    client.force_login(cast.chadia)
    text = client.get(reverse("neighborhoods:feed", args=["oude-haven"])).content.decode()
    assert page.title not in text
