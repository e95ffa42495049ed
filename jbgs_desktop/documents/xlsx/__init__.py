"""Tables -> xlsx: ``sheets`` is the neutral table, ``workbook`` writes it."""
