"""Start-up checks: a route without a policy, and mistakes of deployment, are told before the first request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.urls import URLPattern, URLResolver, get_resolver

LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "testserver"}


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every route of the URL configuration with its whole address."""
    for entry in resolver.url_patterns:
        address = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, address)
        else:
            yield address, entry


@register(Tags.security)
def every_route_has_a_policy(**_: Any) -> list[CheckMessage]:
    """Find routes whose view does not say who may come in."""
    return [
        Error(
            f"路由 {address} 没有声明访问政策",  # zh: told on the terminal
            hint="用 people.doors 的 public、members 或 opens 装饰视图。",  # zh: told on the terminal
            id="luoshi.E001",
        )
        for address, route in patterns(get_resolver())
        if not hasattr(route.callback, "policy")
    ]


@register(Tags.security)
def deployment_is_safe(**_: Any) -> list[CheckMessage]:
    """Find settings that must not meet a network."""
    found: list[CheckMessage] = []
    outside = [host for host in settings.ALLOWED_HOSTS if host not in LOOPBACK]
    if outside and not settings.HTTPS:
        found.append(
            Error(
                f"LUOSHI_HOSTS 含有外部主机 {outside}，却没有 LUOSHI_HTTPS=True",  # zh: told on the terminal
                hint="密码和会话不能明文传输：在前面放一个 HTTPS 代理，并设 LUOSHI_HTTPS=True。",  # zh: told on the terminal
                id="luoshi.E002",
            )
        )
    if outside and settings.DEBUG:
        found.append(Error("LUOSHI_DEBUG=True 不能对外服务", id="luoshi.E003"))  # zh: told on the terminal
    if settings.HTTPS and not settings.TRUSTED_PROXIES:
        found.append(
            Warning(
                "LUOSHI_HTTPS=True 而没有 LUOSHI_TRUSTED_PROXIES：若由前面的代理解密，每一页都会重定向到自己",  # zh: told on the terminal
                hint="把代理的地址写进 LUOSHI_TRUSTED_PROXIES；本服务自己提供 TLS 时不必。",  # zh: told on the terminal
                id="luoshi.W006",
            )
        )
    if "*" in settings.ALLOWED_HOSTS:
        found.append(
            Error(
                "LUOSHI_HOSTS 不能是 *",  # zh: told on the terminal
                hint="写出服务的主机名。",  # zh: told on the terminal
                id="luoshi.E004",
            )
        )
    if len(settings.SECRET_KEY) < 40:
        found.append(Error("LUOSHI_SECRET_KEY 短于 40 个字符", id="luoshi.E005"))  # zh: told on the terminal
    return found
