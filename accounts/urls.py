"""Addresses below ``account/``: sign-in is django-allauth's, under its own names."""

from django.urls import include, path

from . import views

own = [
    path("", views.account_detail, name="account_detail"),
    path("profile/", views.profile_edit, name="profile_edit"),
    path("invitation/", views.invitation_accept, name="invitation_accept"),
    path("invitation/<str:token>/", views.invitation_open, name="invitation_open"),
]

urlpatterns = [
    path("", include((own, "accounts"))),
    path("", include("allauth.urls")),
]
