"""结果: what is shown, by which evidence; the arithmetic."""
