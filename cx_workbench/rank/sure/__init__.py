"""How sure a ranking is: draws of all that is uncertain, and who ranks where in them."""
