"""Where marks are kept."""
