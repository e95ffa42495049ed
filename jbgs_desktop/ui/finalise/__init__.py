"""定稿与打印, and what it shares with the pages after it: the draft with its record."""
