"""What the start has used up is given back, and nothing else."""

import subprocess
import sys
from pathlib import Path

import pytest

from server.memory import SMAPS

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import hashlib, re, ssl
from pathlib import Path
from joserfc import jwt
from joserfc.jwk import OctKey
from server.memory import give_back, stay_small

def held_kb():
    return int(re.search(r"RssFile:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])

def work():
    key = OctKey.import_key(b"0123456789abcdef0123456789abcdef")
    token = jwt.encode({"alg": "HS256"}, {"sub": "me"}, key)
    return token, jwt.decode(token, key).claims, len(ssl.create_default_context().get_ciphers())

stay_small()
done, before = work(), held_kb()
give_back()
print(before, held_kb(), work() == done)
"""


@pytest.mark.skipif(not SMAPS.exists(), reason="this system does not tell what a process has mapped")
def test_code_that_only_the_start_ran_is_let_go_and_comes_back_when_it_runs_again() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    before_kb, after_kb, is_the_same = done.stdout.split()
    assert int(after_kb) < int(before_kb) / 2
    assert is_the_same == "True"
