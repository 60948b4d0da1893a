"""Owns the life of one program that serves us: start, wait until ready, start again when it dies, stop.

Must not know which program it is. Everything is spawned by one thread that lives as long as the program, because on
Linux the program is told of the end of the *thread* that started it.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from server.embedded import tether
from server.embedded.account import Account
from server.embedded.orphans import end_orphans
from server.refusal import Refusal

log = logging.getLogger(__name__)

READY_WITHIN_S = 60.0  # recovery after a crash reads the write-ahead log and may take a while
POLL_S = 0.02
FIRST_PAUSE_S, LONGEST_PAUSE_S, STEADY_AFTER_S = 0.1, 5.0, 10.0


class ChildError(Refusal):
    """A program that should serve us did not start; the message says which, why and where its log is."""


@dataclass(frozen=True, slots=True)
class Program:
    """What to run, and how it is known to be ready and told to end.

    `folder` is its working folder and holds nothing else of that name: by it a process is recognised after a crash.
    `stop` are signals with the seconds that each is given; the last one should be SIGKILL.
    """

    name: str
    folder: Path
    command: tuple[str, ...]
    log_file: Path
    is_ready: Callable[[int], bool]
    stop: tuple[tuple[signal.Signals, float], ...]
    orphan_signals: tuple[signal.Signals, ...]
    parent_death_signal: signal.Signals
    before_start: Callable[[], None] = lambda: None
    environment: Mapping[str, str] = field(default_factory=dict)
    account: Account | None = None
    listener: int | None = None


class Child:
    """One running program. `start` returns when it is ready; `stop` returns when it is gone."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None
        self._failure: Exception | None = None
        self._started = threading.Event()
        self._stopping = threading.Event()
        self._spawning = threading.Lock()
        self._keeper = threading.Thread(target=self._keep, name=f"keeper of {program.name}", daemon=True)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Raises ChildError when the program ends or is not ready in time at its first start."""
        self._keeper.start()
        self._started.wait()
        if self._failure is not None:
            raise ChildError(str(self._failure)) from self._failure

    def stop(self) -> None:
        self._stopping.set()
        with self._spawning:
            process = self._process
        if process is not None:
            _end(process, self._program.stop)
        if self._keeper.is_alive():
            self._keeper.join()

    def _keep(self) -> None:
        try:
            self._run_until_ready()
        except Exception as error:
            self._failure = error
        self._started.set()
        if self._failure is None:
            self._restart_for_ever()

    def _restart_for_ever(self) -> None:
        pause_s = FIRST_PAUSE_S
        while not self._stopping.is_set():
            born = time.monotonic()
            if self._process is not None:
                self._process.wait()
            if self._stopping.is_set():
                return
            pause_s = FIRST_PAUSE_S if time.monotonic() - born > STEADY_AFTER_S else min(pause_s * 2, LONGEST_PAUSE_S)
            log.warning("%s ended unexpectedly; starting it again in %.1f s", self._program.name, pause_s)
            self._stopping.wait(pause_s)
            self._try_again()

    def _try_again(self) -> None:
        try:
            self._run_until_ready()
        except Exception as error:
            log.error("%s", error)

    def _run_until_ready(self) -> None:
        program = self._program
        end_orphans(program.folder, program.name, program.orphan_signals)
        program.before_start()
        with self._spawning:
            if self._stopping.is_set():
                return
            self._process = process = _spawn(program)
        deadline = time.monotonic() + READY_WITHIN_S
        while not self._stopping.is_set() and not program.is_ready(process.pid):
            if process.poll() is not None:
                raise ChildError(f"{program.name} ended at its start: {_last_line(program.log_file)}")
            if time.monotonic() > deadline:
                _end(process, program.stop)
                raise ChildError(f"{program.name} was not ready within {READY_WITHIN_S:.0f} s; see {program.log_file}")
            self._stopping.wait(POLL_S)


def tethered(
    command: tuple[str, ...], death: signal.Signals, account: Account | None, listener: int | None
) -> list[str]:
    """The command line that runs `command` under the account, with the listener, and lets it die with us."""
    user, group = (account.user, account.group) if account else (-1, -1)
    numbers = (os.getpid(), int(death), user, group, -1 if listener is None else listener)
    return [sys.executable, "-I", "-S", tether.__file__, *(str(number) for number in numbers), *command]


def _spawn(program: Program) -> subprocess.Popen[bytes]:
    with program.log_file.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 - the programs come with our locked dependencies
            tethered(program.command, program.parent_death_signal, program.account, program.listener),
            cwd=program.folder,
            env=dict(program.environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=() if program.listener is None else (program.listener,),
            start_new_session=True,  # Ctrl-C is for us; we end the program after the last request
            umask=0o077,
        )


def _end(process: subprocess.Popen[bytes], steps: tuple[tuple[signal.Signals, float], ...]) -> None:
    for number, patience_s in steps:
        process.send_signal(number)
        try:
            process.wait(patience_s)
        except subprocess.TimeoutExpired:
            log.warning("process %d did not end within %.0f s of %s", process.pid, patience_s, number.name)
        else:
            return


def _last_line(log_file: Path) -> str:
    lines = log_file.read_text(errors="replace").strip().splitlines()
    return f"{lines[-1].strip() if lines else 'it said nothing'} (see {log_file})"
