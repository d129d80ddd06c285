"""Addresses of joining, below the language prefix."""

from django.urls import URLPattern, URLResolver, path

from .views import join

join_urls: list[URLPattern | URLResolver] = [
    path("join/", join.start, name="join_start"),
    path("join/where/", join.where, name="join_where"),
    path("join/without-letter/", join.without_letter, name="join_without_letter"),
    path("join/name/", join.name, name="join_name"),
    path("join/reach/", join.reach, name="join_reach"),
    path("join/confirm/", join.confirm, name="join_confirm"),
    path("join/status/", join.status, name="join_status"),
    path("join/status/stop/", join.stop_waiting, name="join_stop_waiting"),
    # Last: every other word after join/ is taken for a code.
    path("join/<str:code>/", join.open_code, name="join_open_code"),
]
