"""What would have to change for an improvement to leave or enter the TOP N."""
