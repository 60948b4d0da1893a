"""Statements that read. Each takes a Scope: nothing can be listed without one."""
