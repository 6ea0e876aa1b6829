"""The background loop: what is done without anybody asking, by as many workers as one likes."""
