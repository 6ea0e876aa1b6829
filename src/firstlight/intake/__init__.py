"""Files in and out: what a stranger's file holds, which list it is, what it would change, and the way back."""
