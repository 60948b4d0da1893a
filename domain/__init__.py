"""Nouns and rules of the store. Standard library only; no I/O; imports nothing of ours."""
