"""From a request to a page: each view fetches, has it shaped, and shows it."""
