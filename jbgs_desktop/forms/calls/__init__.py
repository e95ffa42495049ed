"""通知 as data: call packs, where they are kept, and what differs between two of them.

Call ``call.load_call`` or ``call.installed_calls``; a pack that comes as one file goes through
``call_file``.
"""
