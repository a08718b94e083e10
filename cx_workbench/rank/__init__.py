"""From measured gaps to an order of improvements; knows no Jupyter."""
