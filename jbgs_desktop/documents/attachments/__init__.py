"""Files that users attach, which nobody vouches for: what they are, their pages as pictures.

Call ``inspect``; the modules named ``…_worker`` run in the confined child only.
"""
