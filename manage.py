"""Django's command line for Luoshi."""

import os
import sys

from django.core.management import execute_from_command_line

from luoshi.audit.door import through

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.site.settings")
    with through("command"):
        execute_from_command_line(sys.argv)
