"""The person."""

from __future__ import annotations

import unicodedata
import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    import datetime as dt


def normalise_email(email: str | None) -> str | None:
    """The one form in which an address is stored and looked up; None for no address."""
    if not email or not email.strip():
        return None
    return unicodedata.normalize("NFKC", email).strip().casefold()


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> UserQuerySet:
        return self.filter(is_active=True)

    def staff(self) -> UserQuerySet:
        """People with a dashboard account; the only ones the dashboard's user screens may show."""
        return self.filter(is_staff=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    use_in_migrations = False

    def create_user(self, email: str | None, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=normalise_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(
            email, password, **{**fields, "is_staff": True, "is_superuser": True}
        )

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=normalise_email(username))


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account: resident, worker, staff, or more than one of these.

    E-mail is what people sign in with. Somebody without e-mail and phone cannot sign in and is a
    member through somebody else. Where a person lives is no field here: it is a ``Membership``.
    """

    class ShownName(models.TextChoices):
        FULL = "full", _("First and last name")
        INITIAL = "initial", _("First name and the first letter of the last name")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # The pseudonym in the audit trail; replaced when the person is erased.
    audit_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), null=True, blank=True, unique=True)
    phone = models.CharField(_("phone number"), max_length=20, null=True, blank=True, unique=True)
    first_name = models.CharField(_("first name"), max_length=60)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    shown_name = models.CharField(
        _("name as neighbors see it"),
        max_length=10,
        choices=ShownName.choices,
        default=ShownName.FULL,
    )
    about = models.CharField(_("about me"), max_length=300, blank=True)
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    time_zone = models.CharField(_("time zone"), max_length=40, blank=True)
    photo = models.ForeignKey(
        "core.PrivatePhoto", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("has a dashboard account"), default=False)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(condition=~models.Q(email=""), name="user_email_not_empty"),
            models.CheckConstraint(condition=~models.Q(phone=""), name="user_phone_not_empty"),
        ]

    def __str__(self) -> str:
        return self.display_name

    def clean(self) -> None:
        super().clean()
        self.email = normalise_email(self.email)
        self.phone = self.phone or None

    @property
    def display_name(self) -> str:
        """The name as neighbors see it."""
        if self.shown_name == self.ShownName.INITIAL and self.last_name:
            return f"{self.first_name} {self.last_name[0]}."
        return self.get_full_name()

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + self.last_name[:1]).upper()

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name


class StaffInvitationQuerySet(models.QuerySet["StaffInvitation"]):
    def open(self, now: dt.datetime) -> StaffInvitationQuerySet:
        """Not taken up, not taken back and not expired at that moment."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=now)


class StaffInvitation(models.Model):
    """An invitation to the dashboard, sent to a mailbox; the link's token is stored as a keyed hash.

    It holds no key to a person until it is taken up, so it cannot tell whether the address belongs
    to a resident.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"))
    first_name = models.CharField(_("first name"), max_length=60)
    last_name = models.CharField(_("last name"), max_length=80)
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    groups = models.ManyToManyField("auth.Group", verbose_name=_("roles"), related_name="+")
    digest = models.CharField(max_length=64, blank=True, db_index=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="staff_invitations",
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = StaffInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return str(self.public_id)
