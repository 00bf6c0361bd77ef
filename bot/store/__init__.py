"""What is kept. The only room with SQL.

`Database` gives transactions; the modules named after what they keep take one as their first argument, and return the
domain's own data. Nothing here decides anything: whether something may happen is the domain's and the workflows' say.
"""
