"""Addresses of the pages of work."""

from django.urls import path

from luoshi.work.views import extensions, notes, notices, periods

app_name = "work"
urlpatterns = [
    path("notices/", notices.index, name="notices"),
    path("notices/new", notices.draft, name="draft_notice"),
    path("notices/<key:pk>/", notices.show, name="notice"),
    *(path(f"notices/<key:pk>/{verb}", door, name=f"{verb}_notice") for verb, door in notices.DOORS.items()),
    path("periods/", periods.index, name="periods"),
    path("periods/new", periods.open_period, name="open_period"),
    path("periods/<key:pk>/", periods.show, name="period"),
    *(path(f"periods/<key:pk>/{verb}", door, name=f"{verb}_period") for verb, door in periods.DOORS.items()),
    path("items/<key:pk>/extend", extensions.ask, name="ask_extension"),
    path("items/<key:pk>/notes", notes.of_item, name="item_notes"),
    path("items/<key:pk>/note", notes.on_item, name="note_item"),
    path("updates/<key:pk>/notes", notes.of_update, name="update_notes"),
    path("updates/<key:pk>/note", notes.on_update, name="note_update"),
    path("notes/<key:pk>/withdraw", notes.withdraw, name="withdraw_note"),
    path("extensions/", extensions.index, name="extensions"),
    path("extensions/<key:pk>/", extensions.show, name="extension"),
    *(
        path(f"extensions/<key:pk>/{verb}", door, name=f"{verb}_extension")
        for verb, door in extensions.DOORS.items()
    ),
]
