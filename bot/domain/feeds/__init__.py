"""What a feed says, which of it is news, when to ask again, and which of it a channel wants."""
