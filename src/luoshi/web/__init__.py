"""What every page shares: the frame, the parts, the headers, the refusals. No models."""
