"""Everything that can go wrong and is told to the user.

    JbgsError                 one Chinese sentence: what, where, why, what to do next
    ├── CallPackError         a call pack is missing or broken
    ├── ApplicationFileError  an application file cannot be read as an application
    ├── DocumentError         a document cannot be made from this application
    └── FileAccessError       a file or folder cannot be read or written

Anything else that is raised is a fault of the program.
"""


class JbgsError(Exception):
    """A failure with a sentence made for the user, without a traceback."""


class CallPackError(JbgsError):
    """A call pack is missing, or breaks the rules of :mod:`jbgs_desktop.forms.call`."""


class ApplicationFileError(JbgsError):
    """The bytes of a file are not an application that this version can take in whole."""


class DocumentError(JbgsError):
    """An application cannot become this document without losing something."""


class FileAccessError(JbgsError):
    """The operating system refused to read or write; nothing half-written was left."""
