"""报告: what is told, frozen."""
