"""Speed, measured on this machine in one run; never asserted, since machines are noisy."""
