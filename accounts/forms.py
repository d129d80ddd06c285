"""Forms about the own account: allauth's in the portal's look, and the profile."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as allauth_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.recovery_codes import forms as recovery_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import PublicForm, PublicFormMixin, PublicModelForm

from .models import User


class OwnWordsMixin(PublicFormMixin):
    """Our labels and hints instead of allauth's, and no placeholders: a label stays in sight."""

    labels: ClassVar[dict[str, Any]] = {
        "login": _("E-mail address"),
        "email": _("E-mail address"),
        "password": _("Password"),
        "oldpassword": _("The password you have now"),
        "password1": _("New password"),
        "password2": _("New password once more"),
        "code": _("Code"),
        "name": _("Name of this key"),
        "passwordless": _("Let me sign in with this key alone, without a password"),
    }
    hints: ClassVar[dict[str, Any]] = {
        "password1": _("At least 10 characters. For a dashboard account at least 12."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
        if "code" in self.fields:
            self.fields["code"].widget.attrs.update(
                {"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"}
            )


class LoginForm(OwnWordsMixin, allauth_forms.LoginForm):
    pass


class RequestLoginCodeForm(OwnWordsMixin, allauth_forms.RequestLoginCodeForm):
    hints: ClassVar[dict[str, Any]] = {
        "email": _("We send a code to this address. You need no password."),
    }


class ConfirmLoginCodeForm(OwnWordsMixin, allauth_forms.ConfirmLoginCodeForm):
    pass


class ResetPasswordForm(OwnWordsMixin, allauth_forms.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(OwnWordsMixin, allauth_forms.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(OwnWordsMixin, allauth_forms.ChangePasswordForm):
    pass


class SetPasswordForm(OwnWordsMixin, allauth_forms.SetPasswordForm):
    pass


class ReauthenticateForm(OwnWordsMixin, allauth_forms.ReauthenticateForm):
    pass


class AddEmailForm(OwnWordsMixin, allauth_forms.AddEmailForm):
    labels: ClassVar[dict[str, Any]] = {"email": _("New e-mail address")}


class AuthenticateForm(OwnWordsMixin, mfa_forms.AuthenticateForm):
    labels: ClassVar[dict[str, Any]] = {"code": _("Code of your app, or a recovery code")}


class MfaReauthenticateForm(OwnWordsMixin, mfa_forms.ReauthenticateForm):
    labels: ClassVar[dict[str, Any]] = {"code": _("Code of your app, or a recovery code")}


class ActivateTOTPForm(OwnWordsMixin, totp_forms.ActivateTOTPForm):
    labels: ClassVar[dict[str, Any]] = {"code": _("Code of your app")}


class DeactivateTOTPForm(OwnWordsMixin, totp_forms.DeactivateTOTPForm):
    pass


class GenerateRecoveryCodesForm(OwnWordsMixin, recovery_forms.GenerateRecoveryCodesForm):
    pass


class AddWebAuthnForm(OwnWordsMixin, webauthn_forms.AddWebAuthnForm):
    pass


class EditWebAuthnForm(OwnWordsMixin, webauthn_forms.EditWebAuthnForm):
    pass


class AuthenticateWebAuthnForm(OwnWordsMixin, webauthn_forms.AuthenticateWebAuthnForm):
    pass


class ReauthenticateWebAuthnForm(OwnWordsMixin, webauthn_forms.ReauthenticateWebAuthnForm):
    pass


class LoginWebAuthnForm(OwnWordsMixin, webauthn_forms.LoginWebAuthnForm):
    pass


class ProfileForm(PublicModelForm):
    class Meta:
        model = User
        fields = ("first_name", "last_name", "shown_name", "about", "language")
        widgets: ClassVar[dict[str, Any]] = {
            "about": forms.Textarea(attrs={"rows": 4}),
            "shown_name": forms.RadioSelect,
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "about": _("Neighbors read this beside your name. You decide what you tell."),
            "language": _("The language of our e-mails and of your notices."),
        }


class InvitationForm(PublicForm):
    """The password of somebody new who was invited to the dashboard."""

    password1 = forms.CharField(
        label=_("New password"),
        help_text=_("At least 12 characters."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("New password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        password_validation.validate_password(password, self.person)
        return password

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", ValidationError(_("The two passwords are not the same.")))
        return cleaned
