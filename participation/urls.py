"""Addresses of this app, below the language prefix."""

from django.urls import URLPattern, URLResolver

app_name = "participation"

urlpatterns: list[URLPattern | URLResolver] = []
