"""The HTTP API: everything a page can do, for programs."""
