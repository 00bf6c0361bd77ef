"""A local Discord that speaks the real wire and knows nothing of the bot."""
