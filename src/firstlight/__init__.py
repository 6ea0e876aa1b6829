"""Firstlight: from files to a go-live verdict."""

__version__ = "0.1.0"
