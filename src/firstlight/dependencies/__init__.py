"""What the go-live needs from providers outside the project, and whether they are on time and heard of."""
