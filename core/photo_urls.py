"""Addresses of residents' photos, below the language prefix."""

from django.urls import path

from .views import photos

app_name = "photos"

urlpatterns = [
    path("<uuid:public_id>/<slug:size>/", photos.photo_detail, name="photo_detail"),
]
