"""Requests to hosts that others name: third-party repositories. The only place that reaches out for tenants."""
