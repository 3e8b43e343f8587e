"""What the tests need beside Python: says in one line each what is missing and which command installs it.

Under CI a missing part is a failure; on a person's machine the tests that need it are left out, and this line says so.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys

APT = "apt-get install -y chromium fonts-noto-cjk libreoffice-writer-nogui poppler-utils strace"


def chinese_fonts() -> bool:
    """Tell whether a Chinese serif is installed: without one every character is a box."""
    if not shutil.which("fc-list"):
        return False
    fonts = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False)
    return "Serif" in fonts.stdout


def browser() -> str:
    """Say what the browser tests miss ("" when nothing)."""
    if shutil.which("chromium") and chinese_fonts():
        return ""
    return f"browser tests left out: they need Chromium and Chinese fonts: {APT}"


def office() -> str:
    """Say what the tests of pages on paper miss."""
    if shutil.which("soffice") and shutil.which("pdftoppm"):
        return ""
    return f"tests of printed pages left out: they need LibreOffice: {APT}"


def postgres() -> str:
    """Say what the second run of the suite misses."""
    try:
        socket.create_connection(("127.0.0.1", 5432), timeout=2).close()
    except OSError:
        return "second run left out: no PostgreSQL at 127.0.0.1:5432: apt-get install -y postgresql"
    return ""


def trace() -> str:
    """Say what the tests of power cuts miss; where tracing is forbidden, they say so themselves."""
    return "" if shutil.which("strace") else f"tests of power cuts left out: they need strace: {APT}"


NEEDS = {"browser": browser, "office": office, "postgres": postgres, "trace": trace}

if __name__ == "__main__":
    asked = sys.argv[1:] or list(NEEDS)
    missing = [line for name in asked if (line := NEEDS[name]())]
    for line in missing if not sys.argv[1:] else []:
        print(line)
    sys.exit(1 if missing and (sys.argv[1:] or os.getenv("CI")) else 0)
