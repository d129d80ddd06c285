"""Addresses of this app, below the language prefix."""

from django.urls import path

from . import views

app_name = "search"

urlpatterns = [path("", views.result_list, name="result_list")]
