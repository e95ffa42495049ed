"""Everything that can go wrong and is told to the user.

    JbgsError                 one Chinese sentence: what, where, why, what to do next
    ├── CallPackError         a call pack is missing or broken
    ├── ApplicationFileError  an application file cannot be read as an application
    │   └── ApplicationNewerError a newer program has written it
    ├── DocumentError         a document cannot be made from this application
    │   ├── UnknownFormError      nothing in a file tells its call or track
    │   ├── UnknownDirectionError nothing in a file tells the direction of its task book
    │   └── LockedPdfError        a PDF cannot be opened without its password
    │       └── CertificatePdfError   or only by the owners of certain certificates
    ├── BookChangedError      a finalised version's pages are not what its paper is any more
    ├── NotReadyError         a draft cannot be finalised or reopened as it is
    ├── ScanError             a scanned file or page cannot be read
    ├── FileAccessError       a file or folder cannot be read or written
    │   └── PlaceFullError        there is no room for what is worked on, whatever it is
    ├── RecoveryCodeError     a recovery code was mistyped
    ├── SecretError           the user's secret cannot be had or kept
    ├── BundleError           a bundle cannot be composed, written or let go of
    │   ├── BundleExistsError     one of the same name is already there
    │   └── BundleCancelledError  the user called it off
    └── DraftError            an encrypted draft cannot be opened or kept
        ├── DraftKeyError         no key at hand opens it
        ├── DraftDamagedError     its content does not authenticate, or is no draft at all
        │   ├── DraftNewerError       a newer program has written it; nothing is wrong with it
        │   └── RegisterDamagedError  the office's register is not what was kept
        ├── DraftHeldError        another window or computer has it open
        ├── DraftChangedError     somebody else saved it meanwhile
        └── DraftGoneError        its file was moved or deleted while it was open

Three of them stand with what raises them: the two of PDFs in ``documents.pdf.images`` and
NotReadyError in ``finalise.finalise``. Anything else that is raised is a fault of the program.
"""


class JbgsError(Exception):
    """A failure with a sentence made for the user, without a traceback."""


class CallPackError(JbgsError):
    """A call pack is missing, or breaks the rules of :mod:`jbgs_desktop.forms.calls.call`."""


class ApplicationFileError(JbgsError):
    """The bytes of a file are not an application that this version can take in whole."""


class ApplicationNewerError(ApplicationFileError):
    """A newer program has written the application, in ``version``; nothing is wrong with it."""

    def __init__(self, name: str, version: int, known: int) -> None:
        super().__init__(made_by_newer(name, version, known))
        self.version = version


class DocumentError(JbgsError):
    """An application cannot become this document without losing something."""


class UnknownFormError(DocumentError):
    """Nothing in a file tells which call or track it belongs to; whoever asks may know it."""


class UnknownDirectionError(DocumentError):
    """Nothing in a file tells of which direction of the ``track`` of ``call`` its task book is."""

    def __init__(self, sentence: str, call: str, track: str) -> None:
        super().__init__(sentence)
        self.call, self.track = call, track


class BookChangedError(JbgsError):
    """A version that kept no book is laid out on other pages than when it was finalised."""


class ScanError(JbgsError):
    """A file of scanned pages, or a page in it, cannot be read; the sentence names no file."""


class FileAccessError(JbgsError):
    """The operating system refused to read or write; nothing half-written was left."""


class PlaceFullError(FileAccessError):
    """The place for files in the making is full; no file that is worked on is to blame."""


class RecoveryCodeError(JbgsError):
    """What was typed is no recovery code. ``groups`` are the wrong ones, counted from 1."""

    def __init__(self, sentence: str, groups: tuple[int, ...] = ()) -> None:
        super().__init__(sentence)
        self.groups = groups


class SecretError(JbgsError):
    """The secret of this user cannot be had from, or kept in, this computer."""


class BundleError(JbgsError):
    """A bundle cannot be composed, written or let go of; nothing looks finished that is not."""


class BundleExistsError(BundleError):
    """A bundle of the same name is already there; it was not touched."""


class BundleCancelledError(BundleError):
    """The user called the writing off; nothing half-finished was left."""


class DraftError(JbgsError):
    """An encrypted draft cannot be opened, read or kept."""


class DraftKeyError(DraftError):
    """None of the keys at hand opens the draft."""


class DraftDamagedError(DraftError):
    """The file is not a draft, or what it holds is not what was saved."""


class DraftNewerError(DraftDamagedError):
    """A newer program has written the file; nothing is wrong with it."""


class RegisterDamagedError(DraftDamagedError):
    """The office's register is not what was kept; ``can_restore`` when there is a copy of it."""

    def __init__(self, sentence: str, *, can_restore: bool) -> None:
        super().__init__(sentence)
        self.can_restore = can_restore


def made_by_newer(what: str, version: object, known: object) -> str:
    """The one sentence for ``what`` a newer program has written: a file by its name, mostly."""
    return (
        f"无法读取“{what}”：它是更新的程序保存的（格式版本 {version}，本程序只认识版本 {known}）。"
        "文件没有损坏，也没有改动；请安装更新的程序再打开它。"
    )


class DraftHeldError(DraftError):
    """Another window or another computer has the draft open.

    ``may_be_taken`` when it is another computer's word, which may be out of date.
    """

    def __init__(self, sentence: str, *, may_be_taken: bool = False) -> None:
        super().__init__(sentence)
        self.may_be_taken = may_be_taken


class DraftChangedError(DraftError):
    """Somebody else saved the draft after it was opened here; nothing was written over."""


class DraftGoneError(DraftError):
    """The file of an open draft was moved, deleted or replaced."""
