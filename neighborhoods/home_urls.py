"""Addresses of the own home, below the language prefix."""

from django.urls import URLPattern, URLResolver, path

from .views import home

home_urls: list[URLPattern | URLResolver] = [
    path("account/home/", home.home_detail, name="home_detail"),
    path("account/home/leave/", home.home_leave, name="home_leave"),
    path("account/home/return/", home.home_return, name="home_return"),
    path("account/home/move/", home.home_move, name="home_move"),
]
