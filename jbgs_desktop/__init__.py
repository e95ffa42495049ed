"""Fill in, check and print an application for an innovation-task call, offline."""

__version__ = "0.1.0"
PROGRAM_NAME = "揭榜挂帅申报材料"  # as windows and papers call the program
