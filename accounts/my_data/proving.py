"""Asks a person for a fresh proof on the page of the one act that needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.contrib import messages
from django.utils.translation import gettext as _

from core.errors import DomainError

from .. import services
from .forms import ProofForm

if TYPE_CHECKING:
    from core.requests import SignedInRequest

KEY = "proof"
# The name of the button that asks for a code instead of a password.
SEND = "send_code"

F = TypeVar("F", bound=ProofForm)


class Proving(Generic[F]):
    """The form of one request, and whether the proof in it is right.

    Opening the page sends nothing; the person asks for the code with a button. The code holds for
    one ``purpose`` and once.
    """

    def __init__(self, request: SignedInRequest, purpose: str, form_class: type[F]) -> None:
        self.request, self.purpose = request, purpose
        self.person = request.user
        self.asks_for_code = request.method == "POST" and SEND in request.POST
        if self.asks_for_code:
            self._send()
        data = request.POST if request.method == "POST" and not self.asks_for_code else None
        self.has_password = self.person.has_usable_password()
        self.by_code = bool(self.sent) or not self.has_password
        self.form = form_class(data, by_code=self.by_code)

    @property
    def sent(self) -> dict[str, Any]:
        kept = self.request.session.get(KEY, {})
        return kept.get(self.purpose, {}) if isinstance(kept, dict) else {}

    def _send(self) -> None:
        try:
            sent = services.send_proof_code(person=self.person, purpose=self.purpose)
        except DomainError as error:
            messages.error(self.request, str(error))
            return
        self.request.session[KEY] = {self.purpose: sent}
        messages.success(self.request, _("We sent you a code by e-mail."))

    def is_proven(self) -> bool:
        """Whether the form is right in everything; a wrong proof becomes its error."""
        if not self.form.is_bound or not self.form.is_valid():
            return False
        if self.by_code and not self.sent:
            self.form.add_error("code", _("Ask for a code first."))
            return False
        cleaned = self.form.cleaned_data
        try:
            services.check_proof(
                person=self.person,
                purpose=self.purpose,
                password=cleaned.get("password", ""),
                code=cleaned.get("code", ""),
                sent=self.sent,
            )
        except DomainError as error:
            self.form.add_error("code" if self.by_code else "password", str(error))
            return False
        self.request.session.pop(KEY, None)
        return True

    def context(self) -> dict[str, Any]:
        return {
            "form": self.form,
            "by_code": self.by_code,
            "is_code_sent": bool(self.sent),
            "has_password": self.has_password,
            "send_name": SEND,
        }
