"""The outermost layer: starts, wires, serves and authenticates. Nothing imports it."""
