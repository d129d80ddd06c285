"""Neighborhoods, memberships, posts. Rows are made directly: what services do is tested apart."""

import datetime as dt

import factory

from core import clock
from neighborhoods import models

from .accounts import UserFactory


def square(west: float, south: float, size: float = 0.01) -> dict:
    """A GeoJSON MultiPolygon of one square, ``size`` degrees wide."""
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "MultiPolygon", "coordinates": [[ring]]}


class DistrictFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.District
        django_get_or_create = ("slug",)

    name = factory.Sequence(lambda n: f"District {n}")
    slug = factory.Sequence(lambda n: f"district-{n}")


class NeighborhoodFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Neighborhood
        django_get_or_create = ("slug",)

    name = factory.Sequence(lambda n: f"Neighborhood {n}")
    slug = factory.Sequence(lambda n: f"neighborhood-{n}")
    west = factory.Sequence(lambda n: 3.70 + n * 0.01)
    south = 51.0
    east = factory.LazyAttribute(lambda o: o.west + 0.01)
    north = factory.LazyAttribute(lambda o: o.south + 0.01)
    boundary = factory.LazyAttribute(lambda o: square(o.west, o.south))
    households = 400
    created_at = factory.LazyFunction(clock.now)


class AddressFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Address

    neighborhood = factory.SubFactory(NeighborhoodFactory)
    street = "Molenstraat"
    number = factory.Sequence(lambda n: str(n + 1))
    postcode = "9870"
    city = "Oeverbeke"
    longitude = factory.LazyAttribute(lambda o: o.neighborhood.west + 0.005)
    latitude = factory.LazyAttribute(lambda o: o.neighborhood.south + 0.005)


class MembershipFactory(factory.django.DjangoModelFactory):
    """An active member with a letter code as proof."""

    class Meta:
        model = models.Membership

    person = factory.SubFactory(UserFactory)
    neighborhood = factory.SubFactory(NeighborhoodFactory)
    address = factory.SubFactory(
        AddressFactory, neighborhood=factory.SelfAttribute("..neighborhood")
    )
    state = models.Membership.State.ACTIVE
    proof = models.Membership.Proof.LETTER_CODE
    requested_at = factory.LazyFunction(lambda: clock.now() - dt.timedelta(days=90))
    activated_at = factory.LazyFunction(lambda: clock.now() - dt.timedelta(days=90))

    class Params:
        pending = factory.Trait(state=models.Membership.State.PENDING, proof="", activated_at=None)
        left = factory.Trait(
            state=models.Membership.State.LEFT, ended_at=factory.LazyFunction(clock.now)
        )


class WorkAssignmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.WorkAssignment
        skip_postgeneration_save = True

    person = factory.SubFactory(UserFactory)
    organization = "OCMW Oeverbeke"
    function = "Buurtwerker"
    valid_from = factory.LazyFunction(lambda: clock.now() - dt.timedelta(days=200))
    valid_until = None

    class Params:
        ended = factory.Trait(
            valid_until=factory.LazyFunction(lambda: clock.now() - dt.timedelta(seconds=1))
        )

    @factory.post_generation
    def neighborhoods(self, create, extracted, **kwargs):
        if create and extracted:
            self.neighborhoods.set(extracted)


class ModeratorAssignmentFactory(WorkAssignmentFactory):
    class Meta:
        model = models.ModeratorAssignment
        skip_postgeneration_save = True

    organization = None
    function = None

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        kwargs.pop("organization")
        kwargs.pop("function")
        return super()._create(model_class, *args, **kwargs)


class PostFactory(factory.django.DjangoModelFactory):
    """A live message that everybody inside may read, with its line in the feed."""

    class Meta:
        model = models.Post
        skip_postgeneration_save = True

    neighborhood = factory.SubFactory(NeighborhoodFactory)
    author = factory.SubFactory(UserFactory)
    entered_by = factory.SelfAttribute("author")
    title = factory.Sequence(lambda n: f"Ladder {n}")
    body = "Wie heeft er een ladder die ik zaterdag mag lenen?"
    created_at = factory.LazyFunction(lambda: clock.now() - dt.timedelta(hours=1))
    visible_from = factory.SelfAttribute("created_at")

    class Params:
        neighbors_only = factory.Trait(audience="neighbors_only")
        shared = factory.Trait(shared_with_municipality_at=factory.LazyFunction(clock.now))
        hidden = factory.Trait(state="hidden")
        binned = factory.Trait(state="binned", binned_at=factory.LazyFunction(clock.now))
        undoable = factory.Trait(
            visible_from=factory.LazyFunction(lambda: clock.now() + dt.timedelta(seconds=10))
        )

    @factory.post_generation
    def help_request(self, create, extracted, **kwargs):
        if create and self.kind == "help_request":
            models.HelpRequest.objects.create(post=self, need=extracted or "odd_job", **kwargs)

    @factory.post_generation
    def feed_entry(self, create, extracted, **kwargs):
        if create and extracted is not False:
            models.FeedEntry.objects.create(
                neighborhood=self.neighborhood,
                kind=self.kind,
                target_kind="post",
                target_id=self.pk,
                author=self.author,
                hidden_from_workers=self.audience == "neighbors_only",
                state="live" if self.state == "live" else "hidden",
                visible_from=self.visible_from,
            )


class ReplyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Reply

    post = factory.SubFactory(PostFactory)
    author = factory.SubFactory(UserFactory)
    body = "Ik heb er een, kom maar langs."
    created_at = factory.LazyFunction(clock.now)


class FlagFactory(factory.django.DjangoModelFactory):
    """A member's flag on a post."""

    class Meta:
        model = models.Flag

    class Params:
        post = factory.SubFactory(PostFactory)

    neighborhood = factory.SelfAttribute("post.neighborhood")
    target_kind = "post"
    target_id = factory.SelfAttribute("post.pk")
    flagged_by = factory.SubFactory(UserFactory)
    reason = "unkind"
    created_at = factory.LazyFunction(clock.now)
