"""The demo: a sandbox, a sample site with something worth reading, and the bot between them, all on this machine.

It knows the bot only from outside, as whoever runs it does: a configuration file and `python -m bot run`.
"""
