"""What an application IS: its model, paths, fields and edit history, and everything said about it.

``application`` is the value; ``application_json`` reads one from JSON of any origin; ``fields``
describes each field once for page, paper and check; ``edit_history`` makes new values from edits.
``calls`` holds the notice as data, ``text`` cleans and counts, ``checks`` finds what is wrong.
"""
