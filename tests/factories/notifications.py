"""Notices and deliveries, made directly: what services do is tested apart."""

import factory

from core import clock
from notifications import models

from .accounts import UserFactory


class NoticeFactory(factory.django.DjangoModelFactory):
    """Told to everybody already; ``target`` is the post it is about."""

    class Meta:
        model = models.Notice

    class Params:
        target = None

    kind = "test_help"
    target_kind = "post"
    target_id = factory.LazyAttribute(lambda o: o.target.pk)
    occasion = factory.Sequence(lambda n: f"occasion-{n}")
    event_key = factory.LazyAttribute(lambda o: f"{o.kind}:post:{o.target_id}:{o.occasion}")
    created_at = factory.LazyFunction(clock.now)
    not_before = factory.SelfAttribute("created_at")
    expanded_at = factory.SelfAttribute("created_at")


class DeliveryFactory(factory.django.DjangoModelFactory):
    """A mail that waits to be sent; with ``inbox=True`` an unread line."""

    class Meta:
        model = models.Delivery

    class Params:
        target = None
        kind = "test_help"
        inbox = factory.Trait(
            channel="inbox", state="sent", sent_at=factory.LazyFunction(clock.now)
        )

    notice = factory.SubFactory(
        NoticeFactory,
        target=factory.SelfAttribute("..target"),
        kind=factory.SelfAttribute("..kind"),
    )
    event_key = factory.SelfAttribute("notice.event_key")
    recipient = factory.SubFactory(UserFactory)
    channel = "email"
    state = "new"
    created_at = factory.LazyFunction(clock.now)
    not_before = factory.SelfAttribute("created_at")
