"""The cast, something of every kind, and a canary in every private field.

A canary is a word that stands in one field alone, with the roles that may read it. Whoever else gets
to see it, in a page, a header or a mail, has got through a hole.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from wagtail.log_actions import log
from wagtail.models import Locale, Site

from accounts import services as accounts_services
from accounts.roles import Role
from core import clock
from core.keyset import encode
from core.models import Draft, PortalDocument, PrivatePhoto
from core.tasks import beat
from neighborhoods.models import Decision, Flag, HelpRequest, JoinCodeBatch, Post
from notifications.models import Preference
from tests.cast import Cast, make_cast
from tests.factories import participation as surveys
from tests.factories.accounts import UserFactory
from tests.factories.campaigns import make_campaign
from tests.factories.neighborhoods import (
    AddressFactory,
    DistrictFactory,
    FlagFactory,
    PostFactory,
    ReplyFactory,
)
from tests.factories.notifications import DeliveryFactory

ROLES = [
    "anonymous", "an", "bram", "chadia", "dirk", "els", "worker", "former_worker", "moderator",
    "comms", "participation", "care", "translator", "admin", "superuser",
]  # fmt: skip

MEMBERS = frozenset({"an", "bram"})
INSIDE = MEMBERS | {"worker"}
OFFICERS = frozenset({"comms", "participation", "care"})
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")


@dataclass
class World:
    cast: Cast
    # (URL name or "", argument's name) -> value, for each of the variants
    visible: dict[tuple[str, str], Any] = field(default_factory=dict)
    hidden: dict[tuple[str, str], Any] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    canaries: dict[str, frozenset[str]] = field(default_factory=dict)

    def canary(self, word: str, *readers: str) -> str:
        """A word for one field, and the roles that may read it."""
        word = f"kanarie{word}"
        for other, others in self.canaries.items():
            # One word inside another would be seen wherever the longer one may be.
            clash = word in other or other in word
            assert not clash or (word != other and others == frozenset(readers)), (word, other)
        self.canaries[word] = frozenset(readers)
        return word


def make_world() -> World:
    cast = make_cast()
    world = World(cast)
    # A slow machine takes longer for one role than the worker may be silent.
    with clock.travel(clock.now() + dt.timedelta(days=1)):
        beat()
    _people(world)
    _posts(world)
    _moderation(world)
    _surveys(world)
    _desk(world)
    return world


def _people(world: World) -> None:
    """E-mail, phone, house number and box of each member; names of those who wait or left."""
    cast = world.cast
    for name in ("an", "bram", "chadia", "dirk", "els", "worker"):
        person = getattr(cast, name)
        person.email = f"{world.canary(f'mail{name}', name)}@oeverbeke.test"
        person.phone = f"+3247{abs(hash(name)) % 10_000_000:07d}1"[:16]
        world.canaries[person.phone] = frozenset({name})
        person.save(update_fields=["email", "phone"])
        person.emailaddress_set.update(email=person.email)
        membership = person.memberships.first()
        if membership:
            membership.address.number = world.canary(f"number{name}", name)[:20]
            membership.address.box = world.canary(f"box{name}", name)[:20]
            membership.address.save(update_fields=["number", "box"])
    readers = {
        "an": INSIDE | OFFICERS | {"moderator"},
        "bram": INSIDE | {"moderator"},
        "chadia": {"chadia", "worker"},
        # Who waits is known to the administrator, who left to nobody.
        "dirk": {"dirk", "admin"},
        "els": {"els"},
    }
    for name, may_read in readers.items():
        person = getattr(cast, name)
        person.last_name = world.canary(f"name{name}", *may_read)
        person.about = world.canary(f"about{name}", *(may_read & {name, *INSIDE}))
        person.save(update_fields=["last_name", "about"])
    Preference.objects.create(person=cast.an, topic="posts", channel="email", is_wanted=False)


def _photo(
    owner: Any, alt: str, target_kind: str = "", target_id: int | None = None
) -> PrivatePhoto:
    photo = PrivatePhoto(
        owner=owner, alt=alt, target_kind=target_kind, target_id=target_id,
        width=1, height=1, bytes=len(JPEG), created_at=clock.now(),
    )  # fmt: skip
    for size in ("full", "small"):
        getattr(photo, size).save("x.jpg", ContentFile(JPEG), save=False)
    photo.save()
    return photo


def _posts(world: World) -> None:
    cast, canary = world.cast, world.canary
    place = {"neighborhood": cast.molenwijk}
    post = PostFactory(
        **place, author=cast.an, title=canary("title", *INSIDE), body=canary("body", *INSIDE)
    )
    photo = _photo(cast.an, canary("alt", *INSIDE), "post", post.pk)
    reply = ReplyFactory(post=post, author=cast.bram, body=canary("reply", *INSIDE))
    PostFactory(
        **place, author=cast.an, neighbors_only=True, title=canary("onlytitle", *MEMBERS),
        body=canary("onlybody", *MEMBERS),
    )  # fmt: skip
    PostFactory(
        **place, author=cast.worker, entered_by=cast.worker, body=canary("behalfbody", *INSIDE),
        on_behalf_of=canary("behalf", *INSIDE),
    )  # fmt: skip
    binned = PostFactory(
        **place,
        author=cast.an,
        binned=True,
        body=canary("bin", "an"),
        title=canary("bintitle", "an"),
    )
    binned_reply = ReplyFactory(
        post=post, author=cast.bram, body=canary("thrownreply", "bram"), state="binned",
        binned_at=clock.now(),
    )  # fmt: skip
    solved = PostFactory(**place, author=cast.an, kind="help_request", title="Opgelost")
    HelpRequest.objects.filter(post=solved).update(solved_at=clock.now())
    PostFactory(**place, author=cast.bram, hidden=True, body=canary("hidden"), title="Verborgen")
    PostFactory(
        **place, author=cast.bram, visible_from=clock.now() + dt.timedelta(days=1),
        body=canary("undo", "bram"), title="Net",
    )  # fmt: skip
    shared = PostFactory(
        **place, author=cast.an, shared=True, title=canary("sharedtitle", *INSIDE, *OFFICERS),
        body=canary("sharedbody", *INSIDE, *OFFICERS),
    )  # fmt: skip
    ReplyFactory(post=shared, author=cast.bram, body=canary("sharedreply", *INSIDE))
    world.visible["shared_desk:shared_detail", "public_id"] = shared.public_id
    help_post = PostFactory(
        **place, author=cast.an, kind="help_request", body=canary("help", *INSIDE)
    )
    Draft.objects.create(
        person=cast.an, purpose="post:molenwijk:message", saved_at=clock.now(),
        data={"title": canary("drafttitle", "an"), "body": canary("draft", "an")},
    )  # fmt: skip
    other = PostFactory(
        neighborhood=cast.oude_haven, author=cast.chadia, title=canary("othertitle", "chadia", "worker"),
        body=canary("otherbody", "chadia", "worker"),
    )  # fmt: skip
    other_help = PostFactory(
        neighborhood=cast.oude_haven, author=cast.chadia, kind="help_request",
        body=canary("otherhelp", "chadia", "worker"),
    )  # fmt: skip
    other_reply = ReplyFactory(
        post=other, author=cast.chadia, body=canary("otherreply", "chadia", "worker")
    )
    world.hidden["shared_desk:shared_detail", "public_id"] = other.public_id
    other_photo = _photo(cast.chadia, canary("otheralt", "chadia", "worker"), "post", other.pk)
    Post.objects.filter(pk__in=[post.pk, other.pk]).update(replies_count=1)
    for side, objects in (
        (world.visible, (cast.molenwijk, post, reply, photo, help_post)),
        (world.hidden, (cast.oude_haven, other, other_reply, other_photo, other_help)),
    ):
        neighborhood, a_post, a_reply, a_photo, a_help = objects
        side["", "slug"] = neighborhood.slug
        side["", "kind"] = "message"
        side["", "size"] = "small"
        for action in ("detail", "edit", "undo", "delete", "restore", "share", "thank", "flag"):
            side[f"neighborhoods:post_{action}", "public_id"] = a_post.public_id
        for action in ("solve", "reopen"):
            side[f"neighborhoods:post_{action}", "public_id"] = a_help.public_id
        for action in ("create", "draft_save"):
            side[f"neighborhoods:reply_{action}", "public_id"] = a_post.public_id
        for action in ("edit", "delete", "restore", "thank", "flag"):
            side[f"neighborhoods:reply_{action}", "public_id"] = a_reply.public_id
        side["photos:photo_detail", "public_id"] = a_photo.public_id
    world.visible["neighborhoods:post_restore", "public_id"] = binned.public_id
    world.visible["neighborhoods:reply_restore", "public_id"] = binned_reply.public_id
    world.visible["neighborhoods:post_reopen", "public_id"] = solved.public_id


def _moderation(world: World) -> None:
    cast, canary = world.cast, world.canary
    desk = (*INSIDE, "moderator")
    flagged = PostFactory(
        neighborhood=cast.molenwijk, author=cast.an, title=canary("flaggedtitle", *desk),
        body=canary("flagged", *desk),
    )  # fmt: skip
    FlagFactory(post=flagged, flagged_by=cast.bram, note=canary("note", "moderator"))
    flagged_reply = ReplyFactory(post=flagged, author=cast.bram, body=canary("flaggedreply", *desk))
    FlagFactory(
        post=flagged, target_kind="reply", target_id=flagged_reply.pk, flagged_by=cast.an,
        note=canary("onreplynote", "moderator"),
    )  # fmt: skip
    # Under a flagged post a moderator reads what was flagged, and nothing else.
    ReplyFactory(post=flagged, author=cast.bram, body=canary("calmreply", *INSIDE))
    other = PostFactory(
        neighborhood=cast.oude_haven,
        author=cast.chadia,
        body=canary("otherflagged", "chadia", "worker"),
    )
    other_reply = ReplyFactory(
        post=other, author=UserFactory(), body=canary("otherflaggedreply", "chadia", "worker")
    )
    FlagFactory(post=other, target_kind="reply", target_id=other_reply.pk, flagged_by=cast.chadia)
    other_flag = FlagFactory(post=other, flagged_by=UserFactory(), note=canary("othernote"))
    for side, post, person, neighborhood in (
        (world.visible, flagged, cast.an, cast.molenwijk),
        (world.hidden, other, cast.chadia, cast.oude_haven),
    ):
        is_visible = person is cast.an
        reason = (
            canary("reason", "an", "moderator") if is_visible else canary("otherreason", "chadia")
        )
        decision = Decision.objects.create(
            neighborhood=neighborhood, target_kind="post", target_id=post.pk,
            decided_by=cast.moderator, outcome="nothing", reason=reason, created_at=clock.now(),
        )  # fmt: skip
        side["neighborhoods:decision_detail", "public_id"] = decision.public_id
        for name in ("flag_detail", "post_decide"):
            side[f"flags_desk:{name}", "public_id"] = post.public_id
        a_reply = flagged_reply if is_visible else other_reply
        side["flags_desk:reply_decide", "public_id"] = a_reply.public_id
        delivery = DeliveryFactory(recipient=person, target=post, kind="new_post", inbox=True)
        for action in ("open", "read"):
            side[f"notifications:notice_{action}", "public_id"] = delivery.notice.public_id
        side["", "flag_pk"] = (Flag.objects.filter(target_id=post.pk).first() or other_flag).pk


def _surveys(world: World) -> None:
    cast = world.cast
    page = surveys.SurveyPageFactory(
        slug="plein", neighborhoods=[cast.molenwijk], opened=True, is_anonymous=False
    )
    surveys.answer(page.survey, by=cast.bram, **{surveys.LONG: {"text": world.canary("answer")}})
    other = surveys.SurveyPageFactory(slug="haven", neighborhoods=[cast.oude_haven], opened=True)
    draft = surveys.SurveyPageFactory(
        slug="later", live=False, neighborhoods=[cast.molenwijk],
        title=world.canary("surveydraft", "participation", "admin", "translator", "superuser", "comms"),
    )  # fmt: skip
    for side, a_page in ((world.visible, page), (world.hidden, other)):
        for name in (
            "survey_answer", "question_answer", "answers_check", "survey_thanks", "survey_results"
        ):  # fmt: skip
            side[f"participation:{name}", "slug"] = a_page.slug
        side["", "number"] = 1
    for name in ("detail", "address", "open", "call_off", "close", "results"):
        world.visible[f"surveys_admin:survey_{name}", "public_id"] = page.survey.public_id
    closed = surveys.SurveyPageFactory(slug="voorbij", neighborhoods=[cast.molenwijk], closed=True)
    world.visible["surveys_admin:survey_open", "public_id"] = draft.survey.public_id
    for name in ("survey_results", "results_publish", "results_csv", "results_xlsx"):
        world.visible[f"surveys_admin:{name}", "public_id"] = closed.survey.public_id


def _desk(world: World) -> None:
    """What the dashboard's addresses take: the key of something that exists."""
    cast, visible = world.cast, world.visible
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    page = campaign.pages.first() if hasattr(campaign, "pages") else Site.objects.get().root_page
    home = Site.objects.get(is_default_site=True).root_page
    log(instance=home, action="wagtail.edit", user=cast.comms)
    for name in ("send", "address", "stop"):
        visible[f"campaigns_admin:campaign_{name}", "public_id"] = campaign.public_id
    document = PortalDocument.objects.create(
        title="Folder", file=ContentFile(b"%PDF-1.4", name="folder.pdf")
    )
    district = DistrictFactory()
    batch = JoinCodeBatch.objects.create(
        neighborhood=cast.molenwijk, created_at=clock.now(), expires_at=clock.now(), codes_count=1
    )
    AddressFactory(neighborhood=cast.molenwijk)
    waiting = cast.dirk.memberships.get()
    accounts_services.invite_staff(
        by=cast.admin, email=f"{world.canary('invited', 'admin', 'superuser')}@oeverbeke.test",
        first_name="Nora", last_name="C", language="nl", groups=[],
    )  # fmt: skip
    group = cast.comms.groups.get(name=Role.COMMUNICATION)
    for argument in ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk"):
        visible["", argument] = page.pk
    visible["wagtailadmin_pages:move_confirm", "destination_id"] = home.pk
    visible["", "pk"] = page.pk
    visible["", "document_id"] = document.pk
    visible["wagtaildocs_serve", "#0"] = document.pk
    visible["wagtaildocs_serve", "#1"] = document.filename
    visible["wagtail_serve", "#0"] = "neighborhoods/"
    visible["", "revision_id"] = page.save_revision().pk
    visible["", "code"] = "AAAA-BBBB-CCCC"
    visible["", "token"] = "a-token-that-is-none"
    visible["", "action"] = "again"
    visible["", "rest"] = "nowhere/"
    world.query["neighborhoods:feed_news"] = f"?since={encode(clock.now(), 1)}"
    visible["", "digest"] = "0123456789ab"
    for name in ("detail", "edit"):
        visible[f"community_neighborhoods:{name}", "pk"] = cast.molenwijk.pk
    visible["community_districts:edit", "pk"] = district.pk
    visible["community_letters:make", "pk"] = cast.molenwijk.pk
    for name in ("detail", "print", "confirm", "revoke"):
        visible[f"community_letters:{name}", "pk"] = batch.pk
    for name in ("admit", "refuse"):
        visible[f"community_waiting:{name}", "public_id"] = waiting.public_id
    for name in ("edit", "end"):
        visible[f"community_workers:{name}", "pk"] = cast.worker.workassignments.get().pk
    visible["community_moderators:end", "pk"] = cast.moderator.moderatorassignments.get().pk
    for name in ("edit", "delete", "history", "history_results"):
        visible[f"wagtailusers_users:{name}", "pk"] = cast.comms.pk
        visible[f"wagtailusers_groups:{name}", "pk"] = group.pk
        visible[f"wagtailsites:{name}", "pk"] = Site.objects.get(is_default_site=True).pk
        visible[f"wagtaillocales:{name}", "pk"] = Locale.objects.get(language_code="fr").pk
    world.random = str(uuid.uuid4())
