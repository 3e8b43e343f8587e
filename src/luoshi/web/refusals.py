"""How a refusal reaches a person or a program: one page, one JSON shape, one place that knows HTTP."""

import logging
import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from luoshi.errors import Problem
from luoshi.wording import noted

log = logging.getLogger(__name__)

TITLES = {
    400: noted("请求有误"),
    401: noted("请先登录"),
    403: noted("不能这样做"),
    404: noted("没有这一页"),
    405: noted("不支持这种操作"),
    409: noted("已经有人先办了"),
    413: noted("内容太大"),
    415: noted("不支持这种内容"),
    422: noted("填写有误"),
    429: noted("稍候再试"),
    500: noted("系统出错"),
}
SENTENCES = {
    400: noted("请求的内容不完整或格式有误。"),
    403: noted("您的岗位没有办这件事的权限。如确需办理，请联系本单位管理员。"),
    404: noted("没有这一页，或者不在您的查看范围内。"),
    405: noted("这个地址不支持这种操作，请从页面上重新进入。"),
    413: noted("上传的内容超过了允许的大小。"),
    500: noted("系统出错，已经记录。您填写的内容请先保留，稍后再试；如再次出现，请把编号告诉管理员。"),
}


def refuse(request: HttpRequest, status: int, sentence: str = "", code: str = "") -> HttpResponse:
    """Answer with a refusal, as a page for a person and as JSON for a program."""
    sentence = sentence or _(SENTENCES.get(status, SENTENCES[400]))
    if wants_json(request):
        error = {"code": code or f"http_{status}", "message": sentence}
        return JsonResponse({"error": error}, status=status, json_dumps_params={"ensure_ascii": False})
    context = {
        "status": status,
        "title": _(TITLES.get(status, TITLES[400])),
        "sentence": sentence,
        "request_id": request_id(request),
    }
    # Rendered without the request: the page must come out even when the database is down.
    return HttpResponse(render_to_string("web/error.html", context), status=status)


def wants_json(request: HttpRequest) -> bool:
    """Tell whether a program is asking."""
    return request.headers.get("Accept", "").startswith("application/json")


def request_id(request: HttpRequest) -> str:
    """Return the number under which this request stands in the log."""
    return str(getattr(request, "number", ""))


class Refusals:
    """Number each request and turn each problem into its answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Number the request and pass it on."""
        translation.deactivate()  # a thread keeps the language of whom it served before, and what is refused here names none
        request.number = secrets.token_hex(4)  # type: ignore[attr-defined]
        response = refuse(request, 413) if _too_large(request) else self.get_response(request)
        if response.status_code == 405:
            bare, response = response, refuse(request, 405)
            response.headers["Allow"] = bare.headers.get("Allow", "")
        response.headers["X-Request-Id"] = request_id(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a named problem; leave a bug to be a bug."""
        if isinstance(exception, Problem):
            return refuse(request, exception.status, exception.message, exception.code)
        return None


def _too_large(request: HttpRequest) -> bool:
    """Tell by its announced length, before anything of it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isdigit() and int(length) > settings.UPLOAD_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400."""
    return refuse(request, 400)


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    return refuse(request, 403)


def not_found(request: HttpRequest, exception: Http404) -> HttpResponse:
    """Answer 404, with nothing of what was asked for."""
    return refuse(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500."""
    return refuse(request, 500)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that did not come from our own page."""
    log.warning("csrf refused: %s", reason)
    return refuse(request, 403, _("页面已过期，请返回刷新后再提交。填写的内容请先复制保留。"), "stale_form")
