"""What is waiting for a translator: new, changed, and due because a campaign is planned."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail.permissions import page_permission_policy
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from campaigns.models import Campaign, CampaignPage
from neighborhoods.models import NeighborhoodPage
from participation.models import SurveyPage

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

TRANSLATED = (CampaignPage, SurveyPage, NeighborhoodPage)
MOST = 8


@dataclass
class Item:
    """One page to translate, with the address of the screen where that is done."""

    title: str
    url: str
    due: dt.datetime | None = None


@dataclass
class Work:
    """What waits in one language; lists hold at most ``MOST`` items, those that are due first."""

    language: str
    new: list[Item] = field(default_factory=list)
    changed: list[Item] = field(default_factory=list)
    unpublished: list[Item] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.unpublished)


def work_for(user: Any) -> list[Work]:
    """Work in every language in which ``user`` may edit pages; the same queries for any number of pages."""
    editable = page_permission_policy.instances_user_has_permission_for(user, "change")
    publishable = set(
        page_permission_policy.instances_user_has_permission_for(user, "publish").values_list(
            "pk", flat=True
        )
    )
    due = _planned()
    found = []
    for locale in Locale.objects.order_by("pk"):
        work = Work(locale.get_display_name())
        work.new = _first_due(_new(locale, editable), due, _submit_url(locale))
        translations = _translations(locale, editable)
        work.changed = _first_due([t for t in translations if t.is_waiting], due, _edit_url)
        work.unpublished = _first_due(
            [
                page
                for page in translations
                if not page.is_waiting and page.has_unpublished_changes and page.pk in publishable
            ],
            due,
            _edit_url,
        )
        if work:
            found.append(work)
    return found


def _planned() -> dict[Any, dt.datetime]:
    """When the campaign of a page goes out, by the page's translation key."""
    rows = CampaignPage.objects.filter(campaign__state=Campaign.State.SCHEDULED)
    return dict(rows.values_list("translation_key", "campaign__send_at"))


def _new(locale: Locale, editable: QuerySet[Page]) -> list[Page]:
    """Published pages without a page in the language, below a parent the person may edit there."""
    same = Page.objects.filter(translation_key=OuterRef("translation_key"))
    parents = {page.translation_key for page in editable.filter(locale=locale, depth=3)}
    keys = Page.objects.filter(translation_key__in=parents).values_list("path", flat=True)
    tops = set(keys)
    pages = (
        Page.objects.live()
        .public()
        .type(*TRANSLATED)
        .exclude(locale=locale)
        .filter(~Exists(same.filter(locale=locale)), ~Exists(same.filter(pk__lt=OuterRef("pk"))))
        .order_by("-pk")
    )
    return [page for page in pages[:50] if page.path[: -Page.steplen] in tops]


def _translations(locale: Locale, editable: QuerySet[Page]) -> list[Page]:
    """Translations under way that the person may edit, each knowing whether words are missing."""
    words = StringSegment.objects.filter(source=OuterRef("source")).filter(
        ~Exists(
            StringTranslation.objects.filter(
                translation_of=OuterRef("string"),
                context=OuterRef("context"),
                locale=locale.pk,
                has_error=False,
            )
        )
    )
    rows = Translation.objects.filter(target_locale=locale, enabled=True)
    waiting = dict(rows.annotate(waits=Exists(words)).values_list("source__object_id", "waits"))
    pages = editable.filter(locale=locale, translation_key__in=list(waiting)).order_by("-pk")
    changed = _newer_sources(locale)
    found = list(pages[:50])
    for page in found:
        page.is_waiting = waiting[page.translation_key] or page.translation_key in changed
    return found


def _newer_sources(locale: Locale) -> set[Any]:
    """Keys of pages whose source was published again after its words were last taken over."""
    newer = Page.objects.filter(
        translation_key=OuterRef("source__object_id"),
        locale=OuterRef("source__locale"),
        last_published_at__gt=OuterRef("source__last_updated_at"),
    )
    rows = Translation.objects.filter(Exists(newer), target_locale=locale, enabled=True)
    return set(rows.values_list("source__object_id", flat=True))


def _first_due(pages: list[Page], due: dict[Any, dt.datetime], url: Any) -> list[Item]:
    items = [
        Item(page.get_admin_display_title(), url(page), due.get(page.translation_key))
        for page in pages
    ]
    items.sort(key=lambda item: (item.due is None, item.due.timestamp() if item.due else 0.0))
    return items[:MOST]


def _submit_url(locale: Locale) -> Any:
    query = urlencode({"select_locale": locale.language_code})
    return lambda page: (
        f"{reverse('wagtail_localize:submit_page_translation', args=[page.pk])}?{query}"
    )


def _edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
