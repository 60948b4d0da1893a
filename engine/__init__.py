"""Compiled reads: an operation becomes a plan, the plan one SQL statement, and PostgreSQL writes the answer's bytes.

The second executor of the contract, beside `resolvers`, which it must not know. Pure but for `execute`.
"""
