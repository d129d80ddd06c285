"""Joining, a screen at a time. Each screen says where one is and leads on to the next one open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.sessions import begin_session
from core.errors import DomainError
from core.limits import client_address
from core.policies import get_allowed_or_404

from ..forms import join as forms
from ..journey import Journey
from ..membership_notices import feed_url
from ..policies import membership_policy
from ..services import admission, arrival, codes, doorstep, join_mail

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

FORM = ["GET", "HEAD", "POST"]


def _screen(
    request: HttpRequest, template: str, form: Form | None, step: int = 1, **context: Any
) -> HttpResponse:
    """One screen, with its place among the others and a status that fits what went wrong."""
    journey = Journey(request.session)
    steps = 4 if journey.has_letter or not journey.has_place else 3
    if request.user.is_authenticated:
        steps = 2
    errors = form.non_field_errors().as_data() if form is not None else []
    status = 429 if any(error.code == "too_many" for error in errors) else 200
    return render(
        request,
        f"neighborhoods/{template}.html",
        {"form": form, "journey": journey, "step": step, "steps": steps, **context},
        status=status,
    )


def _refuse(form: Form, error: DomainError, field: str) -> None:
    from django.core.exceptions import ValidationError

    if isinstance(error, doorstep.TooManyTries):
        form.add_error(None, ValidationError(str(error), code="too_many"))
    else:
        form.add_error(field, str(error))


@require_safe
@sensitive_variables("code")
def open_code(request: HttpRequest, code: str) -> HttpResponse:
    """Moves the code from the address into the session: out of logs, titles and referrers."""
    plain = codes.normalize(code)
    is_code = codes.is_well_formed(plain)
    Journey(request.session).save(
        digest=codes.digest_of(plain) if is_code else "",
        is_checked=False,
        is_malformed=not is_code,
    )
    response = redirect("neighborhoods:join_start")
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@sensitive_post_parameters("code")
@require_http_methods(FORM)
def start(request: HttpRequest) -> HttpResponse:
    """Screen 1: the code, typed or brought along by the QR of the letter."""
    home = membership_policy.allowed(request.user, "leave").select_related("neighborhood").first()
    if home is not None:
        return render(
            request,
            "neighborhoods/join_at_home.html",
            {"feed_url": feed_url(home.neighborhood), "home": home},
        )
    journey = Journey(request.session)
    brought = request.method == "POST" and "from_letter" in request.POST and journey["digest"]
    form = forms.CodeForm({"code": ""} if brought else request.POST or None)
    if brought or (request.method == "POST" and form.is_valid()):
        digest = journey["digest"] if brought else codes.digest_of(form.cleaned_data["code"])
        try:
            code = doorstep.try_code(
                digest=digest, client=client_address(request), person=request.user
            )
        except DomainError as error:
            journey.save(digest="", is_checked=False)
            _refuse(form, error, "code")
        else:
            journey.save(digest=digest, is_checked=True, is_malformed=False, address=None)
            return redirect("neighborhoods:join_where") if code else redirect(request.path)
    return _screen(request, "join_start", form)


@require_http_methods(FORM)
def where(request: HttpRequest) -> HttpResponse:
    """Screen 2: the letter knows the street; the person picks the house number."""
    journey = Journey(request.session)
    code = doorstep.code_of(journey["digest"]) if journey.has_letter else None
    if code is None:
        return redirect("neighborhoods:join_start")
    households = list(doorstep.households_beside(code.address))
    form = forms.HouseholdForm(
        request.POST or None, households=households, initial=journey.typed("address")
    )
    if request.method == "POST" and form.is_valid():
        journey.save(address=int(form.cleaned_data["address"]))
        if request.user.is_authenticated:
            return _come_in(request, form)
        return redirect("neighborhoods:join_name")
    return _screen(
        request, "join_where", form, 2, neighborhood=code.neighborhood, street=code.address.street
    )


@require_http_methods(FORM)
def without_letter(request: HttpRequest) -> HttpResponse:
    """Screen 1 for who has no letter: the address, which lets nobody in by itself."""
    journey = Journey(request.session)
    form = forms.AddressForm(
        request.POST or None, initial=journey.typed("postcode", "street", "number")
    )
    if request.method == "POST" and form.is_valid():
        journey.save(**form.cleaned_data)
        try:
            address = doorstep.find_address(**form.cleaned_data, client=client_address(request))
        except DomainError as error:
            _refuse(form, error, "street")
            return _screen(request, "join_without_letter", form)
        if address is None:
            return _screen(request, "join_without_letter", form, not_found=True)
        journey.save(address=address.pk, digest="", is_checked=False)
        if request.user.is_authenticated:
            return _come_in(request, form)
        return redirect("neighborhoods:join_name")
    return _screen(request, "join_without_letter", form)


def _come_in(request: HttpRequest, form: Form) -> HttpResponse:
    """Lets somebody who has an account in, or wait."""
    journey = Journey(request.session)
    try:
        membership = arrival.come_in(
            person=request.user,
            digest=journey["digest"] or "",
            address_id=journey["address"],
        )
    except DomainError as error:
        form.add_error(None, str(error))
        return _screen(request, "join_start", forms.CodeForm(), refused=form)
    return _landing(request, membership)


def _landing(request: HttpRequest, membership: Any) -> HttpResponse:
    Journey(request.session).forget()
    if membership.state == membership.State.ACTIVE:
        return redirect(feed_url(membership.neighborhood))
    return redirect("neighborhoods:join_status")


@require_http_methods(FORM)
def name(request: HttpRequest) -> HttpResponse:
    """Screen 3: the name, and how much of it neighbors see."""
    journey = Journey(request.session)
    if not journey.has_place or request.user.is_authenticated:
        return redirect("neighborhoods:join_start")
    form = forms.NameForm(
        request.POST or None, initial=journey.typed("first_name", "last_name", "shown_name")
    )
    if request.method == "POST" and form.is_valid():
        journey.save(**form.cleaned_data)
        return redirect("neighborhoods:join_reach")
    return _screen(request, "join_name", form, 3 if journey.has_letter else 2)


@require_http_methods(FORM)
def reach(request: HttpRequest) -> HttpResponse:
    """Screen 4: the e-mail address, to which six digits go."""
    journey = Journey(request.session)
    if not (journey.has_place and journey.has_name) or request.user.is_authenticated:
        return redirect("neighborhoods:join_start")
    form = forms.ReachForm(request.POST or None, initial=journey.typed("email"))
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        journey.save(email=email)
        try:
            proof = join_mail.send_code(email=email, client=client_address(request))
        except DomainError as error:
            _refuse(form, error, "email")
        else:
            journey.save(proof=proof.as_dict())
            return redirect("neighborhoods:join_confirm")
    return _screen(request, "join_reach", form, 4 if journey.has_letter else 3)


@sensitive_post_parameters("code")
@require_http_methods(FORM)
def confirm(request: HttpRequest) -> HttpResponse:
    """The six digits. Then the account is made, signed in, and a member or waiting."""
    journey = Journey(request.session)
    if not journey["proof"] or not journey.has_place or request.user.is_authenticated:
        return redirect("neighborhoods:join_start")
    form = forms.ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        proof = join_mail.Proof.from_dict(journey["proof"])
        try:
            email = join_mail.check_code(proof=proof, typed=form.cleaned_data["code"])
            person, membership = _arrive(journey, email)
        except DomainError as error:
            form.add_error("code", str(error))
        else:
            begin_session(request, person)
            return _landing(request, membership)
    return _screen(
        request, "join_confirm", form, 4 if journey.has_letter else 3, email=journey["email"]
    )


def _arrive(journey: Journey, email: str) -> Any:
    return arrival.arrive(
        email=email,
        language=translation.get_language() or "nl",
        digest=journey["digest"] or "",
        address_id=journey["address"],
        **journey.typed("first_name", "last_name", "shown_name"),
    )


@login_required
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Where a waiting person stands, with the ways on; it shows nothing of the neighborhood."""
    waiting = (
        membership_policy.allowed(request.user, "stop_waiting")
        .select_related("neighborhood", "address")
        .first()
    )
    if waiting is None:
        return redirect("neighborhoods:join_start")
    return render(request, "neighborhoods/join_status.html", {"waiting": waiting})


@login_required
@require_POST
def stop_waiting(request: HttpRequest) -> HttpResponse:
    waiting = get_allowed_or_404(membership_policy, request.user, "stop_waiting")
    admission.stop_waiting(membership=waiting, by=request.user)
    return redirect("neighborhoods:join_start")
