"""Untrusted bytes in, plain values out: chart packages and images.

The only layer that knows tar, YAML and Pillow. Pure: it reads what it is given, and touches no disk and no network.
"""
