"""Pages to look at and to print, wherever they come from."""
