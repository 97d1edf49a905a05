"""Where a virtual card lies: readers behind pcscd, behind vpcd and inside the process."""
