"""Addresses of the pages of results."""

from django.urls import path

from luoshi.results.views import (
    adopting,
    amending,
    comparing,
    indicator,
    item,
    previewing,
    reporting,
    standing,
    tasks,
    trail,
)

app_name = "results"
urlpatterns = [
    path("plans/<key:pk>/", standing.plan, name="plan"),
    path("plans/<key:pk>/tasks", tasks.tasks, name="tasks"),
    path("plans/<key:pk>/compare", comparing.compare, name="compare"),
    path("plans/<key:pk>/weights", amending.weights, name="weights"),
    path("plans/<key:pk>/enter", amending.enter, name="enter"),
    path("plans/<key:pk>/shift", amending.shift, name="shift"),
    path("plans/<key:pk>/adopt", adopting.adopt, name="adopt"),
    path("plans/<key:pk>/amendments", amending.amendments, name="amendments"),
    path("amendments/<key:pk>/", amending.amendment, name="amendment"),
    path("amendments/<key:pk>/countersign", amending.countersign, name="countersign"),
    path("amendments/<key:pk>/refuse", amending.refuse, name="refuse"),
    path("amendments/<key:pk>/withdraw", amending.withdraw, name="withdraw"),
    path("items/<key:pk>/amend", amending.amend, name="amend"),
    path("items/<key:pk>/", item.show, name="item"),
    path("items/<key:pk>/report", reporting.report, name="report"),
    path("updates/<key:pk>/", reporting.update, name="update"),
    path("updates/<key:pk>/withdraw", reporting.withdraw, name="withdraw_update"),
    path("updates/<key:pk>/sign", reporting.sign, name="sign"),
    path("updates/<key:pk>/send-back", reporting.send_back, name="send_back"),
    path("updates/<key:pk>/verify", reporting.verify, name="verify"),
    path("updates/<key:pk>/decline", reporting.decline, name="decline"),
    path("plans/<key:pk>/indicators", indicator.listing, name="indicators"),
    path("items/<key:pk>/indicators/new", indicator.define, name="define"),
    path("indicators/<key:pk>/", indicator.show, name="indicator"),
    path("indicators/<key:pk>/observe", indicator.observe, name="observe"),
    path("indicators/<key:pk>/verify", indicator.verify, name="verify_values"),
    path("indicators/<key:pk>/quality", indicator.quality, name="quality"),
    path("indicators/<key:pk>/define", indicator.redefine, name="redefine"),
    path("indicators/<key:pk>/targets", indicator.targets, name="targets"),
    path("trail/item/<key:pk>", trail.item, name="trail"),
    path("trail/indicator/<key:pk>", trail.indicator, name="trail_indicator"),
    path("evidence/<key:pk>/", previewing.preview, name="preview"),
    path("evidence/<key:pk>/picture", previewing.picture, name="picture"),
    path("evidence/<key:pk>/file", reporting.evidence, name="evidence"),
]
