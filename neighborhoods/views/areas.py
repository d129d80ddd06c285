"""Dashboard: neighborhoods on the map and in numbers, and districts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from core import figures
from core.errors import DomainError
from core.policies import get_allowed_or_404

from .. import geometry
from ..community import administrators_only, screen
from ..forms.desk import DistrictForm, NeighborhoodForm
from ..policies import district_policy, letters_policy, membership_policy, neighborhood_policy
from ..services import areas

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ..models import Neighborhood

FORM = ["GET", "HEAD", "POST"]
AREAS = (("community_neighborhoods:index", gettext_lazy("Neighborhoods")),)
DISTRICTS = (("community_districts:index", gettext_lazy("Districts")),)


def _row(neighborhood: Neighborhood) -> dict[str, Any]:
    """Members rounded down to tens and as a share of the households; small numbers stay hidden."""
    members = figures.about(neighborhood.members_count)
    share = None
    if members.number and neighborhood.households:
        share = min(100, round(100 * members.number / neighborhood.households))
    return {"neighborhood": neighborhood, "members": members, "share": share}


def _named(picture: geometry.Picture, names: dict[int, str]) -> list[tuple[Any, str, bool]]:
    """Each outline with its name, and whether the name fits into it (a letter is 8 units wide)."""
    return [
        (shape, names[shape.key], len(names[shape.key]) * 8 < shape.room)
        for shape in picture.outlines
    ]


@administrators_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    rows = list(
        neighborhood_policy.allowed(request.user, "manage")
        .select_related("district")
        .order_by("name")
    )
    picture = geometry.picture([(row.pk, row.boundary or {}) for row in rows])
    names = {row.pk: row.name for row in rows}
    return screen(
        request,
        "neighborhood_list",
        _("Neighborhoods"),
        icon="site",
        rows=[_row(row) for row in rows],
        picture=picture,
        shapes=_named(picture, names),
    )


@administrators_only
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    every = neighborhood_policy.allowed(request.user, "manage")
    neighborhood = get_allowed_or_404(neighborhood_policy, request.user, "manage", pk=pk)
    shown = every.exclude(boundary=None).only("pk", "name", "boundary")
    names = {row.pk: row.name for row in shown}
    picture = geometry.picture(
        [(row.pk, row.boundary or {}) for row in shown], focus=neighborhood.pk, width=800
    )
    waiting = membership_policy.allowed(request.user, "admit").filter(neighborhood=neighborhood)
    return screen(
        request,
        "neighborhood_detail",
        neighborhood.name,
        icon="site",
        above=AREAS,
        row=_row(neighborhood),
        picture=picture,
        shapes=_named(picture, names),
        waiting_count=waiting.count(),
        batches=letters_policy.allowed(request.user, "manage").filter(neighborhood=neighborhood)[
            :5
        ],
    )


@administrators_only
@require_http_methods(FORM)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    neighborhood = get_allowed_or_404(neighborhood_policy, request.user, "manage", pk=pk)
    form = NeighborhoodForm(request.POST or None, instance=neighborhood)
    if request.method == "POST" and form.is_valid():
        try:
            areas.change_neighborhood(
                neighborhood=neighborhood, by=request.user, **form.cleaned_data
            )
        except DomainError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("The neighborhood is saved."))
            return redirect("community_neighborhoods:detail", pk)
    return screen(
        request, "form", _("Change the neighborhood"), icon="site", above=AREAS, form=form,
        submit=_("Save"), back=reverse("community_neighborhoods:detail", args=[pk]),
    )  # fmt: skip


@administrators_only
@require_safe
def district_list(request: HttpRequest) -> HttpResponse:
    rows = district_policy.allowed(request.user, "manage").prefetch_related("neighborhoods")
    return screen(request, "district_list", _("Districts"), icon="list-ul", rows=rows)


@administrators_only
@require_http_methods(FORM)
def district_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    district = None
    if pk is not None:
        district = get_allowed_or_404(district_policy, request.user, "manage", pk=pk)
    form = DistrictForm(request.POST or None, instance=district)
    if request.method == "POST" and form.is_valid():
        try:
            areas.save_district(district=district, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("The district is saved."))
            return redirect("community_districts:index")
    title = _("Change the district") if district else _("Add a district")
    return screen(
        request, "form", title, icon="list-ul", above=DISTRICTS, form=form, submit=_("Save"),
        back=reverse("community_districts:index"),
    )  # fmt: skip
