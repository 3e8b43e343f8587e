"""Addresses of the pages of results."""

from django.urls import path

from luoshi.results.views import item, reporting, standing, tasks

app_name = "results"
urlpatterns = [
    path("plans/<key:pk>/", standing.plan, name="plan"),
    path("plans/<key:pk>/tasks", tasks.tasks, name="tasks"),
    path("items/<key:pk>/", item.show, name="item"),
    path("items/<key:pk>/report", reporting.report, name="report"),
    path("updates/<key:pk>/", reporting.update, name="update"),
    path("updates/<key:pk>/sign", reporting.sign, name="sign"),
    path("updates/<key:pk>/send-back", reporting.send_back, name="send_back"),
    path("updates/<key:pk>/verify", reporting.verify, name="verify"),
    path("updates/<key:pk>/decline", reporting.decline, name="decline"),
    path("evidence/<key:pk>/file", reporting.evidence, name="evidence"),
]
