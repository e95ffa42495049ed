"""Tables -> xlsx: ``sheets`` is the neutral table, ``workbook`` writes it.

``edited_sheets`` writes one that somebody edits and gives back.
"""
