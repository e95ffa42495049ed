"""A docx of any origin -> what it says: call ``docx_file.read_docx``, which asks a child.

Inside the child ``document.read_document`` is a function from bytes to a ``model.ReadDocument``.
Nothing is left out in silence: what has no place in the model is a ``Loss``.
"""
