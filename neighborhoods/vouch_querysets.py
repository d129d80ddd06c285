"""What neighbors said of those who wait, as sets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from .querysets import MembershipQuerySet


class VouchQuerySet(models.QuerySet[Any]):
    def standing(self) -> VouchQuerySet:
        return self.filter(withdrawn_at=None)

    def doubts(self) -> VouchQuerySet:
        return self.standing().filter(answer="no")

    def counting(self) -> VouchQuerySet:
        """Words that count at this moment: of trusted members, there, who live at another address."""
        from .models import Membership

        trusted = Membership.objects.trusted().filter(
            pk=OuterRef("voucher_membership"),
            neighborhood=OuterRef("membership__neighborhood"),
        )
        return (
            self.standing()
            .filter(Exists(trusted), answer="yes", membership__address__isnull=False)
            .exclude(voucher_membership__address=F("membership__address"))
        )


def with_answers(rows: MembershipQuerySet) -> MembershipQuerySet:
    """``vouched``: from how many addresses a word counts; ``doubts``: how many say no."""
    from .models import Vouch

    def number(answers: VouchQuerySet, what: str) -> Coalesce:
        counted = answers.filter(membership=OuterRef("pk")).order_by().values("membership")
        counted = counted.annotate(number=Count(what, distinct=True))
        return Coalesce(Subquery(counted.values("number")), 0)

    return rows.annotate(
        vouched=number(Vouch.objects.counting(), "voucher_membership__address"),
        doubts=number(Vouch.objects.doubts(), "pk"),
    )
