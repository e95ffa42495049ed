"""Fill in, check and print an application for an innovation-task call, offline."""

__version__ = "0.1.0"
