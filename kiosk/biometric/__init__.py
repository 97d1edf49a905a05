"""Camera frames in, one compared face out: capture, detection, quality, comparison."""
