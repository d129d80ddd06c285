"""Many people, posts and replies, made in a few statements."""

from __future__ import annotations

import datetime as dt

from accounts.models import User
from core import clock
from core.models import PrivatePhoto
from neighborhoods.models import FeedEntry, HelpRequest, Membership, Post, Reaction, Reply

MINUTE = dt.timedelta(minutes=1)
WORDS = "Wie heeft er een ladder die ik zaterdag mag lenen? Ik breng hem zondag weer terug. "


def fill_neighborhood(neighborhood, count, batch=""):
    """So many active members."""
    now = clock.now()
    people = User.objects.bulk_create(
        [
            User(first_name=f"Buur{batch}{n}", last_name="Peeters",
                 email=f"menigte{neighborhood.pk}-{batch}{n}@oeverbeke.test", password="!")
            for n in range(count)
        ],
        batch_size=1000,
    )  # fmt: skip
    Membership.objects.bulk_create(
        [
            Membership(person=person, neighborhood=neighborhood, state="active",
                       proof="letter_code", requested_at=now, activated_at=now)
            for person in people
        ],
        batch_size=1000,
    )  # fmt: skip
    return people


def fill_feed(neighborhood, authors, count, thanked_by=None):
    """Posts with all that a card can show: every second asks for help, every third has a photo, every fourth is long."""
    now = clock.now()
    posts = Post.objects.bulk_create(
        [
            Post(
                neighborhood=neighborhood, author=authors[n % len(authors)],
                kind="help_request" if n % 2 else "message", title=f"Ladder gezocht {n}", body=WORDS * (4 if n % 4 == 0 else 1),
                created_at=now - MINUTE * (n + 1), visible_from=now - MINUTE * (n + 1),
                edited_at=now if n % 5 == 0 else None, replies_count=n % 7, thanks_count=n % 4,
                on_behalf_of="Mevrouw Peeters" if n % 9 == 0 else "",
            )
            for n in range(count)
        ],
        batch_size=1000,
    )  # fmt: skip
    FeedEntry.objects.bulk_create(
        [
            FeedEntry(neighborhood=neighborhood, kind=post.kind, target_kind="post",
                      target_id=post.pk, author=post.author, visible_from=post.visible_from)
            for post in posts
        ],
        batch_size=1000,
    )  # fmt: skip
    HelpRequest.objects.bulk_create(
        [
            HelpRequest(post=post, need="garden", solved_at=now if n % 4 == 1 else None,
                        helper=authors[0] if n % 4 == 1 else None)
            for n, post in enumerate(posts)
            if post.kind == "help_request"
        ],
        batch_size=1000,
    )  # fmt: skip
    PrivatePhoto.objects.bulk_create(
        [
            PrivatePhoto(owner=post.author, target_kind="post", target_id=post.pk,
                         alt="Een ladder", full=f"photos/{post.pk}.jpg", small="photos/s.jpg",
                         width=1600, height=1200, bytes=9, created_at=now)
            for post in posts[::3]
        ],
        batch_size=1000,
    )  # fmt: skip
    if thanked_by is not None:
        Reaction.objects.bulk_create(
            [
                Reaction(target_kind="post", target_id=post.pk, person=thanked_by, created_at=now)
                for post in posts[::4]
            ],
            batch_size=1000,
        )
    return posts


def fill_thread(post, authors, count):
    now = clock.now()
    replies = Reply.objects.bulk_create(
        [
            Reply(post=post, author=authors[n % len(authors)], body=f"antwoord-{n:04d}. {WORDS}",
                  created_at=now)
            for n in range(count)
        ],
        batch_size=1000,
    )  # fmt: skip
    Post.objects.filter(pk=post.pk).update(replies_count=count)
    return replies
