"""The windows. Qt is imported only here and in ``jbgs_desktop.app``."""
