"""Strawberry as it is usually written: types over SQLModel rows, DataLoaders, its own ASGI application."""
