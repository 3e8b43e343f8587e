"""首页: the pages that look across all stages."""
