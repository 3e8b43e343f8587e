"""Settings: they run with nothing set, are loud about mistakes, and a connection is as strict as they say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from luoshi.people import connections
from luoshi.people.middleware import Members
from luoshi.site import settings as ours


def start(folder: Path, *, code: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """Start the program in a process of its own with these variables and no others of ours."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LUOSHI_")}
    code = (
        code
        or "import django; django.setup(); from django.core.management import call_command; call_command('check')"
    )
    environment = {
        **clean,
        "LUOSHI_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "luoshi.site.settings",
        **variables,
    }
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )


def test_they_run_with_nothing_set(tmp_path: Path) -> None:
    done = start(tmp_path)
    assert done.returncode == 0, done.stderr
    key = tmp_path / "secret-key"
    assert len(key.read_text()) >= 50
    assert key.stat().st_mode & 0o077 == 0
    assert not list(tmp_path.glob("secret-key.*"))


def test_sqlite_is_opened_as_strictly_as_promised(tmp_path: Path) -> None:
    code = """
import django; django.setup()
from django.db import connection
with connection.cursor() as c:
    print([c.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "foreign_keys")])
print(connection.transaction_mode)
"""
    done = start(tmp_path, code=code)
    assert done.stdout.split("\n")[:2] == ["['wal', 2, 1]", "IMMEDIATE"], done.stderr


@pytest.mark.django_db
def test_a_lax_sqlite_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("this connection is not SQLite")
    monkeypatch.setitem(connections.EXPECTED, "synchronous", 3)
    with pytest.raises(ImproperlyConfigured):
        connections.sqlite_is_strict(connection)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("LUOSHI_DEBUG", "yes"),
        ("LUOSHI_HTTPS", "1"),
        ("LUOSHI_UPLOAD_BYTES", "20MB"),
        ("LUOSHI_DATABASE_URL", "mysql://x"),
    ],
)
def test_a_mistake_is_told_with_its_name(tmp_path: Path, variable: str, value: str) -> None:
    done = start(tmp_path, **{variable: value})
    assert done.returncode != 0
    assert variable in done.stderr


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"LUOSHI_HOSTS": "luoshi.example"}, "luoshi.E002"),
        ({"LUOSHI_HOSTS": "luoshi.example", "LUOSHI_HTTPS": "True", "LUOSHI_DEBUG": "True"}, "luoshi.E003"),
        ({"LUOSHI_HOSTS": "*", "LUOSHI_HTTPS": "True"}, "luoshi.E004"),
        ({"LUOSHI_SECRET_KEY": "short"}, "luoshi.E005"),
    ],
)
def test_a_deployment_that_would_leak_does_not_start(
    tmp_path: Path, wrong: dict[str, str], code: str
) -> None:
    done = start(tmp_path, **wrong)
    assert done.returncode != 0
    assert code in done.stderr


def test_https_without_a_proxy_is_warned_of(tmp_path: Path) -> None:
    done = start(tmp_path, LUOSHI_HOSTS="luoshi.example", LUOSHI_HTTPS="True")
    assert done.returncode == 0
    assert "luoshi.W006" in done.stderr


def test_cookies_are_tied_to_the_host_where_the_connection_is_safe(tmp_path: Path) -> None:
    code = """
from luoshi.site import settings as s
print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.DEVICE_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)
print(s.SESSION_COOKIE_HTTPONLY, s.CSRF_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.SECURE_HSTS_SECONDS)
"""
    safe = start(tmp_path, code=code, LUOSHI_HTTPS="True").stdout.split()
    assert safe == [
        "__Host-luoshi", "__Host-luoshi-form", "__Host-luoshi-device", "True", "True", "True", "True", "Lax", "31536000",
    ]  # fmt: skip


def test_a_database_is_named_by_one_address() -> None:
    found = ours.database("postgresql://a%40b:p%2Fw@db.example:6432/school?sslmode=require")
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == (
        "a@b",
        "p/w",
        "db.example",
        "6432",
    )
    assert found["OPTIONS"]["sslmode"] == "require"
    assert ours.database("sqlite:////srv/x.sqlite3")["NAME"] == "/srv/x.sqlite3"


def test_a_view_without_a_policy_does_not_run() -> None:
    def undeclared(request: HttpRequest) -> HttpResponse:
        return HttpResponse("leak")

    guard = Members(lambda request: HttpResponse())
    with pytest.raises(RuntimeError, match="declares no policy"):
        guard.process_view(RequestFactory().get("/"), undeclared, (), {})


@override_settings(ROOT_URLCONF="tests.site.undeclared")
def test_a_route_without_a_policy_does_not_start() -> None:
    with pytest.raises(SystemCheckError, match=r"luoshi\.E001"):
        call_command("check")
