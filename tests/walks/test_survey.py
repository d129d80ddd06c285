"""An officer asks, a neighbor and a visitor answer, and the officer reads the results."""

import pytest
from playwright.sync_api import expect

from participation.models import (
    Participation,
    ParticipationIndexPage,
    PendingAnswer,
    Survey,
    SurveyPage,
    SurveyResponse,
)
from tests.cast import make_cast

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def build(walker, cast):
    """The officer builds a page with two questions, publishes it and opens the survey."""
    walker.sign_in(cast.participation)
    index = ParticipationIndexPage.objects.get(locale__language_code="nl")
    walker.go(f"/admin/pages/add/participation/surveypage/{index.pk}/")
    page = walker.page
    page.fill("[name=title]", "Hoe kom je naar de markt?")
    page.fill("[name=introduction]", "We zoeken een betere plek voor de markt.")
    for place, kind in enumerate(("single", "short")):
        # A button stands above each block and one at the end; it must be there before it is taken.
        page.locator("[data-contentpath=questions] .c-sf-add-button").last.click()
        page.locator("[role=option]", has_text=LABELS[kind]).first.click()
        expect(page.locator(f"[name=questions-{place}-value-question]")).to_be_visible()
    page.fill("[name=questions-0-value-question]", "Hoe kom je?")
    page.fill("[name=questions-0-value-options-0-value]", "Te voet")
    page.fill("[name=questions-0-value-options-1-value]", "Met de fiets")
    page.check("[name=questions-0-value-is_required]")
    page.fill("[name=questions-1-value-question]", "Wat mis je?")
    page.click("footer [data-w-dropdown-target=toggle]")
    with page.expect_navigation():
        page.click("footer [name=action-publish]")
    survey = Survey.objects.get()
    asked = survey.source_page().questions
    assert [block.block_type for block in asked] == ["single", "short"]
    assert asked[0].value["is_required"]
    screen = f"/admin/surveys/{survey.public_id}/"
    walker.go(f"{screen}audience/")
    page.locator("[name=access][value=open]").check()
    page.get_by_label("Molenwijk").check()
    page.locator("[name^=closes_at]").first.fill("2030-01-31 12:00")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
    walker.go(screen)
    page.locator("[name=when][value=now]").check()
    with page.expect_navigation():
        page.locator("form[action$='/open/'] button[type=submit]").click()
    survey.refresh_from_db()
    assert survey.state == Survey.State.OPEN
    return survey


# What the officer's own language calls the blocks; set before the walk, from the block itself.
LABELS = {}


@pytest.fixture(autouse=True)
def _labels():
    from django.utils import translation

    from participation.blocks import QuestionsBlock

    with translation.override("nl"):
        LABELS.update(
            {name: str(block.label) for name, block in QuestionsBlock().child_blocks.items()}
        )


def answer(walker, words):
    """One question a screen, back once, check, send."""
    walker.go("/nl/participation/hoe-kom-je-naar-de-markt/")
    walker.go("/nl/participation/hoe-kom-je-naar-de-markt/answer/")
    walker.send()
    # A question that must be answered says so, and takes the focus.
    assert walker.page.locator("[data-error-summary]").count() == 1
    walker.choose("input[type=radio]", 1)
    walker.send()
    walker.page.locator("main input[type=text], main textarea").first.fill(words)
    walker.send()
    assert words in walker.page.inner_text("main")
    return walker.send()


def test_a_survey_from_the_first_question_to_the_results(walker):
    cast = make_cast()
    survey = build(walker, cast)
    walker.sign_in(cast.an)
    assert "Hoe kom je naar de markt?" in walker.go("/nl/n/molenwijk/")
    answer(walker, "Een bankje")
    # Once and no more.
    walker.page.goto(f"{walker.base}/nl/participation/hoe-kom-je-naar-de-markt/answer/")
    assert Participation.objects.filter(survey=survey).count() == 1
    assert walker.page.locator("main input[type=radio]").count() == 0

    walker.start_over()
    answer(walker, "Schaduw")
    assert Participation.objects.filter(survey=survey).count() == 2
    kept = PendingAnswer.objects.count() + SurveyResponse.objects.count()
    assert kept == 2

    walker.sign_in(cast.participation)
    words = walker.go(f"/admin/surveys/{survey.public_id}/")
    # Turnout only, and of two people not even that.
    assert "<10" in words
    assert "Een bankje" not in words


def test_answering_without_scripts(desk_walker, plain_walker):
    survey = build(desk_walker, make_cast())
    answer(plain_walker, "Schaduw")
    assert Participation.objects.filter(survey=survey).count() == 1
    assert SurveyPage.objects.get().title == "Hoe kom je naar de markt?"
