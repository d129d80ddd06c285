"""Addresses of this app, below the language prefix."""

from django.urls import path

from .views import inbox, preferences

app_name = "notifications"

urlpatterns = [
    path("", inbox.notice_list, name="notice_list"),
    path("read/", inbox.inbox_read, name="inbox_read"),
    path("preferences/", preferences.preferences_change, name="preferences_change"),
    path("preferences/preset/", preferences.preset_choose, name="preset_choose"),
    path("unsubscribe/<str:token>/", preferences.unsubscribe, name="unsubscribe"),
    path("<uuid:public_id>/", inbox.notice_open, name="notice_open"),
    path("<uuid:public_id>/read/", inbox.notice_read, name="notice_read"),
]
