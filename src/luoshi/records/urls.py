"""Addresses of the pages about readings."""

from django.urls import path

from luoshi.records import views

app_name = "records"
urlpatterns = [
    path("documents/new", views.receive, name="receive"),
    path("documents/<key:pk>/follow", views.follow, name="follow"),
    path("documents/<key:pk>/golden", views.corrections, name="golden"),
    path("documents/<key:pk>/golden.md", views.golden_file, name="golden_file"),
    path("sentences/<key:pk>/judge", views.judge, name="judge"),
]
