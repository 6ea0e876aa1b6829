"""Pages that move by themselves: who watches, what changed, and how it reaches them."""
