import datetime as dt

import pytest
from django.utils import translation
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from campaigns import services
from campaigns.models import CampaignPage
from core import clock, targets
from tests.factories.campaigns import make_campaign
from tests.factories.pages import home_page, locale, make_campaign_page


@pytest.fixture
def page(cast):
    return make_campaign(neighborhoods=[cast.molenwijk]).source_page()


def submit(client, page, code="fr", **extra):
    return client.post(
        f"/admin/localize/submit/page/{page.pk}/",
        {"locales": [locale(code).pk], **extra},
    )


def french(page):
    return CampaignPage.objects.get(
        translation_key=page.translation_key, locale__language_code="fr"
    )


def translate_all(client, page):
    """Types a French word for every string, one request each, as the editor does."""
    work = Translation.objects.get(source__object_id=page.translation_key)
    for segment in StringSegment.objects.filter(source=work.source):
        answer = client.put(
            f"/admin/localize/translate/{work.pk}/strings/{segment.pk}/edit/",
            f"value=FR {segment.string.data}",
            content_type="application/x-www-form-urlencoded",
        )
        assert answer.status_code in (200, 201), answer.content


def edit_url(page):
    return f"/admin/pages/{page.pk}/edit/"


def test_a_translator_translates_and_an_officer_publishes(
    client, cast, page, django_capture_on_commit_callbacks
):
    client.force_login(cast.translator)
    assert submit(client, page).status_code == 302
    assert not french(page).live
    translate_all(client, page)
    assert client.post(edit_url(french(page)), {"action": "publish"}).status_code in (302, 403)
    assert not french(page).live

    client.force_login(cast.comms)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(edit_url(french(page)), {"action": "publish"})
    found = french(page)
    assert found.live
    assert found.title == f"FR {page.title}"
    assert found.slug == page.slug
    assert found.campaign_id == page.campaign_id
    text = client.get(f"/fr/campaigns/{page.slug}/").content.decode()
    assert "FR Vanaf maandag" in text


def test_asking_for_a_translation_publishes_nothing(
    client, cast, page, django_capture_on_commit_callbacks
):
    client.force_login(cast.translator)
    with django_capture_on_commit_callbacks(execute=True):
        submit(client, page)
    assert not french(page).live
    assert client.get(f"/fr/campaigns/{page.slug}/").status_code == 404


@pytest.mark.parametrize("field", ["publish_translations"])
def test_a_translator_cannot_publish_by_updating(
    client, cast, page, field, django_capture_on_commit_callbacks
):
    client.force_login(cast.translator)
    submit(client, page)
    source = TranslationSource.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/admin/localize/update/{source.pk}/", {field: "on"})
    assert not french(page).live
    assert client.post(f"/admin/localize/update/{source.pk}/", {}).status_code == 302


