"""The limit: one small Django application that does the least each page must do.

It shares the portal's machine, database server and gunicorn. ``/hello`` is an empty answer, ``/feed``
three indexed queries and twenty cards, ``/detail`` three queries and fifty comments. Its tables stand
in a database of their own, filled by ``seed``.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import dj_database_url
from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

FEED = """<!doctype html><html lang=en><head><title>{{ n.name }}</title></head><body><h1>{{ n.name }}</h1>
<p>{{ unread }} unread</p><ol>{% for p in posts %}<li><article><h2><a href="/p/{{ p.id }}">{{ p.title }}
</a></h2><p>{{ p.author }} &middot; {{ p.created|date:"Y-m-d H:i" }}</p><p>{{ p.body|truncatewords:30 }}</p>
<p>{{ p.comments }} comments &middot; {{ p.thanks }} thanks</p></article></li>{% endfor %}</ol></body>
</html>"""
DETAIL = """<!doctype html><html lang=en><body><h1>{{ p.title }}</h1><p>{{ p.author }}
{{ p.created|date:"Y-m-d H:i" }}</p><p>{{ p.body }}</p><ol>{% for c in comments %}<li><p>{{ c.author }}
{{ c.created|date:"Y-m-d H:i" }}</p><p>{{ c.body }}</p></li>{% endfor %}</ol></body></html>"""

TABLES = """
create table hood(id serial primary key, name text);
create table member(id serial primary key, name text, hood_id int);
create table notif(id serial primary key, member_id int, seen bool);
create table post(id serial primary key, hood_id int, author_id int, title text, body text,
                  created timestamptz, comments int, thanks int);
create table comment(id bigserial primary key, post_id int, author_id int, body text,
                     created timestamptz default now());
insert into hood(name) select 'Hood ' || g from generate_series(1, {hoods}) g;
insert into member(name, hood_id) select 'Resident ' || g, 1 + g % {hoods} from generate_series(1, 100000) g;
insert into notif(member_id, seen) select 1 + g % 100000, g % 3 > 0 from generate_series(1, 300000) g;
insert into post(hood_id, author_id, title, body, created, comments, thanks)
  select 1 + g % {hoods}, 1 + g % 100000, 'Post ' || g,
         repeat('Does anyone have a ladder to lend this weekend? ', 8),
         now() - (g || ' seconds')::interval, g % 9, g % 7 from generate_series(1, {posts}) g;
insert into comment(post_id, author_id, body)
  select 1, g, 'Reply number ' || g from generate_series(1, 50) g;
create index on comment(post_id, id);
create index on post(hood_id, created desc, id desc);
create index on notif(member_id) where not seen;
analyze;
"""


def configure() -> None:
    settings.configure(
        SECRET_KEY="limit",  # noqa: S106
        DEBUG=False,
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
        ],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        DATABASES={
            "default": {
                **dj_database_url.parse(os.environ["LIMIT_DATABASE_URL"]),
                "CONN_MAX_AGE": 600,
            }
        },
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "loaders": [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                (
                                    "django.template.loaders.locmem.Loader",
                                    {"feed.html": FEED, "detail.html": DETAIL},
                                )
                            ],
                        )
                    ]
                },
            }
        ],
    )


if "LIMIT_DATABASE_URL" in os.environ and not settings.configured:
    configure()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpResponse as Answer  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402


def _rows(sql: str, *args: Any) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, args)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def hello(request: HttpRequest) -> HttpResponse:
    return Answer("hello")


def feed(request: HttpRequest) -> HttpResponse:
    neighborhood = _rows("select id, name from hood where id = %s", 1)[0]
    unread = _rows("select count(*) c from notif where member_id = %s and not seen", 1)[0]["c"]
    posts = _rows(
        "select p.id, p.title, p.body, p.created, p.comments, p.thanks, m.name author from post p "
        "join member m on m.id = p.author_id where p.hood_id = %s "
        "order by p.created desc, p.id desc limit 20",
        1,
    )
    return render(request, "feed.html", {"n": neighborhood, "unread": unread, "posts": posts})


def detail(request: HttpRequest) -> HttpResponse:
    post = _rows(
        "select p.*, m.name author from post p join member m on m.id = p.author_id where p.id = %s",
        1,
    )[0]
    comments = _rows(
        "select c.body, c.created, m.name author from comment c join member m on m.id = c.author_id "
        "where c.post_id = %s order by c.id limit 50",
        1,
    )
    _rows("select count(*) c from notif where member_id = %s and not seen", 1)
    return render(request, "detail.html", {"p": post, "comments": comments})


urlpatterns = [path("hello", hello), path("feed", feed), path("detail", detail)]

if "LIMIT_DATABASE_URL" in os.environ:
    application = get_wsgi_application()
