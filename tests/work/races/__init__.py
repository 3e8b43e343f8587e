"""Many hands on one row at the same moment; `python -m tests.work.races --rounds 1000` goes on for long."""
