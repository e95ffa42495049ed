"""What an application IS: call packs, models, field descriptions, counting, checks."""
