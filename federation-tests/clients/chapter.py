"""A chapter to point clients at: the real program, in a folder of its own, with a clock that can be put forward."""

import glob
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

POTLUCK = sys.argv[1]
PASSWORD = "bread and salt"
checks = [0]


def check(truth, what):
    assert truth, what
    checks[0] += 1


def until(look, what, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"waited in vain until {what}")


class Node:
    def __init__(self, slug, config="", fake_clock=False):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        self.domain = f"127.0.0.1:{port}"
        self.base = f"http://{self.domain}"
        self.dir = tempfile.mkdtemp(prefix=f"potluck-clients-{slug}-")
        self.days = 0
        self.env = {**os.environ, **(self.fake() if fake_clock else {})}
        self.run("init", "--domain", self.domain, "--name", slug, "--city", slug, "--steward", "stella",
                 "--email", f"stella@{slug}.example", "--password-file", "-", "--insecure-http")
        with open(os.path.join(self.dir, "potluck.toml"), "a") as file:
            file.write(config)
        self.process = subprocess.Popen([POTLUCK, "--data", self.dir, "serve", "--listen", self.domain],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=self.env)
        for line in self.process.stdout:
            if line.startswith("listening on"):
                break

    def fake(self):
        """libfaketime tells the program what day it is; how long things take it still sees for itself."""
        library = glob.glob("/usr/lib/*/faketime/libfaketime.so.1")
        assert library, "libfaketime is missing: apt-get install libfaketime"
        self.clock = tempfile.mkdtemp(prefix="potluck-clock-")
        self.pass_days(0)
        return {"LD_PRELOAD": library[0], "FAKETIME_TIMESTAMP_FILE": os.path.join(self.clock, "now"), "FAKETIME_NO_CACHE": "1",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1"}

    def pass_days(self, days):
        self.days += days
        new = os.path.join(self.clock, "new")
        with open(new, "w") as file:
            file.write(f"+{self.days}d\n")
        os.replace(new, os.path.join(self.clock, "now"))

    def run(self, *args):
        return subprocess.run([POTLUCK, "--data", self.dir, *args], input=PASSWORD + "\n", text=True, check=True,
                              capture_output=True, env=self.env).stdout.strip()

    def person(self, name, role="supporter"):
        self.run("account", "create", name, "--email", f"{name}@{self.domain.split(':')[0]}.example", "--password-file", "-", "--role", role)

    def end(self):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.dir, ignore_errors=True)
