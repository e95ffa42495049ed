"""Text: cleaned at the door, counted as Word counts it, and codes with check characters."""
