"""Turns the bytes of a connection into messages. Every byte ends up in exactly one message."""
