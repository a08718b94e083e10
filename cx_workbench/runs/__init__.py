"""Notebooks run with parameters: templates, single runs and batches, and their verdicts."""
