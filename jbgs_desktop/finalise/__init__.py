"""定稿: a locked version of an application, its 核验码, and what has happened to it since.

``finalise.finalise`` locks, ``version_code`` names a state, ``record`` is the 经办记录,
``evidence_check`` says what stands against locking in the attached files.
"""
