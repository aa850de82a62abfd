import os, signal, subprocess, threading, time


def become_sh():
    os.execv("/usr/bin/sh", ["sh", "-c", 'printf "%s" "$0"; exit 4', 'two "words"\n\u00e9'])


if os.fork() == 0:
    threading.Thread(target=become_sh).start()
    time.sleep(9)
os.wait()
try:
    subprocess.run(["no-such-command"])
except OSError:
    pass
child = subprocess.Popen(["sleep", "30"])
time.sleep(0.1)
child.kill()
child.wait()
if os.fork() == 0:
    os._exit(3)
os.wait()
if os.fork() == 0:  # outlives its parent
    time.sleep(0.5)
    os._exit(0)
os.kill(os.getpid(), signal.SIGTERM)
