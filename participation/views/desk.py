"""The dashboard's screens of surveys: whom they ask, opening and closing, and what came out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import DomainError
from core.policies import get_allowed_or_404

from .. import cards, reach, services
from ..desk_forms import AddressForm, OpenForm
from ..policies import survey_policy
from ..results import results_of, turnout

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from ..models import Survey


def _screen_of(survey: Survey) -> HttpResponse:
    return redirect("surveys_admin:survey_detail", survey.public_id)


@require_safe
def survey_list(request: HttpRequest) -> HttpResponse:
    if not survey_policy.may_look(request.user):
        raise Http404
    surveys = survey_policy.allowed(request.user, "look").for_desk()
    return render(request, "participation/admin/survey_list.html", {"surveys": surveys[:200]})


@require_safe
def survey_detail(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The screen "Audience and opening": everything about a survey but its words and results."""
    survey = get_allowed_or_404(survey_policy, request.user, "look", public_id=public_id)
    page = survey.source_page()
    can_manage = survey_policy.allows(request.user, "manage", survey)
    context = {
        "survey": survey,
        "page": page,
        "page_url": reverse("wagtailadmin_pages:edit", args=[page.pk]) if page else "",
        "reach": reach.reach_of(survey),
        "languages": reach.languages_of(survey),
        "turnout": turnout(survey) if survey.is_frozen and can_manage else [],
        "opens": cards.moment(survey.opens_at),
        "closes": cards.moment(survey.closes_at),
        "can_manage": can_manage,
        "can_open": survey_policy.allows(request.user, "open", survey),
        "form": OpenForm(survey=survey),
    }
    return render(request, "participation/admin/survey_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def survey_address(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    survey = get_allowed_or_404(survey_policy, request.user, "manage", public_id=public_id)
    if not survey_policy.allows(request.user, "address", survey):
        messages.error(request, _("This survey is planned or has opened. Nothing was changed."))
        return _screen_of(survey)
    form = AddressForm(request.POST or None, survey=survey)
    if request.method == "POST" and form.is_valid():
        try:
            services.address_survey(survey=survey, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
        except DomainError as error:
            messages.error(request, str(error))
        return _screen_of(survey)
    context = {"survey": survey, "form": form, "page": survey.source_page()}
    return render(request, "participation/admin/survey_address.html", context)


@require_POST
def survey_open(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Opens now, or plans the opening for the moment that was saved."""
    survey = get_allowed_or_404(survey_policy, request.user, "manage", public_id=public_id)
    form = OpenForm(request.POST, survey=survey)
    if not form.is_valid():
        messages.error(request, _("Nothing was opened. Choose when the survey opens."))
    elif form.cleaned_data["when"] == OpenForm.When.PLANNED:
        _do(request, survey, services.schedule_survey, _("The opening is planned."))
    else:
        _do(request, survey, services.open_survey, _("The survey is open."))
    return _screen_of(survey)


def _do(
    request: HttpRequest, survey: Survey, service: Callable[..., Any], done: str, **wish: Any
) -> None:
    try:
        service(survey=survey, by=request.user, **wish)
        messages.success(request, done)
    except DomainError as error:
        messages.error(request, str(error))


@require_POST
def survey_call_off(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    survey = get_allowed_or_404(survey_policy, request.user, "manage", public_id=public_id)
    _do(
        request, survey, services.call_off_survey, _("The opening is called off. Nobody was asked.")
    )
    return _screen_of(survey)


@require_http_methods(["GET", "HEAD", "POST"])
def survey_close(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Asks first: a closed survey does not open again."""
    survey = get_allowed_or_404(survey_policy, request.user, "close", public_id=public_id)
    if request.method == "POST":
        _do(request, survey, services.close_survey, _("The survey is closed and counted."))
        return _screen_of(survey)
    context = {"survey": survey, "page": survey.source_page()}
    return render(request, "participation/admin/survey_close.html", context)


@require_safe
def survey_results(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    survey = get_allowed_or_404(survey_policy, request.user, "read_results", public_id=public_id)
    words = cards.words_for(survey) or survey.source_page()
    context = {
        "survey": survey,
        "page": words,
        "results": results_of(survey, words, with_texts=True),
        "opens": cards.moment(survey.opens_at),
        "closes": cards.moment(survey.closes_at),
    }
    return render(request, "participation/admin/survey_results.html", context)


@require_POST
def results_publish(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    survey = get_allowed_or_404(survey_policy, request.user, "publish_results", public_id=public_id)
    is_public = request.POST.get("is_public") == "yes"
    done = _("The results are public now.") if is_public else _("The results are hidden again.")
    _do(request, survey, services.publish_results, done, is_public=is_public)
    return redirect("surveys_admin:survey_results", survey.public_id)
