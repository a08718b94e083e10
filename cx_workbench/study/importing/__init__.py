"""Files as other programs write them, on their way into a study: read, or refused in words."""
