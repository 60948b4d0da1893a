"""`python -m server work`, but quick to hear and to tell: tests do not wait half a minute until a worker is lost."""

import os
from argparse import Namespace

from server.commands.work import run
from storage.worker import Pace

FAST = Pace(heartbeat_s=0.2, silent_s=1.5, due="* * * * * *", lost="* * * * * *", poll_s=0.2, grace_s=0.2)

if __name__ == "__main__":
    run(os.environ, Namespace(), FAST)
