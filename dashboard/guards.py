"""Doors in front of wagtail-localize's screens, which ask less than this portal promises.

Asking for a translation needs no right on the page there, updating one may publish it, an alias
takes its source's published state over, and its list of snippets shows every row to any staff.
Each guard answers before the screen itself does, for GET and POST alike.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from wagtail.models import Locale, Page
from wagtail.snippets.permissions import user_can_edit_snippet_type
from wagtail.snippets.views.snippets import get_snippet_model_from_url_params
from wagtail_localize.models import TranslationSource

from accounts.roles import Role, has_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    View = Callable[..., HttpResponse]

TRANSLATORS = (Role.TRANSLATION, Role.COMMUNICATION, Role.PARTICIPATION, Role.ADMINISTRATION)


def guarded(guard: Callable[..., None], view: View) -> View:
    """``view`` behind ``guard``, which raises where the request may not go on."""

    @wraps(view)
    def _guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        guard(request, **kwargs)
        return view(request, *args, **kwargs)

    return _guarded


def may_see(user: Any, page: Page) -> bool:
    """Published pages are seen by anyone; drafts by those who may edit them."""
    is_public = page.live and not page.get_view_restrictions().exists()
    return is_public or page.permissions_for_user(user).can_edit()


def submit_page(request: HttpRequest, page_id: int) -> None:
    """A page one may not see is absent; it is asked only into trees where one may edit."""
    page = get_object_or_404(Page, pk=page_id)
    if page.depth <= 1 or not may_see(request.user, page):
        raise Http404
    if request.method != "POST":
        return
    if (
        request.POST.get("include_subtree")
        and not page.permissions_for_user(request.user).can_edit()
    ):
        raise PermissionDenied
    wanted = [value for value in request.POST.getlist("locales") if value.isdigit()]
    for locale in Locale.objects.filter(pk__in=wanted):
        parent = page.get_parent().get_translation_or_none(locale)
        if parent is None or not parent.permissions_for_user(request.user).can_edit():
            raise PermissionDenied


def submit_snippet(request: HttpRequest, app_label: str, model_name: str, pk: str) -> None:
    model = get_snippet_model_from_url_params(app_label, model_name)
    if not user_can_edit_snippet_type(request.user, model):
        raise Http404


def update_translations(request: HttpRequest, translation_source_id: int) -> None:
    """Whoever updates a page's translations sees the page, and may publish what they publish."""
    source = get_object_or_404(TranslationSource, pk=translation_source_id)
    instance = source.get_source_instance()
    if not isinstance(instance, Page):
        if not user_can_edit_snippet_type(request.user, type(instance)):
            raise Http404
        return
    if not may_see(request.user, instance):
        raise Http404
    if request.method == "POST" and request.POST.get("publish_translations"):
        for translation in source.translations.filter(enabled=True):
            target = translation.get_target_instance()
            if not target.permissions_for_user(request.user).can_publish():
                raise PermissionDenied


def convert_to_alias(request: HttpRequest, page_id: int) -> None:
    """An alias is published with its source, so making one is publishing."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied


def read_report(request: HttpRequest) -> None:
    """The report holds titles of drafts."""
    if not has_role(request.user, *TRANSLATORS):
        raise PermissionDenied


def closed(request: HttpRequest, **_kwargs: Any) -> None:
    """Nothing of ours uses this screen."""
    raise Http404
