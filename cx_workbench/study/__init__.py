"""A client's tables: contract, reading, checking."""
