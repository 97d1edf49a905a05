"""Where frames come from: devices, files, folders, and the thread that keeps the newest."""
