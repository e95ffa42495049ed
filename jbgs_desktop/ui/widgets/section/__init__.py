"""The editor of a task book's section: texts, headings, tables and figures below each other."""
