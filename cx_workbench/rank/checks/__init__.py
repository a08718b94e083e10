"""The ranking held against other figures and other methods."""
