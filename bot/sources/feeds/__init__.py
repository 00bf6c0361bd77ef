"""Bytes to a `FeedDocument`: asking politely, any format, however broken; finding a site's feed; OPML."""
