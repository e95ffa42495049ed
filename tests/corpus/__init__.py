"""Made files of every kind that is handed in, each with what is to become of it.

``python tools/try_files.py DIR`` asks the same of anybody's own files.
"""
