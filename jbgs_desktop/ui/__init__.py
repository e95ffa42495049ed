"""The window. Rooms in the order in which they may import each other:

``widgets`` <- ``form`` | ``drafts`` | ``preview`` <- ``finalise`` <- ``scans`` | ``office``
<- ``bundle`` <- ``shell``. What the rail calls 定稿, 扫描, U盘 and 推荐单位 is one room here.
"""
