"""The way in: bytes from outside become an `Article`."""
