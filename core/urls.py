"""Addresses without a language: what machines ask for."""

from django.urls import path

from .views import health, styleguide, theme

app_name = "core"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("theme/<slug:digest>.css", theme.theme_css, name="theme_css"),
    path("i/<slug:digest>.svg", theme.theme_icons, name="theme_icons"),
    path("theme/logo-<slug:digest>", theme.theme_logo, name="theme_logo"),
    path("manifest.webmanifest", theme.manifest, name="manifest"),
    path("favicon.ico", theme.favicon, name="favicon"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("styleguide/pictures/<slug:motive>.jpg", styleguide.picture, name="styleguide_picture"),
]
