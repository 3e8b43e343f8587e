"""Addresses of the pages of plans."""

from django.urls import path

from luoshi.plans.views import document, drawing

app_name = "plans"
urlpatterns = [
    path("documents/<key:pk>/", document.show, name="document"),
    path("plans/", drawing.index, name="index"),
    path("plans/new", drawing.new, name="new"),
    path("plans/<key:pk>/goals", drawing.goal, name="goal"),
    path("sentences/<key:pk>/draw", drawing.draw, name="draw"),
    path("sentences/<key:pk>/answer", drawing.answer, name="answer"),
]
