"""Addresses of the pages of reports."""

from django.urls import path

from luoshi.reports import views

app_name = "reports"
urlpatterns = [
    path("reports/", views.index, name="index"),
    path("plans/<key:pk>/freeze", views.freeze, name="freeze"),
    path("reports/<key:pk>/", views.report, name="report"),
    path("reports/<key:pk>/docx", views.docx, name="docx"),
]
