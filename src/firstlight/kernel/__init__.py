"""The action runner and what every layer needs to write, read and refuse in the same way."""
