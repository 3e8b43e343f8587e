"""python -m luoshi: the same as the command luoshi."""

import sys

from luoshi.cli import main

sys.exit(main())
