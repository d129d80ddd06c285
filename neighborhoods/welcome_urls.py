"""Addresses of the welcome, below the language prefix."""

from django.urls import URLPattern, URLResolver, path

from .views import welcome_steps

WELCOME = "n/<slug:slug>/welcome"

welcome_urls: list[URLPattern | URLResolver] = [
    path(f"{WELCOME}/", welcome_steps.welcome_open, name="welcome_open"),
    path(f"{WELCOME}/hello/", welcome_steps.welcome_hello, name="welcome_hello"),
    path(f"{WELCOME}/hello/draft/", welcome_steps.welcome_draft_save, name="welcome_draft_save"),
    path(f"{WELCOME}/help/", welcome_steps.welcome_help, name="welcome_help"),
    path(f"{WELCOME}/mail/", welcome_steps.welcome_mail, name="welcome_mail"),
    path(f"{WELCOME}/skip/", welcome_steps.welcome_skip, name="welcome_skip"),
    path(f"{WELCOME}/close/", welcome_steps.welcome_close, name="welcome_close"),
]
