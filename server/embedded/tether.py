"""Owns the last steps before another program runs in this process: rights, listener, death with the parent.

Run as a script, not imported: `python -I -S tether.py PARENT SIGNAL USER GROUP LISTENER PROGRAM ARGUMENT...` (numbers;
-1 means none). It ends by exec, so the program keeps the process id that the parent sees. A script of its own, because
`preexec_fn` may deadlock in a process with threads. Must not import anything of ours, as it runs without site-packages.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1  # prctl(2)
FIRST_PASSED_FD = 3  # sd_listen_fds(3)


def main(arguments: list[str]) -> None:
    parent, death_signal, user, group, listener = (int(argument) for argument in arguments[:5])
    _become(user, group)
    _die_with(parent, death_signal)
    _hand_over(listener)
    os.execv(arguments[5], arguments[5:])  # noqa: S606 - the purpose of this script


def _become(user: int, group: int) -> None:
    if user < 0:
        return
    os.setgroups([group])
    os.setgid(group)
    os.setuid(user)


def _die_with(parent: int, death_signal: int) -> None:
    """After the change of user, which would clear it. It is the parent's *thread* whose end is felt."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal)
    if os.getppid() != parent:
        sys.exit("the parent has ended already")


def _hand_over(listener: int) -> None:
    """Passes a listening socket as systemd does, which rclone understands."""
    if listener < 0:
        return
    if listener != FIRST_PASSED_FD:
        os.dup2(listener, FIRST_PASSED_FD)
        os.close(listener)
    os.set_inheritable(FIRST_PASSED_FD, True)
    os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))


if __name__ == "__main__":
    main(sys.argv[1:])
