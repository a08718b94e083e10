"""What the example's customers say in words, one module a language."""
