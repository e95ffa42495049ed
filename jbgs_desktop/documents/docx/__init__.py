"""Blocks -> docx: call ``writer.write_docx``."""
