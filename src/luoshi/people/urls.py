"""Addresses of the pages about people."""

from django.urls import path

from luoshi.people import views

app_name = "people"
urlpatterns = [
    path("sign-in", views.sign_in, name="sign_in"),
    path("sign-out", views.sign_out, name="sign_out"),
    path("language", views.language, name="language"),
    path("password", views.password, name="password"),
    path("units/", views.units, name="units"),
]
