"""The communication editor's and the translator's thread, walked in a browser."""

from pathlib import Path

import pytest
from django.conf import settings as django_settings

from campaigns.models import Campaign, CampaignPage
from notifications.models import Notice
from tests.cast import make_cast
from tests.factories.pages import campaign_index

ROOT = Path(django_settings.BASE_DIR)
PASSWORD = "buurt-demo-2026"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture(params=[360, 1280])
def page(request, browser, live_server):
    context = browser.new_context(
        viewport={"width": request.param, "height": 800}, bypass_csp=True, locale="en-GB"
    )
    context.set_default_timeout(15_000)
    opened = context.new_page()
    opened.foreign = []
    opened.on(
        "request",
        lambda sent: (
            None
            if sent.url.startswith((live_server.url, "data:", "blob:"))
            else opened.foreign.append(sent.url)
        ),
    )
    yield opened
    assert opened.foreign == []
    context.close()


def sign_in(page, base, person):
    page.goto("about:blank")
    page.context.clear_cookies()
    page.goto(f"{base}/nl/account/login/?next=/admin/")
    page.fill("[name=login]", person.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main form [type=submit]")
    page.wait_for_url("**/admin/")


def assert_no_barrier(page):
    # A message that fades in has no contrast yet.
    page.wait_for_function("document.getAnimations().every(each => each.playState !== 'running')")
    page.evaluate((ROOT / "node_modules/axe-core/axe.min.js").read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    serious = [
        (each["id"], [node["html"][:120] for node in each["nodes"]])
        for each in found
        if each["impact"] in ("serious", "critical")
    ]
    assert serious == [], page.url


def read(page, url):
    page.goto(url)
    assert_no_barrier(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    return page.inner_text("body")


def test_an_editor_writes_publishes_and_sends_a_campaign_and_a_translator_translates_it(
    page, live_server
):
    cast = make_cast()
    base = live_server.url

    # The editor writes and publishes.
    sign_in(page, base, cast.comms)
    assert_no_barrier(page)
    page.goto(f"{base}/admin/pages/add/campaigns/campaignpage/{campaign_index().pk}/")
    page.fill("[name=title]", "De markt verhuist")
    page.fill("[name=introduction]", "Vanaf zaterdag staat de markt op het Dorpsplein.")
    page.click("footer [data-w-dropdown-target=toggle]")
    page.click("footer [name=action-publish]")
    page.wait_for_url("**/admin/pages/*/")
    written = CampaignPage.objects.get(title="De markt verhuist")
    assert written.live
    assert not Notice.objects.filter(kind="campaign").exists()
    assert "De markt verhuist" in read(page, f"{base}{written.get_url()}")

    # Whom it is for, and sending; one minute to stop it.
    screen = f"{base}/admin/campaigns/{written.campaign.public_id}/"
    page.goto(f"{base}/admin/pages/{written.pk}/edit/")
    assert page.locator(f"a[href='/admin/campaigns/{written.campaign.public_id}/']").count()
    page.goto(f"{screen}audience/")
    assert_no_barrier(page)
    page.get_by_label("Molenwijk").check()
    page.click("main form button[type=submit]")
    page.wait_for_url(screen)
    assert_no_barrier(page)
    page.check("[name=when][value=now]")
    page.locator("form[novalidate] button[type=submit]").click()
    page.wait_for_selector("[data-hold]")
    assert_no_barrier(page)
    assert Campaign.objects.get().state == Campaign.State.HELD
    page.click("[data-hold] button")
    page.wait_for_selector("[data-hold]", state="detached")
    assert Campaign.objects.get().state == Campaign.State.STOPPED
    page.check("[name=when][value=now]")
    page.locator("form[novalidate] button[type=submit]").click()
    page.wait_for_selector("[data-hold]")
    assert Campaign.objects.get().state == Campaign.State.HELD

    # The translator finds it on the home, translates the title, and finds no way to publish.
    sign_in(page, base, cast.translator)
    page.click(f"a[href='/admin/localize/submit/page/{written.pk}/?select_locale=fr']")
    page.wait_for_selector("[name=locales]:checked")
    page.click("main form [type=submit]")
    page.wait_for_url("**/admin/pages/*/edit/")
    page.get_by_role("button", name="Vertaal").first.click()
    page.locator("textarea").first.fill("Le marché déménage")
    with page.expect_response(lambda answer: "/strings/" in answer.url) as answer:
        page.locator("textarea").first.locator("xpath=ancestor::li").get_by_role(
            "button", name="Opslaan"
        ).click()
    assert answer.value.status == 201
    assert page.locator("button[value=publish]").count() == 0

    # The editor publishes the translation, and readers of French have it.
    french = CampaignPage.objects.get(locale__language_code="fr")
    assert not french.live
    sign_in(page, base, cast.comms)
    page.goto(f"{base}/admin/pages/{french.pk}/edit/")
    page.locator("button[value=publish]").first.click()
    page.wait_for_load_state()
    assert "Le marché déménage" in read(page, f"{base}/fr/campaigns/de-markt-verhuist/")
    assert "De markt verhuist" in read(page, f"{base}/nl/campaigns/")
