"""U盘报送包: what goes on the stick, writing it whole, and verifying one.

``builder`` makes the content from a draft and its scans, ``writer.write_bundle`` puts it on a
drive, ``verify.verify`` judges a folder, whoever made it. ``layout`` says where everything lies.
"""
