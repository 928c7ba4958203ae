"""First start on a fresh machine: find a Python, make .venv, install the locked parts, run.

Standard library only, and old syntax on purpose: any Python 3 can read this file and then hand
over to one that is new enough. THIGHCARE_PYTHON names an interpreter to use instead.
"""

import glob
import hashlib
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(HERE, ".venv")
OLDEST = (3, 11)
NAMES = ("python3.13", "python3.12", "python3.14", "python3.11", "python3")
SOURCE_ONLY = "http-ece"  # pure Python, published without a wheel; nothing is compiled
LOCKS = {
    "run": "requirements.lock",
    "test": "requirements-dev.lock",
    "check": "requirements-dev.lock",
}


def main():
    if len(sys.argv) < 2 or sys.argv[1] not in LOCKS:
        sys.exit("usage: python3 boot.py run|test|check [arguments]")
    action, rest = sys.argv[1], sys.argv[2:]
    python = ensure_venv(LOCKS[action])
    os.chdir(HERE)
    if action == "run":
        return hand_over([python, "manage.py", "up"] + rest)
    if action == "test":
        return hand_over([python, "-m", "pytest"] + (rest or ["-n", "2"]))
    return hand_over([python, "-m", "tests.repo.checks"] + rest)


def hand_over(command):
    os.environ["PATH"] = os.path.join(VENV, "bin") + os.pathsep + os.environ.get("PATH", "")
    os.execv(command[0], command)


def ensure_venv(lock_name):
    """Return the venv's Python, installing only what changed since the last call."""
    lock = os.path.join(HERE, lock_name)
    with open(lock, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    python = os.path.join(VENV, "bin", "python")
    stamp = os.path.join(VENV, "installed-" + lock_name)
    if not (os.path.exists(python) and works(python)):
        shutil.rmtree(VENV, ignore_errors=True)
        base = find_python()
        say("Making .venv with " + base)
        if subprocess.call([base, "-m", "venv", VENV]):
            sys.exit(
                "The venv could not be made. On Debian: apt-get install python3-venv, then again."
            )
    if not os.path.exists(stamp) or read(stamp) != digest:
        say("Installing the locked parts (" + lock_name + "); once, about a minute")
        command = [
            python,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-input",
            "--only-binary",
            ":all:",
            "--no-binary",
            SOURCE_ONLY,
            "--require-hashes",
            "-r",
            lock,
        ]
        if subprocess.call(command):
            sys.exit("Installing failed; the lines above say why. Is the package index reachable?")
        with open(stamp, "w") as file:
            file.write(digest)
    return python


def find_python():
    """Return an interpreter that is new enough and can make a venv."""
    wanted = os.environ.get("THIGHCARE_PYTHON")
    candidates = [wanted] if wanted else []
    if not wanted:
        candidates += [shutil.which(name) for name in NAMES] + [sys.executable]
        versions = os.path.join(
            os.environ.get("PYENV_ROOT", os.path.expanduser("~/.pyenv")), "versions"
        )
        candidates += sorted(
            glob.glob(os.path.join(versions, "3.1[1-4]*", "bin", "python3")), reverse=True
        )
    for candidate in candidates:
        if candidate and works(candidate):
            return candidate
    sys.exit(
        "ThighCare needs Python %d.%d or newer with venv. On Debian: apt-get install python3 "
        "python3-venv; or name one: THIGHCARE_PYTHON=/path/to/python3." % OLDEST
    )


def works(python):
    """Say whether an interpreter runs, is new enough, and has venv and pip's bootstrap."""
    probe = (
        "import sys, venv, ensurepip, sqlite3, ssl; sys.exit(sys.version_info < (%d, %d))" % OLDEST
    )
    try:
        return (
            subprocess.call(
                [python, "-c", probe], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            == 0
        )
    except OSError:
        return False


def read(path):
    with open(path) as file:
        return file.read()


def say(text):
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
