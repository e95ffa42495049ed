"""What is PRINTED: application -> blocks -> docx, PDF, xlsx.

``application_document`` makes the blocks, ``book`` the whole paper copy with its evidence,
``export`` the files. Each writer has a room: ``docx``, ``pdf``, ``xlsx``. Files that users attach
are looked at in ``attachments``.
"""
