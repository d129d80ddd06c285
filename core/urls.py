"""Addresses without a language: what machines ask for."""

from django.urls import path

from .views import health

app_name = "core"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
