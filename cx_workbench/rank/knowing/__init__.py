"""What is most worth knowing better before choosing."""
