"""`manage.py example`: build the example organisation where there is none, and tell its accounts."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from luoshi.desk import example
from luoshi.desk.example import cast
from luoshi.people.models import Organisation

NOTE = "example-password"


class Command(BaseCommand):
    """Build the example organisation."""

    help = "建立示例组织（虚构），并显示示例账号；已有组织时不改动任何数据。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Build it if the database is empty; print who can sign in."""
        note = Path(settings.ROOT) / NOTE
        if not Organisation.objects.unscoped(reason="is the database empty").exists():
            password = secrets.token_urlsafe(9)
            with transaction.atomic():
                example.build(timezone.localdate(), password)
            note.parent.mkdir(parents=True, exist_ok=True)
            # Made anew on each machine and readable by its owner alone: no password is known beforehand.
            with os.fdopen(os.open(note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(password)
        if not note.exists():
            self.stdout.write("已有组织，不是示例；没有可显示的示例账号。")
            return
        self.stdout.write(f"示例账号（示例理工学院，虚构），密码都是 {note.read_text()}")
        for login, name, unit, post, *_ in cast.MEMBERS:
            if login in cast.SHOWN:
                self.stdout.write(f"  {login:10} {name}  {unit or '学校'}{post}")
