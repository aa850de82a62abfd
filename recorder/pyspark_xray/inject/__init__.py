"""What the recorder puts first on PYTHONPATH of a recorded run: `sitecustomize` and the tap that it starts."""
