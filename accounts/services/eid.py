"""Links an eID to an account and takes the link away; nothing else writes ``SocialAccount``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core import audit
from core.errors import DomainError

from ..eid.identity import providers
from ..models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet


class EidTaken(DomainError):
    """This eID is linked to an account; shown to the holder of the eID alone."""

    def __init__(self) -> None:
        super().__init__(_("This eID belongs to another account already. Sign in with it."))


class LastWayIn(DomainError):
    """Without this eID the person could not sign in any more."""

    def __init__(self) -> None:
        super().__init__(
            _("This is your only way to sign in. Add an e-mail address or a passkey first.")
        )


@transaction.atomic
def link_eid(*, person: User, by: User, provider: str, subject: str) -> SocialAccount:
    """Lets ``person`` sign in with this eID; ``subject`` is the hash of ``subject_digest``.

    Linking again what is linked to the same account changes nothing. One eID opens one account:
    raises ``EidTaken``.
    """
    if by.pk != person.pk:
        raise DomainError(_("Only the person can link the own eID."))
    try:
        with transaction.atomic():
            link, is_new = SocialAccount.objects.get_or_create(
                provider=provider, uid=subject, defaults={"user": person, "extra_data": {}}
            )
    except IntegrityError as error:
        raise EidTaken from error
    if link.user_id != person.pk:
        raise EidTaken
    if is_new:
        audit.record("eid_link", by=by, subject=person, provider=provider)
    return link


@transaction.atomic
def unlink_eid(*, person: User, by: User, link_id: int) -> str:
    """Takes a link of the person away and returns its provider. Raises ``LastWayIn``.

    The person's row is locked, so that two unlinkings at once do not take the last two ways.
    """
    if by.pk != person.pk:
        raise DomainError(_("Only the person can unlink the own eID."))
    User.objects.select_for_update().get(pk=person.pk)
    link = links_of(person).filter(pk=link_id).first()
    if link is None:
        raise DomainError(_("This eID is not linked any more."))
    if not has_other_way(person, link):
        raise LastWayIn
    link.delete()
    audit.record("eid_unlink", by=by, subject=person, provider=link.provider)
    return str(link.provider)


def links_of(person: User) -> QuerySet[SocialAccount]:
    return SocialAccount.objects.filter(user=person.pk).order_by("date_joined")


def has_other_way(person: User, link: SocialAccount) -> bool:
    """Whether the person can sign in without this link: a mailbox for codes, a passkey, another eID."""
    if EmailAddress.objects.filter(user=person.pk, verified=True).exists():
        return True
    offered = [provider["id"] for provider in providers()]
    if links_of(person).filter(provider__in=offered).exclude(pk=link.pk).exists():
        return True
    passkeys = Authenticator.objects.filter(user=person.pk, type=Authenticator.Type.WEBAUTHN)
    return any(key.wrap().is_passwordless for key in passkeys)
