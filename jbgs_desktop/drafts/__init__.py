"""Where an application is KEPT: encrypted drafts, their history, copies and repair.

``store.SealedDraft`` is one draft, ``draft_library`` makes and lists them, ``transfer`` takes one
elsewhere. The file itself is in ``format`` (FORMAT.md), who can open it in ``keys``.
"""
