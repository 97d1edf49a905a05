"""Values, pure rules, faults and ports of one check; standard library only, no I/O."""
