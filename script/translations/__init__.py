"""Collecting the sentences of the interface, and keeping the catalogues of translations complete."""
