"""文件: a file received: its original, its text, its digest."""
