"""The start page: painted before anything that takes long is loaded, and filled after that."""
