import datetime as dt
import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from wagtail.models import Page

from campaigns.models import CampaignPage
from home.models import ContentPage
from neighborhoods.models import NeighborhoodIndexPage, NeighborhoodPage
from tests.factories.campaigns import make_campaign
from tests.factories.pages import (
    campaign_index,
    home_page,
    locale,
    make_campaign_page,
    translate_page,
)

LANGUAGES = ("nl", "fr", "en", "de")


def read(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def make_neighborhood_page(neighborhood, **fields):
    index = NeighborhoodIndexPage.objects.get(locale__language_code="nl")
    page = index.add_child(
        instance=NeighborhoodPage(
            title=neighborhood.name,
            slug=neighborhood.slug,
            neighborhood=neighborhood,
            locale=locale("nl"),
            **fields,
        )
    )
    page.save_revision().publish()
    return page


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(
    "path",
    [
        "",
        "neighborhoods/",
        "campaigns/",
        "participation/",
        "about/",
        "about/privacy/",
        "about/accessibility/",
        "about/house-rules/",
        "about/contact/",
    ],
)
def test_a_new_portal_is_never_empty_in_any_language(db, client, code, path):
    text = read(client, f"/{code}/{path}")
    assert f'<html lang="{code}"' in text
    assert re.search(r"<h1[^>]*>\s*\S", text)


def test_the_footer_leads_to_pages_that_are_there(db, client):
    text = read(client, "/fr/")
    links = re.findall(r'href="(/fr/about/[^"]+)"', text)
    assert len(links) == 4
    for link in links:
        read(client, link)


def test_a_page_taken_out_of_the_footer_leaves_it(db, client):
    page = ContentPage.objects.get(slug="house-rules", locale__language_code="nl")
    assert page.get_url() in read(client, "/nl/")
    page.unpublish()
    assert page.get_url() not in read(client, "/nl/")


def test_every_language_of_a_page_names_the_others(cast, client, settings):
    page = make_campaign_page()
    translate_page(page, "fr")
    translate_page(page, "de", live=False, title="Entwurf")
    text = read(client, page.get_url())
    found = dict(re.findall(r'hreflang="([\w-]+)" href="([^"]+)"', text))
    base = f"{settings.BASE_URL}/nl/campaigns/{page.slug}/"
    assert found["nl"] == found["x-default"] == base
    assert found["fr"] == f"{settings.BASE_URL}/fr/campaigns/{page.slug}/"
    assert "de" not in {code for code, url in found.items() if "campaigns" in url}


def test_facts_for_search_engines_cannot_end_their_element(cast, client):
    title = "</script><script>alert(1)</script> & meer"
    page = make_campaign_page(title=title, slug="haakjes")
    text = read(client, page.get_url())
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert json.loads(block.group(1))["headline"] == title
    assert "<script>alert" not in text


def test_a_draft_is_on_no_page_search_or_sitemap(cast, client):
    draft = make_campaign(neighborhoods=[cast.molenwijk], title="Geheim plan", live=False)
    for path in ("/nl/", "/nl/campaigns/", "/fr/campaigns/", "/sitemap.xml"):
        text = read(client, path)
        assert "Geheim plan" not in text
        assert "geheim-plan" not in text
    assert client.get("/nl/campaigns/geheim-plan/").status_code == 404
    assert not CampaignPage.objects.live().filter(campaign=draft.pk).exists()
    found = Page.objects.live().public().search("geheim")
    assert [page.title for page in found] == []


def test_a_scheduled_page_is_public_at_its_moment_and_not_before(cast, client, monkeypatch):
    page = make_campaign_page(title="Straks", live=False)
    now = dt.datetime.now(dt.UTC)
    page.go_live_at = now + dt.timedelta(hours=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    page.save()
    call_command("publish_scheduled", verbosity=0)
    assert client.get("/nl/campaigns/straks/").status_code == 404
    assert "Straks" not in read(client, "/nl/campaigns/")
    later = now + dt.timedelta(hours=1, seconds=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    call_command("publish_scheduled", verbosity=0)
    assert "Straks" in read(client, "/nl/campaigns/straks/")


def test_the_list_shows_each_campaign_once_in_the_readers_language_or_says_which(cast, client):
    page = make_campaign_page()
    make_campaign_page(title="Enkel in het Nederlands", slug="enkel")
    translate_page(page, "fr")
    text = read(client, "/fr/campaigns/")
    assert text.count("Le tram 4 change de route") == 1
    assert page.title not in text
    assert text.count("Enkel in het Nederlands") == 1
    assert "/nl/campaigns/enkel/" in text


def test_the_home_page_costs_the_same_for_one_and_for_five(
    cast, client, django_assert_max_num_queries
):
    counts = []
    make_campaign_page(title="Eerste")
    make_neighborhood_page(cast.molenwijk)
    for turn in range(2):
        read(client, "/nl/")
        with django_assert_max_num_queries(25) as queries:
            read(client, "/nl/")
        counts.append(len(queries))
        for n in range(4):
            make_campaign_page(title=f"Nieuws {n} {turn}")
        if not turn:
            make_neighborhood_page(cast.oude_haven)
    assert counts[0] == counts[1]


def test_a_neighborhoods_page_counts_members_in_tens_and_above_the_threshold_only(cast, client):
    make_neighborhood_page(cast.molenwijk)
    cast.molenwijk.members_count = 9
    cast.molenwijk.save(update_fields=["members_count"])
    text = read(client, "/nl/neighborhoods/molenwijk/")
    assert not re.search(r"#users", text)
    cast.molenwijk.members_count = 47
    cast.molenwijk.save(update_fields=["members_count"])
    text = read(client, "/nl/neighborhoods/molenwijk/")
    assert "40" in re.sub(r"<[^>]+>", " ", text)
    assert "47" not in re.sub(r"<[^>]+>", " ", text)


def test_a_neighborhoods_page_says_nothing_of_its_members(cast, client):
    make_neighborhood_page(cast.molenwijk)
    text = read(client, "/nl/neighborhoods/molenwijk/")
    for person in (cast.an, cast.bram, cast.dirk, cast.worker):
        assert person.last_name not in text
        assert person.email not in text
    assert '<svg class="map__picture"' in text
    assert "/nl/join/" in text


def test_public_pages_keep_to_the_strict_policy_and_set_no_cookie(cast, client):
    page = make_campaign_page()
    for path in ("/nl/", "/nl/campaigns/", page.get_url(), "/nl/neighborhoods/"):
        answer = client.get(path)
        assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
        assert not answer.cookies
        text = answer.content.decode()
        assert not re.search(r"<[^>]+\sstyle=", text)
        assert not re.search(r"<script(?![^>]*(src=|application/(ld\+)?json))", text)
        assert not re.findall(r'(?:src|href)="https?://(?!localhost)[^"]+\.(?:js|css|woff2)', text)


def test_the_sitemap_names_public_pages_of_all_languages_at_the_portals_own_address(
    cast, client, settings
):
    settings.BASE_URL = "https://stoep.example"
    page = make_campaign_page()
    text = client.get("/sitemap.xml", headers={"host": "127.0.0.1"}).content.decode()
    places = re.findall(r"<loc>([^<]+)</loc>", text)
    assert f"https://stoep.example{page.get_url()}" in places
    assert "https://stoep.example/de/" in places
    assert all(place.startswith("https://stoep.example/") for place in places)
    assert not [place for place in places if "/n/" in place or "/admin" in place]


def test_robots_are_kept_from_what_is_closed(db, client, settings):
    text = client.get("/robots.txt").content.decode()
    for path in ("/admin/", "/nl/n/", "/fr/join/", "/de/account/", "/en/messages/"):
        assert f"Disallow: {path}\n" in text
    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in text


@pytest.mark.parametrize("slug", ["n", "join", "account", "search"])
def test_addresses_of_the_portal_itself_are_no_pages(db, slug):
    with pytest.raises(ValidationError):
        home_page().add_child(instance=ContentPage(title="x", slug=slug, locale=locale("nl")))


def test_the_fixed_addresses_exist_once(db):
    for code in LANGUAGES:
        assert campaign_index(code).get_url() == f"/{code}/campaigns/"
