"""Starting processes and watching their whole tree from outside: by strace, else by polling /proc.

All times are CLOCK_MONOTONIC nanoseconds. strace stamps its lines with the wall clock; the distance between the two
clocks is read once when a process is spawned.
"""
