"""A town of any size, written by the database itself: thousands of posts in seconds.

Rows are written past the services, so that a million cost minutes and not hours; what the pages then
read is the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from accounts.models import User
from neighborhoods.models import Neighborhood, Post

# posts: (neighborhoods, members a neighborhood)
SCALES = {"1k": (1_000, 20), "10k": (10_000, 50), "100k": (100_000, 250), "1m": (1_000_000, 2_500)}
MEMBERS_EACH = 400
REPLIES = 50

TEXT = (
    "Wie heeft er dit weekend een ladder die ik mag lenen? Ik wil de dakgoot proper maken voor de "
    "winter. Ik breng hem zondag terug, met een stuk taart erbij. "
)


@dataclass(frozen=True)
class Town:
    """Where to look once the town is there."""

    feed_path: str
    post_path: str
    session_key: str


def _run(sql: str, **values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def seed(scale: str) -> Town:
    """Fills an empty, migrated PostgreSQL database and signs one member in."""
    posts, hoods = SCALES[scale]
    people = hoods * MEMBERS_EACH
    _run(
        """
        insert into neighborhoods_neighborhood
          (name, slug, source, source_code, households, time_zone, members_count, created_at)
        select 'Neighborhood ' || g, 'bench-' || g, '', '', 1000, '', %(each)s, now()
        from generate_series(1, %(hoods)s) g;
        insert into accounts_user
          (password, is_superuser, public_id, audit_id, email, first_name, last_name, shown_name,
           about, language, time_zone, is_active, is_staff, date_joined)
        select '!', false, gen_random_uuid(), gen_random_uuid(), 'bench' || g || '@oeverbeke.test',
               'Buur', 'Nummer ' || g, 'full', '', 'nl', '', true, false, now()
        from generate_series(1, %(people)s) g;
        """,
        hoods=hoods,
        each=MEMBERS_EACH,
        people=people,
    )
    first_person = User.objects.filter(email="bench1@oeverbeke.test").get().pk
    first_hood = Neighborhood.objects.filter(slug="bench-1").get().pk
    _run(
        """
        insert into neighborhoods_membership
          (public_id, person_id, neighborhood_id, state, proof, requested_at, activated_at)
        select gen_random_uuid(), %(person)s + g, %(hood)s + g %% %(hoods)s, 'active', 'letter_code',
               now(), now()
        from generate_series(0, %(people)s - 1) g;
        insert into neighborhoods_post
          (public_id, neighborhood_id, kind, author_id, entered_by_id, on_behalf_of, audience, state,
           title, body, language, submission_key, created_at, visible_from, replies_count, thanks_count)
        select gen_random_uuid(), %(hood)s + g %% %(hoods)s,
               case when g / %(hoods)s %% 10 < 3 then 'help_request' else 'message' end,
               %(person)s + g %% %(people)s, %(person)s + g %% %(people)s, '', 'neighbors', 'live',
               'Ladder ' || g, repeat(%(text)s, 2), 'nl', gen_random_uuid(),
               now() - (g || ' seconds')::interval, now() - (g || ' seconds')::interval, 0, g %% 7
        from generate_series(0, %(posts)s - 1) g;
        insert into neighborhoods_helprequest (post_id, need, "when")
        select id, 'odd_job', 'any_time' from neighborhoods_post where kind = 'help_request';
        insert into neighborhoods_feedentry
          (neighborhood_id, kind, target_kind, target_id, author_id, hidden_from_workers, state,
           visible_from)
        select neighborhood_id, kind, 'post', id, author_id, false, 'live', visible_from
        from neighborhoods_post;
        """,
        person=first_person,
        hood=first_hood,
        hoods=hoods,
        people=people,
        posts=posts,
        text=TEXT,
    )
    post = Post.objects.filter(neighborhood=first_hood).order_by("-visible_from", "-pk")[0]
    _run(
        """
        insert into neighborhoods_reply
          (public_id, post_id, author_id, state, body, language, submission_key, created_at, thanks_count)
        select gen_random_uuid(), %(post)s, %(person)s + g, 'live', 'Ik heb er een. Antwoord ' || g, 'nl',
               gen_random_uuid(), now(), 0
        from generate_series(1, %(replies)s) g;
        update neighborhoods_post set replies_count = %(replies)s where id = %(post)s;
        analyze;
        """,
        post=post.pk,
        person=first_person,
        replies=REPLIES,
    )
    return Town(
        feed_path="/nl/n/bench-1/",
        post_path=f"/nl/n/bench-1/posts/{post.public_id}/",
        session_key=_sign_in(first_person),
    )


def _sign_in(person_pk: int) -> str:
    """A session of that person, as signing in would have made it."""
    person = User.objects.get(pk=person_pk)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)
