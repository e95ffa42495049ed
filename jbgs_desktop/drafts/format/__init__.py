"""The file of a draft as FORMAT.md describes it: SQLite under sealed rows."""
