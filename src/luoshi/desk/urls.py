"""Addresses of the pages that bring the stages together."""

from django.urls import path

from luoshi.desk import desk, help, starting, touring, views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("start", starting.start, name="start"),
    path("terms/", views.terms, name="terms"),
    path("tour", touring.tour, name="tour"),
    path("slips/", views.slips, name="slips"),
    path("desk/", desk.desk, name="desk"),
    path("desk/bulletin", desk.bulletin, name="bulletin"),
    path("help/", help.show, name="help"),
    path("help/<slug:name>/", help.show, name="help_page"),
]
