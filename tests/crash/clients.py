"""Writers at the pages: each reports, signs and sends back by HTTP, and keeps a ledger of what it was told."""

from __future__ import annotations

import hashlib
import http.client
import random
import re
import threading
import time
from typing import Any

from tests.crash.ledger import FAIL, OK, Entry, Ledger

FORM = "f" * 32  # the secret of the form, which our browser chooses itself: cookie and field must agree
SEAM = "seam-of-the-parts"
GONE = (OSError, http.client.HTTPException)


class Writer(threading.Thread):
    """One reporter with their head beside them, who write until they are told to stop."""

    def __init__(self, number: int, school: dict[str, Any], port: int, ledger: Ledger, seed: int) -> None:
        super().__init__(daemon=True)
        self.number, self.port, self.ledger = number, port, ledger
        self.people, self.items = school["hands"][number], school["items"][number]
        self.chance = random.Random(f"{seed} {number}")
        self.enough = threading.Event()
        self.finished = False
        self.connection: http.client.HTTPConnection | None = None

    def run(self) -> None:
        """Write, each time something new; whatever was asked of a server that died stays unknown."""
        count = 0
        while not self.enough.is_set():
            if not self._connected():
                time.sleep(0.02)
                continue
            count += 1
            try:
                self._deed(f"w{self.number}-{count}")
            except GONE:
                self._hang_up()
        self._hang_up()
        self.finished = True

    def _connected(self) -> bool:
        if self.connection is None:
            fresh = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            try:
                fresh.connect()
            except OSError:
                return False
            self.connection = fresh
        return True

    def _hang_up(self) -> None:
        if self.connection:
            self.connection.close()
        self.connection = None

    def _deed(self, token: str) -> None:
        """Report, and now and then let the head sign it or send it back; one report in ten is unfit."""
        fit = self.chance.random() > 0.1
        content = self.chance.randbytes(self.chance.randint(1, 40_000)) if self.chance.random() < 0.4 else b""
        entry = Entry("report", token, digest=hashlib.sha256(content).hexdigest() if content else "")
        fields = {
            "percent": "50" if fit else "101",
            "about": time.strftime("%Y-%m-%d"),
            "text": token,
            "trouble": "",
        }
        path = f"/items/{self.chance.choice(self.items)}/report"
        update = self._ask(entry, "reporter", path, {**fields, "shows": "佐证"}, content, fit=fit)
        if update and self.chance.random() < 0.4:
            deed = self.chance.choice(("sign", "send-back"))
            after = Entry("sign" if deed == "sign" else "decline", update=update)
            self._ask(after, "head", f"/updates/{update}/{deed}", {"reason": token}, b"", fit=True)

    def _ask(
        self, entry: Entry, role: str, path: str, fields: dict[str, str], content: bytes, *, fit: bool
    ) -> int:
        """Ask for a deed; return the key of its report, or 0 where it was refused."""
        self.ledger.invoke(entry)
        assert self.connection
        headers = {
            "Cookie": f"{self.people[role]['cookie']}; luoshi-form={FORM}",
            "Content-Type": f"multipart/form-data; boundary={SEAM}",
        }
        self.connection.request("POST", path, body(fields, content), headers)
        answer = self.connection.getresponse()
        said = answer.read()
        where = re.fullmatch(r"/updates/(\d+)/", answer.headers.get("Location", ""))
        if answer.status == 302 and where:
            entry.outcome = OK
            return int(where[1])
        if 400 <= answer.status < 500:
            entry.outcome = FAIL
        if fit or answer.status != 422:
            self.ledger.surprises.append(f"{path}: {answer.status} {said[:200]!r}")
        return 0


def body(fields: dict[str, str], content: bytes) -> bytes:
    """Return a form as a browser sends it, with a file if there is something in it."""
    parts = [
        f'--{SEAM}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in {**fields, "csrfmiddlewaretoken": FORM}.items()
    ]
    if content:
        head = (
            'Content-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf'
        )
        parts.append(f"--{SEAM}\r\n{head}\r\n\r\n".encode() + content + b"\r\n")
    return b"".join(parts) + f"--{SEAM}--\r\n".encode()
