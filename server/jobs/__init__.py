"""Work beside requests. A job that fails is logged and goes on; all end with the server."""
