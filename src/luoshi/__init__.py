"""落实: carry directives through to results, from the sentence to the evidence and back."""
