"""The frame around the pages: the window, start page, rail, bars, and what is done from them."""
