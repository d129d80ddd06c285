"""Makes people and changes what they say about themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core import audit
from core.errors import DomainError

from ..models import User, normalise_email

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import Group

PROFILE_FIELDS = frozenset(
    {"first_name", "last_name", "shown_name", "about", "language", "time_zone", "photo"}
)


class EmailTaken(DomainError):
    """The address has an account already; never shown to anybody but its owner."""


def create_person(
    *,
    email: str | None,
    first_name: str,
    last_name: str = "",
    language: str = settings.LANGUAGE_CODE,
    password: str | None = None,
    **fields: Any,
) -> User:
    """Makes an account whose e-mail address is proven: by a code, a link, or the demo's word.

    Without a password the person signs in with a code by mail.

    Raises:
        EmailTaken: the address has an account already.
    """
    address = normalise_email(email)
    try:
        with transaction.atomic():
            person: User = User.objects.create_user(
                address,
                password,
                first_name=first_name,
                last_name=last_name,
                language=language,
                **fields,
            )
            if address:
                EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)
    except IntegrityError as error:
        raise EmailTaken(_("This e-mail address has an account already.")) from error
    return person


@transaction.atomic
def change_profile(*, person: User, by: User, **fields: Any) -> User:
    """Changes what a person shows; only the person does."""
    if by.pk != person.pk:
        raise DomainError(_("Only the person can change the own profile."))
    unknown = set(fields) - PROFILE_FIELDS
    if unknown:
        raise TypeError(f"No profile field: {', '.join(sorted(unknown))}")
    for name, value in fields.items():
        setattr(person, name, value)
    person.save(update_fields=list(fields))
    return person


@transaction.atomic
def change_staff(
    *,
    person: User,
    by: User,
    first_name: str,
    last_name: str,
    language: str,
    groups: Iterable[Group],
    is_active: bool,
) -> User:
    """Changes a dashboard account; who loses a role or the account is signed out everywhere."""
    if not person.is_staff:
        raise DomainError(_("This person has no dashboard account."))
    before = {group.pk for group in person.groups.all()}
    wanted = {group.pk for group in groups}
    if person.pk == by.pk and (not is_active or before - wanted):
        # Nobody locks the own door: the last administrator could do so by mistake.
        raise DomainError(_("You cannot take a role or the account from yourself."))
    person.first_name, person.last_name, person.language = first_name, last_name, language
    was_active, person.is_active = person.is_active, is_active
    person.save(update_fields=["first_name", "last_name", "language", "is_active"])
    person.groups.set(wanted)
    if before != wanted or was_active != is_active:
        audit.record(
            "staff_change",
            by=by,
            subject=person,
            target=person,
            roles_before=sorted(before),
            roles=sorted(wanted),
            is_active=is_active,
        )
    if before - wanted or (was_active and not is_active):
        end_sessions(person=person)
    return person


@transaction.atomic
def end_staff_account(*, person: User, by: User) -> User:
    """Takes the dashboard account away; the person and what they wrote stay."""
    if person.pk == by.pk:
        raise DomainError(_("You cannot take a role or the account from yourself."))
    person.is_staff = person.is_superuser = False
    person.save(update_fields=["is_staff", "is_superuser"])
    person.groups.clear()
    person.user_permissions.clear()
    audit.record("staff_end", by=by, subject=person, target=person)
    end_sessions(person=person)
    return person


def end_sessions(*, person: User, keep: str | None = None) -> int:
    """Signs a person out everywhere, save in the session ``keep``; says how many ended."""
    count = 0
    for session in UserSession.objects.filter(user=person.pk).exclude(session_key=keep or ""):
        session.end()
        count += 1
    return count
