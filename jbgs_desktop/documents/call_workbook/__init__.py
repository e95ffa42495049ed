"""A call pack as a workbook that a clerk can edit, and back.

Call ``made_call.call_workbook`` and ``made_call.make_call``; ``notice_tasks`` reads the tasks of a
notice. Which sheets there are is in ``head_sheets``, ``task_sheets`` and ``form_sheets``: each a
plan of columns, how its rows come of a pack, and how a pack comes of its rows.
"""
