"""xlsx of any origin -> its cells, read in a confined child: call ``xlsx_file.read_workbook``."""
