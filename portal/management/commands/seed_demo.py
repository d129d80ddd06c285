"""``manage.py seed_demo``: builds Oeverbeke, the demo town, through the services the site uses."""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone, translation
from django_q.models import OrmQ
from wagtail.models import Site

from accounts.models import User
from campaigns.services import follow_sendings
from core import clock
from core.models import BrandSettings
from notifications.models import Delivery, Notice
from notifications.services import expansion
from portal.demo import build_news, build_pages, build_talk, build_town, people

if TYPE_CHECKING:
    from argparse import ArgumentParser

SEEN_AFTER = dt.timedelta(days=2)


class Command(BaseCommand):
    help = "Builds the demo town Oeverbeke. Does nothing where it stands already; sends no mail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--yes", action="store_true", help="also outside development")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG and not options["yes"]:
            raise CommandError(
                "This fills the database with invented people. Say --yes if you mean it."
            )
        if User.objects.filter(email=people.NAMED[0].email).exists():
            self.stdout.write("      Oeverbeke stands already.")
            return
        queued = OrmQ.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
            self._build()
        # Whatever the services queued is done: the notices were told below.
        OrmQ.objects.filter(pk__gt=queued).delete()

    def _build(self) -> None:
        seeded_at = timezone.localtime(clock.now()).replace(second=0, microsecond=0)
        self._brand()
        town = self._step("streets, letters and people", build_town.build, seeded_at)
        self._step("pages", build_pages.build, town)
        self._step("posts, replies and thanks", build_talk.build, town)
        self._step("campaigns and surveys", build_news.build, town)
        self._step("notices in everybody's inbox", self._tell, seeded_at)

    def _step(self, title: str, build: Any, *args: Any) -> Any:
        started = time.monotonic()
        result = build(*args)
        self.stdout.write(f"      {title} ({time.monotonic() - started:.1f} s)")
        self.stdout.flush()
        return result

    def _brand(self) -> None:
        brand = BrandSettings.for_site(Site.objects.get(is_default_site=True))
        brand.name = "Stoep Oeverbeke"
        brand.municipality = "Oeverbeke"
        brand.contact_email = "stoep@oeverbeke.test"
        brand.contact_phone = "09 555 01 00"
        brand.save()

    def _tell(self, seeded_at: dt.datetime) -> None:
        """Inbox lines as they would have come at the time; of mail nothing leaves."""
        for notice in Notice.objects.filter(not_before__lte=seeded_at).order_by("not_before", "pk"):
            with clock.travel(notice.not_before):
                while expansion.expand_batch(notice.pk):
                    pass
        Delivery.objects.filter(channel="email", state=Delivery.State.NEW).update(
            state=Delivery.State.DROPPED, error="the demo town sends no mail"
        )
        follow_sendings()
        Delivery.objects.filter(channel="inbox", created_at__lt=seeded_at - SEEN_AFTER).update(
            read_at=seeded_at - SEEN_AFTER
        )
