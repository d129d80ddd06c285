"""Addresses below ``account/``: sign-in is django-allauth's, under its own names."""

from django.urls import include, path

urlpatterns = [
    path("", include("allauth.urls")),
]
