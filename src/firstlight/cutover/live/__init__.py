"""A cutover while it runs: what is ready, what is late, when it will end."""
