"""Addresses of this app, below the language prefix."""

from django.urls import URLPattern, URLResolver

app_name = "neighborhoods"

urlpatterns: list[URLPattern | URLResolver] = []
