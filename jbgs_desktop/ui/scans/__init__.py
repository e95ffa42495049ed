"""盖章与扫描: scans come in, are held against the print, and are decided upon."""
