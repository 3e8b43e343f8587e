"""The lives of the stage against plain models; `python -m tests.work.lives --runs 2000 --steps 50` goes on for long."""
