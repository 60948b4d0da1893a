"""Untrusted bytes in, plain values out: charts, images, indexes, provenance.

The only layer that knows tar, YAML, streamed JSON, OpenPGP and Pillow. It reads what it is given, and knows no network;
`spool.py` keeps what arrives in temporary files.
"""
