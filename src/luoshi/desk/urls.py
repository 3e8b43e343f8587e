"""Addresses of the pages that bring the stages together."""

from django.urls import path

from luoshi.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("slips/", views.slips, name="slips"),
]
