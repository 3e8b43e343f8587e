"""读法: what a document says, and what people say to that."""
