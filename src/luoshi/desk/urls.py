"""Address of the home page."""

from django.urls import path

from luoshi.desk import views

app_name = "desk"
urlpatterns = [path("", views.home, name="home")]
