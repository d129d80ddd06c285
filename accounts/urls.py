"""Addresses below ``account/``: sign-in is django-allauth's, under its own names."""

from django.urls import include, path

from . import views
from .eid import freshness
from .eid import views as eid
from .my_data import views as my_data

own = [
    path("", views.account_detail, name="account_detail"),
    path("profile/", views.profile_edit, name="profile_edit"),
    path("blocked/", views.block_list, name="block_list"),
    path("blocked/<uuid:public_id>/end/", views.block_end, name="block_end"),
    path("data/", my_data.data_detail, name="data_detail"),
    path("data/export/", my_data.export_create, name="export_create"),
    path("data/export/<uuid:public_id>/", my_data.export_download, name="export_download"),
    path("data/erase/", my_data.erasure_start, name="erasure_start"),
    path("data/erase/confirm/", my_data.erasure_confirm, name="erasure_confirm"),
    path("data/erased/", my_data.erasure_done, name="erasure_done"),
    path("profile/photo/", views.portrait_edit, name="portrait_edit"),
    path("profile/photo/remove/", views.portrait_remove, name="portrait_remove"),
    path("invitation/", views.invitation_accept, name="invitation_accept"),
    path("invitation/<str:token>/", views.invitation_open, name="invitation_open"),
    path("reauthenticate/code/", freshness.fresh_code_enter, name="fresh_code_enter"),
    path("eid/", eid.eid_list, name="eid_list"),
    path("eid/unlink/<int:pk>/", eid.eid_unlink, name="eid_unlink"),
    path("eid/<slug:provider_id>/", eid.eid_start, name="eid_start"),
    path("eid/<slug:provider_id>/<slug:reason>/", eid.eid_problem, name="eid_problem"),
]

urlpatterns = [
    path("", include((own, "accounts"))),
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
]
