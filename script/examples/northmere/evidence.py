"""Evidence files."""
def content(name: str) -> bytes:
    return f"# {name}\n".encode()
