"""The pages about one's own data: what is kept, a copy to take along, erasure, and who looked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.errors import DomainError
from core.policies import get_allowed_or_404

from .. import services
from ..policies import export_policy, person_policy
from .forms import ErasureProofForm, ProofForm, WordsForm
from .overview import context_for
from .proving import Proving

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from core.requests import SignedInRequest

# What the person chose for their words, between the two pages of erasure.
WORDS = "erasure_words"


@login_required
@require_safe
def data_detail(request: SignedInRequest) -> HttpResponse:
    return render(request, "accounts/data_detail.html", context_for(request.user))


@login_required
@require_POST
def export_create(request: SignedInRequest) -> HttpResponse:
    person = get_allowed_or_404(person_policy, request.user, "export", pk=request.user.pk)
    try:
        services.ask_export(person=person, by=person)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("We are making your copy. You get a notice when it is ready."))
    return redirect("accounts:data_detail")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def export_download(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse | FileResponse:
    """The file itself is the answer to the proof: no address of it exists that could be passed on."""
    export = get_allowed_or_404(export_policy, request.user, "download", public_id=public_id)
    proving = Proving(request, f"export:{public_id}", ProofForm)
    if not proving.is_proven():
        context = {**proving.context(), "export": export}
        return render(request, "accounts/export_download.html", context)
    try:
        file = export.file.open("rb")
    except OSError as error:
        raise Http404 from error
    services.record_download(export=export, by=request.user)
    name = f"stoep-{clock.today().isoformat()}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def erasure_start(request: SignedInRequest) -> HttpResponse:
    """The first of two pages: what goes, what stays, and the question about words."""
    person = get_allowed_or_404(person_policy, request.user, "erase", pk=request.user.pk)
    chosen = {"words": request.session.get(WORDS, "")}
    form = WordsForm(request.POST if request.method == "POST" else None, initial=chosen)
    if request.method == "POST" and form.is_valid():
        request.session[WORDS] = form.cleaned_data["words"]
        return redirect("accounts:erasure_confirm")
    context = {"form": form, "obstacle": services.obstacle_to_leaving(person=person)}
    return render(request, "accounts/erasure_start.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def erasure_confirm(request: SignedInRequest) -> HttpResponse:
    person = get_allowed_or_404(person_policy, request.user, "erase", pk=request.user.pk)
    words = request.session.get(WORDS)
    if words not in (WordsForm.REMOVE, WordsForm.KEEP):
        return redirect("accounts:erasure_start")
    keeps = words == WordsForm.KEEP
    proving = Proving(request, "erasure", ErasureProofForm)
    if proving.is_proven():
        try:
            services.ask_erasure(person=person, by=request.user, keeps_words=keeps)
        except DomainError as error:
            proving.form.add_error(None, str(error))
        else:
            logout(request)
            return redirect("accounts:erasure_done")
    context = {**proving.context(), "keeps_words": keeps}
    return render(request, "accounts/erasure_confirm.html", context)


@require_safe
def erasure_done(request: HttpRequest) -> HttpResponse:
    """The same for everybody: it says what happens, not to whom."""
    return render(request, "accounts/erasure_done.html")
