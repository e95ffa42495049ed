"""Paper that comes back: scanned pages read, judged, and put into the order of the book.

``reader.read_scans`` reads files, ``matcher`` puts pages in order and says what is missing,
``findings`` has the sentences, ``quality`` judges resolution, blur and skew.
"""
