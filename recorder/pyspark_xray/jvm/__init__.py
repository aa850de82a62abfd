"""What can be seen of Spark's JVMs from outside, each observer a module of its own.

options   the Spark configuration that switches the observers on
eventlog  Spark's event log: jobs, stages, tasks and their metrics, blocks, SQL executions
gclog     the JVM's GC log: collections and the heap before and after each
perfdata  the JVM's performance counters in shared memory: heap now
sampler   a thread that samples resident memory and heaps
flight    Java Flight Recorder: the size and time of each socket read and write
"""
