"""Staff decide beside the machine: who waits, the reason, the confirmation, the second person, the undo."""
