"""Arithmetic from answers to scores, gaps and importance; knows no Jupyter."""
