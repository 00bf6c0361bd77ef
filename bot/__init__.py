"""Reading Circle: a Discord bot that gets a group to read together."""
