"""The best set of improvements under a budget: what it is worth, and how sure that is."""
