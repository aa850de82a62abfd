"""The tap: runs inside each Python process of a recorded job and logs what crosses its sockets, pipes and files.

Standard library only, since it runs in any interpreter of the job. It decodes nothing: it writes chunks of bytes with
their time to `tap-<pid>-<n>.log` (see `pyspark_xray/taplog.py` for the reader), one unbuffered write each, so that a
process killed by a signal leaves everything up to then. Each forked child opens a file of its own.
"""
