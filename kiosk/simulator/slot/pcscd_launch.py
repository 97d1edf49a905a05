"""Becomes pcscd with an inherited socket, as systemd would start it; run as a script, never imported.

Arguments: the socket's descriptor, the process id of the starter, then pcscd and its arguments. A process of its own,
since descriptor 3, ``LISTEN_PID`` and the parent's death signal can only be set between fork and exec, where a
threaded Python program must not run Python code.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
LISTEN_FD = 3  # the first descriptor of systemd's protocol, sd_listen_fds(3)


def main(descriptor: int, starter: int, command: list[str]) -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != starter:
        sys.exit("the starter is gone already")
    if descriptor != LISTEN_FD:
        os.dup2(descriptor, LISTEN_FD)
        os.close(descriptor)
    os.set_inheritable(LISTEN_FD, True)
    environment = dict(os.environ, LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
    os.execve(command[0], command, environment)  # noqa: S606 - becoming pcscd is the purpose


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
