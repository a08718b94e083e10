"""What moved since an earlier ranking, and why."""
