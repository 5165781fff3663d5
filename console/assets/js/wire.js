// Reading events off a stream.
