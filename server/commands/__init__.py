"""The commands of `python -m server`, one file each."""
