"""Stock libraries on the sandbox: discord.py walks every route and event, hikari the main road."""