def test_a_translator_cannot_publish_by_stopping_the_translation_and_editing_the_page(
    client, cast, page
):
    client.force_login(cast.translator)
    submit(client, page)
    work = Translation.objects.get()
    client.post(f"/admin/localize/translate/{work.pk}/disable/")
    fields = {
        "title": "FR",
        "slug": page.slug,
        "introduction": "FR",
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    client.post(edit_url(french(page)), {**fields, "action-publish": "1"})
    assert not french(page).live


def test_a_translator_cannot_publish_by_making_an_alias(client, cast, page):
    client.force_login(cast.translator)
    submit(client, page)
    client.post(f"/admin/localize/page/{french(page).pk}/convert_to_alias/")
    assert not french(page).live
    assert french(page).alias_of_id is None


def test_a_translator_cannot_unpublish(client, cast, page, django_capture_on_commit_callbacks):
    client.force_login(cast.comms)
    submit(client, page)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(edit_url(french(page)), {"action": "publish"})
    assert french(page).live
    client.force_login(cast.translator)
    client.post(f"/admin/pages/{french(page).pk}/unpublish/")
    client.post(f"/admin/pages/{french(page).pk}/delete/")
    assert french(page).live


def test_a_translator_does_not_edit_the_source(client, cast, page):
    client.force_login(cast.translator)
    client.post(edit_url(page), {"title": "Veranderd", "slug": page.slug, "introduction": "x"})
    page.refresh_from_db()
    assert page.title == "Tram 4 rijdt anders"
    assert page.get_latest_revision_as_object().title == "Tram 4 rijdt anders"


def test_a_translator_cannot_point_a_translation_at_another_campaign_or_address(client, cast, page):
    client.force_login(cast.translator)
    submit(client, page)
    source = TranslationSource.objects.get()
    paths = set(source.overridablesegment_set.values_list("context__path", flat=True))
    assert not paths & {"campaign", "slug"}
    assert "slug" not in set(source.stringsegment_set.values_list("context__path", flat=True))


@pytest.mark.parametrize("name", ["translator", "participation"])
def test_a_draft_one_may_not_see_is_absent(client, cast, name):
    draft = make_campaign_page(title="Geheim plan", live=False)
    client.force_login(getattr(cast, name))
    answer = client.get(f"/admin/localize/submit/page/{draft.pk}/", follow=True)
    assert answer.status_code == 404
    assert "Geheim plan" not in answer.content.decode()
    submit(client, draft)
    assert not CampaignPage.objects.filter(locale__language_code="fr").exists()


def test_an_officer_translates_into_the_own_tree_only(client, cast, page):
    client.force_login(cast.participation)
    assert submit(client, page).url == "/admin/"
    assert not CampaignPage.objects.filter(locale__language_code="fr").exists()


def test_a_whole_tree_is_asked_for_by_its_editors_only(client, cast, page):
    make_campaign_page(title="Geheim plan", live=False)
    client.force_login(cast.translator)
    assert submit(client, home_page(), include_subtree="on").url == "/admin/"
    assert not CampaignPage.objects.filter(title="Geheim plan", locale=locale("fr")).exists()


@pytest.mark.parametrize("name", ["care", "moderator"])
def test_other_roles_submit_nothing(client, cast, page, name):
    client.force_login(getattr(cast, name))
    submit(client, page)
    assert Translation.objects.count() == 0
    answer = client.get("/admin/localize/reports/translations/")
    assert answer.status_code in (302, 403)


@pytest.mark.parametrize("model", ["neighborhoods/post", "core/draft", "accounts/user"])
def test_no_list_of_snippets_for_whoever_is_staff(client, cast, model):
    client.force_login(cast.care)
    answer = client.get(f"/admin/localize/api/snippets/{model}/", follow=True)
    assert answer.status_code == 404


def test_the_home_says_what_waits(client, cast, page):
    client.force_login(cast.translator)
    text = client.get("/admin/").content.decode()
    assert f"/admin/localize/submit/page/{page.pk}/?select_locale=fr" in text
    submit(client, page)
    text = client.get("/admin/").content.decode()
    assert f"/admin/localize/submit/page/{page.pk}/?select_locale=fr" not in text
    assert edit_url(french(page)) in text
    translate_all(client, page)
    assert edit_url(french(page)) not in client.get("/admin/").content.decode()
    client.force_login(cast.comms)
    assert edit_url(french(page)) in client.get("/admin/").content.decode()


def test_a_draft_is_nobodys_translation_work(client, cast):
    draft = make_campaign_page(title="Geheim plan", live=False)
    client.force_login(cast.translator)
    text = client.get("/admin/").content.decode()
    assert "Geheim plan" not in text
    assert f"/submit/page/{draft.pk}/" not in text


def test_what_is_planned_comes_first_with_its_moment(client, cast, page):
    make_campaign(neighborhoods=[cast.molenwijk], title="Later bericht")
    services.schedule_campaign(
        campaign=page.campaign, by=cast.comms, send_at=clock.now() + dt.timedelta(days=3)
    )
    client.force_login(cast.translator)
    text = client.get("/admin/").content.decode()
    assert text.index(page.title) < text.index("Later bericht")


def test_readers_of_french_get_the_french_page_once_it_is_published(
    client, cast, page, django_capture_on_commit_callbacks
):
    client.force_login(cast.comms)
    submit(client, page)
    translate_all(client, page)
    with translation.override("fr"):
        before = targets.load_allowed(cast.an, "campaign", [page.campaign_id])
        assert before[page.campaign_id].card["title"] == page.title
    with django_capture_on_commit_callbacks(execute=True):
        client.post(edit_url(french(page)), {"action": "publish"})
    with translation.override("fr"):
        after = targets.load_allowed(cast.an, "campaign", [page.campaign_id])
        assert after[page.campaign_id].card["title"] == f"FR {page.title}"


def test_pages_start_in_four_languages(db):
    homes = Page.objects.filter(depth=2)
    assert {page.locale.language_code for page in homes} == {"nl", "fr", "en", "de"}
    assert len({page.translation_key for page in homes}) == 1
