"""U盘报送: packing the bundle, the paper that goes with it, and verifying one."""
