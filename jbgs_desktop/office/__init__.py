"""推荐单位, the receiving side: bundles taken in, registered, ranked, returned, forwarded.

``intake.receive_bundles`` receives, ``register/`` remembers, ``paper_check`` holds paper
against stick, ``ranking_order`` orders the 推荐表; ``return_notice`` and ``forward_package`` go
out.
"""
