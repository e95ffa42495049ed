"""What Qt's own file dialog lacks, where the desktop has none of its own to give."""
