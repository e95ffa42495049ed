"""What is read of a docx -> the fields of an application: call ``recognised.recognise``.

A field is known by its bookmark, by the visible words of the form (its heading or label), or by the
digest of its first words in the file's custom properties; any one of them is enough.
"""
