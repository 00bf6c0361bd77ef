"""From polling a feed to posts in the channels that follow it, and word of a feed that fails."""
