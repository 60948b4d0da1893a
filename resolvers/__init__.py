"""What each field gives: plain functions `(call, root, *arguments) -> rows`, batched per request.

Knows no GraphQL library and no SQL.
"""
