"""Runs cell.py in a Jupyter kernel, as a notebook server does, and shows what the cell prints."""

import sys

from jupyter_client.manager import run_kernel

with run_kernel(kernel_name="python3") as client:
    reply = client.execute_interactive(open("cell.py").read())
sys.exit(reply["content"]["status"] != "ok")
