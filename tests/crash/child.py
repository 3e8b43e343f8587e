"""`python -m tests.crash.child MODULE …`: run a module's `main` with Django set up, in a process of its own."""

import importlib
import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.site.settings")
    django.setup()
    importlib.import_module(f"tests.crash.{sys.argv[1]}").main(*sys.argv[2:])
