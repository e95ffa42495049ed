"""What every page is made of: editors, rows, bars, boxes, and the session the pages share."""
