"""The three steps of the welcome: which are open for a new member, and where each one is."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import clock

from .membership_notices import membership_url
from .models import Membership, Welcome

if TYPE_CHECKING:
    from accounts.models import User

    from .models import Neighborhood
    from .querysets import MembershipQuerySet

# After this the welcome closes by itself. Who had to wait for somebody else hears of it by mail, and
# may come days later.
OPEN_FOR = dt.timedelta(days=3)
OPEN_AFTER_WAITING = dt.timedelta(days=14)
WAITED = (Membership.Proof.COUNTER, Membership.Proof.VOUCHED)

# Dutch streets that take "het"; all others take "de".
NEUTER = ("bos", "dok", "dorp", "eiland", "erf", "hof", "laantje", "pad", "park", "plein", "veld")


class Step(enum.StrEnum):
    HELLO = "hello"
    HELP = "help"
    MAIL = "mail"

    @property
    def field(self) -> str:
        """The field of ``Welcome`` that says when the step was taken or left out."""
        return f"{self.value}_at"


@dataclass
class Progress:
    """How far one member is. ``done`` holds the steps that were taken or left out."""

    slug: str
    steps: list[Step]
    done: set[Step]

    def url_of(self, step: Step) -> str:
        return reverse(f"neighborhoods:welcome_{step.value}", args=[self.slug])

    @property
    def next_url(self) -> str:
        """The first step that is left; the feed when none is."""
        for step in self.steps:
            if step not in self.done:
                return self.url_of(step)
        return reverse("neighborhoods:feed", args=[self.slug])

    @property
    def items(self) -> list[dict[str, Any]]:
        """The steps as a checklist shows them."""
        labels = {
            Step.HELLO: _("Say hello to your neighbors"),
            Step.HELP: _("Tell what you can help with, and what you would like"),
            Step.MAIL: _("Choose how often we mail you"),
        }
        return [
            {"label": labels[step], "url": self.url_of(step), "is_done": step in self.done}
            for step in self.steps
        ]


def open_welcomes() -> MembershipQuerySet:
    """The members whose welcome is open: new here, and neither they nor time has closed it.

    Who comes back to a neighborhood is not welcomed again.
    """
    now = clock.now()
    is_new = Q(activated_at__gt=now - OPEN_FOR) | Q(
        activated_at__gt=now - OPEN_AFTER_WAITING, proof__in=WAITED
    )
    earlier = Membership.objects.filter(
        person=OuterRef("person"),
        neighborhood=OuterRef("neighborhood"),
        activated_at__lt=OuterRef("activated_at"),
    )
    rows: MembershipQuerySet = Membership.objects.active().filter(is_new, welcome__closed_at=None)
    return rows.exclude(Exists(earlier))


def steps_of(person: User) -> list[Step]:
    """The steps for this person: whoever has no e-mail address has no mails to choose."""
    return [step for step in Step if step is not Step.MAIL or person.email]


def progress_of(membership: Membership, person: User) -> Progress:
    """How far the member is, whether the welcome is still open or not."""
    welcome = Welcome.objects.filter(membership=membership).first()
    steps = steps_of(person)
    done = {step for step in steps if welcome and getattr(welcome, step.field)}
    return Progress(membership.neighborhood.slug, steps, done)


def is_open(membership: Membership) -> bool:
    return open_welcomes().filter(pk=membership.pk).exists()


def first_page_of(membership: Membership) -> str:
    """Where somebody goes who became a member a moment ago, or has to wait."""
    if is_open(membership):
        return reverse("neighborhoods:welcome_open", args=[membership.neighborhood.slug])
    return membership_url(membership)


def checklist_for(person: User, neighborhood: Any) -> Progress | None:
    """What the card on the feed shows; None where there is none. ``neighborhood`` is the header's.

    It costs a query only for a new member.
    """
    since = neighborhood.home_since
    if since is None or since <= clock.now() - OPEN_AFTER_WAITING:
        return None
    membership = (
        open_welcomes().filter(pk=neighborhood.home_id).select_related("neighborhood").first()
    )
    return progress_of(membership, person) if membership else None


def introduction_of(membership: Membership, person: User) -> str:
    """A first text to say hello with, in the person's language, from the name and the street."""
    with override(person.language):
        if membership.address is None:
            facts = {"name": person.first_name, "neighborhood": membership.neighborhood.name}
            hello = _("Hello, I am %(name)s and I live in %(neighborhood)s.") % facts
        else:
            where = street_in_a_sentence(membership.address.street, person.language)
            facts = {"name": person.first_name, "where": where}
            hello = _("Hello, I am %(name)s and I live %(where)s.") % facts
        rest = _("I am happy to meet you here. Do you see me in the street? Then say hello!")
    return f"{hello} {rest}"


def street_in_a_sentence(street: str, language: str) -> str:
    """The street as one says it after "I live": with the article and preposition of the language."""
    if language == "nl":
        if street.lower().startswith(("de ", "het ", "'t ", "’t ")):
            return f"in {street}"
        is_neuter = street.lower().endswith(NEUTER)
        return f"aan het {street}" if is_neuter else f"in de {street}"
    if language == "fr":
        return street
    if language == "de":
        return f"in der Straße „{street}“"
    return f"in {street}"


def hello_purpose(neighborhood: Neighborhood) -> str:
    """The name under which the text of the introduction is kept while it is written."""
    return f"post:{neighborhood.slug}:hello"
