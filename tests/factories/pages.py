"""Pages, made the way editors make them: below the tree that a fresh install starts with."""

from wagtail.models import Locale, Page

from campaigns.models import CampaignIndexPage, CampaignPage
from home.models import HomePage


def locale(code="nl"):
    return Locale.objects.get(language_code=code)


def home_page(code="nl"):
    return HomePage.objects.get(locale__language_code=code)


def campaign_index(code="nl"):
    return CampaignIndexPage.objects.get(locale__language_code=code)


def make_campaign_page(title="Tram 4 rijdt anders", code="nl", live=True, **fields):
    """A campaign's page in its source language; its campaign is ``page.campaign``."""
    values = {
        "title": title,
        "introduction": "Vanaf maandag rijdt tram 4 een andere weg.",
        "locale": locale(code),
        "live": live,
        **fields,
    }
    page = campaign_index(code).add_child(instance=CampaignPage(**values))
    revision = page.save_revision()
    if live:
        revision.publish()
    return CampaignPage.objects.get(pk=page.pk)


def translate_page(page, code="fr", title="Le tram 4 change de route", live=True, **fields):
    """The same campaign's page in another language, translated by hand."""
    copy = page.copy_for_translation(locale(code))
    copy.title = copy.draft_title = title
    for name, value in fields.items():
        setattr(copy, name, value)
    revision = copy.save_revision()
    if live:
        revision.publish()
    return CampaignPage.objects.get(pk=copy.pk)


def root_page():
    return Page.objects.get(depth=1)
