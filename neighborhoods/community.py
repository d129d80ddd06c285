"""What the dashboard screens of this app share: who may open them, and their frame."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.roles import Role, has_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import _StrPromise

    View = Callable[..., HttpResponse]


def administrators_only(view: View) -> View:
    """Only the role of administrator opens the screen; Wagtail sends everybody else home."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not has_role(request.user, Role.ADMINISTRATION):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def screen(
    request: HttpRequest,
    template: str,
    title: str | _StrPromise,
    *,
    icon: str,
    above: tuple[tuple[str, str | _StrPromise], ...] = (),
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A dashboard screen in Wagtail's frame; ``above`` are (URL name, label) of the levels above it."""
    crumbs: list[dict[str, Any]] = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    crumbs += [{"url": reverse(name), "label": label} for name, label in above]
    return render(
        request,
        f"neighborhoods/admin/{template}.html",
        {
            "breadcrumbs_items": [*crumbs, {"url": "", "label": title}],
            "header_title": title,
            "page_title": title,
            "header_icon": icon,
            **context,
        },
        status=status,
    )
