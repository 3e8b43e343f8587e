"""Addresses of the pages about readings."""

from django.urls import path

from luoshi.records import views

app_name = "records"
urlpatterns = [
    path("documents/new", views.receive, name="receive"),
    path("sentences/<key:pk>/judge", views.judge, name="judge"),
]
