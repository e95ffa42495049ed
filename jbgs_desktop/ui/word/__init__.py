"""Word files: brought in side by side, parts given out to colleagues and taken back."""
