"""Addresses of the pages about documents."""

from django.urls import path

from luoshi.documents import views

app_name = "documents"
urlpatterns = [
    path("documents/", views.index, name="index"),
    path("documents/<key:pk>/original", views.original, name="original"),
]
