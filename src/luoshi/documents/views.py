"""Pages about documents: the list, the form to receive one, the original."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse

from luoshi.documents.models import Document
from luoshi.people import access
from luoshi.people.doors import MemberRequest, members, opens
from luoshi.people.models import Unit
from luoshi.web.files import attachment
from luoshi.web.http import page

A_PAGE = 30


@members("GET")
def index(request: MemberRequest) -> HttpResponse:
    """List the documents that the member may read."""
    rows = Document.objects.visible_to(request.member).select_related("unit").defer("text")
    shown = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    may_receive = access.may_somewhere(request.member, "receive", Unit)
    return page(request, "documents/index.html", {"documents": shown, "may_receive": may_receive})


@opens(Document, "read")
def original(request: MemberRequest, document: Document) -> HttpResponse:
    """Give the original back as it came."""
    return attachment(bytes(document.original.content), document.original.name)
