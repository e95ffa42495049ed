"""Drafts in the window: keys, opening, saving, history, merging, call packs from files."""
