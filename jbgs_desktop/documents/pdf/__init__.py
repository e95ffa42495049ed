"""PDF: ``writer`` makes one of blocks, ``images`` draws pages, ``pages`` puts pages together."""
