"""推荐单位: the office's window, the other side of the counter."""
