"""What each page shows, shaped from plain data: no request, no query."""
