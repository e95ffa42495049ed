"""What no text that version 1 has written holds, and no name in a bundle of it. It never changes.

What is cleaned at the door may become more (:mod:`~jbgs_desktop.forms.text.clean`); a bundle that
was made before is still held against this.
"""

import re

_LAST_OF_EACH_PLANE = "".join(f"\\U{plane:04x}fffe-\\U{plane:04x}ffff" for plane in range(1, 17))
# Variation selectors are no part of it: names are written with them.
NEVER_WRITTEN = re.compile(
    "["
    r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls but tab and the line ends
    r"\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e"  # soft hyphen, format characters
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"  # zero-width, bidirectional
    r"\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"  # letters without ink: a filled field looks empty
    r"\ufff0-\ufffc"  # interlinear annotation, the stand-in for a pasted object
    r"\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # lone surrogates, no characters
    r"\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"  # tags
    f"{_LAST_OF_EACH_PLANE}]"
)
RARE_LINE_END = re.compile(r"[\x0b\x0c\x85\u2028\u2029]")  # written as a line feed
