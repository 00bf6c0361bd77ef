"""What the bot is about, as pure data and functions: no input or output, no clock, no Discord, no SQL."""
