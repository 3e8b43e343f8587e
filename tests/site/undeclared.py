"""Addresses of which one says nothing about who may come in."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("leak")


urlpatterns = [path("leak", undeclared)]
