"""登记表: what an office has received, its rows and the log of what was done to them, on disk.

``register.Register`` is the whole; ``entry.RegisterEntry`` is a row, ``act.Act`` a step of the
log, ``unit_submission`` says which of a unit's bundles counts. What makes rows, shows, prints or
forwards them stands in the rooms above; nothing here imports it.
"""
