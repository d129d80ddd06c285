"""The dashboard's home, its menus and its look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.urls import path
from wagtail import hooks
from wagtail_localize.views import convert, report, snippets_api, submit_translations
from wagtail_localize.views import update_translations as updating

from core import branding

from . import guards
from .guards import guarded
from .panels import ReachPanel, TranslationsPanel, WaitingPanel

if TYPE_CHECKING:
    from django.http import HttpRequest

# What Wagtail shows of its own accord and nobody here needs.
NOISE = {"help", "workflows", "workflow-tasks"}
REPORTS = {"translations", "aging-pages", "page-types-usage"}


@hooks.register("construct_homepage_panels", order=100)
def our_panels(request: HttpRequest, panels: list[Any]) -> None:
    ours = [panel(request) for panel in (WaitingPanel, TranslationsPanel, ReachPanel)]
    panels[:0] = [panel for panel in ours if panel.is_shown]


@hooks.register("construct_homepage_summary_items", order=100)
def no_counts_of_files(request: HttpRequest, items: list[Any]) -> None:
    """How many pictures there are is nobody's task."""
    items.clear()


@hooks.register("construct_main_menu", order=100)
def less_in_the_menu(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in NOISE]


@hooks.register("construct_reports_menu", order=100)
def harmless_reports(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name in REPORTS]


@hooks.register("construct_help_menu", order=100)
def no_help_menu(request: HttpRequest, items: list[Any]) -> None:
    items.clear()


@hooks.register("insert_global_admin_css")
def the_towns_colors() -> str:
    return render_to_string("dashboard/_colors.html", {"brand": branding.current()})


# Registered before wagtail-localize's own, which stand at the same addresses.
@hooks.register("register_admin_urls", order=-10)
def guarded_translation_urls() -> list[Any]:
    report_view = report.TranslationsReportView
    snippet_list = snippets_api.SnippetViewSet.as_view({"get": "list"})
    snippet_detail = snippets_api.SnippetViewSet.as_view({"get": "retrieve"})
    rows: list[tuple[str, Any, Any, str]] = [
        (
            "submit/page/<int:page_id>/",
            guards.submit_page,
            submit_translations.SubmitPageTranslationView.as_view(),
            "page_submit",
        ),
        (
            "submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/",
            guards.submit_snippet,
            submit_translations.SubmitSnippetTranslationView.as_view(),
            "snippet_submit",
        ),
        (
            "update/<int:translation_source_id>/",
            guards.update_translations,
            updating.UpdateTranslationsView.as_view(),
            "source_update",
        ),
        (
            "page/<int:page_id>/convert_to_alias/",
            guards.convert_to_alias,
            convert.convert_to_alias,
            "page_alias",
        ),
        ("reports/translations/", guards.read_report, report_view.as_view(), "report"),
        (
            "reports/translations/results/",
            guards.read_report,
            report_view.as_view(results_only=True),
            "report_results",
        ),
        (
            "api/snippets/<slug:app_label>/<slug:model_name>/",
            guards.closed,
            snippet_list,
            "snippet_list",
        ),
        (
            "api/snippets/<slug:app_label>/<slug:model_name>/<str:pk>/",
            guards.closed,
            snippet_detail,
            "snippet_detail",
        ),
    ]
    return [
        path(f"localize/{address}", guarded(guard, view), name=f"guarded_{name}")
        for address, guard, view, name in rows
    ]
