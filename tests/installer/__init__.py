"""Tests of what makes the installed program."""
