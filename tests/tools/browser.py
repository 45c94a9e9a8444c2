"""A headless Chromium, spoken to over its pipe of the DevTools protocol.

The pipe needs nothing beside the standard library: JSON messages, each with a zero byte behind it.
"""

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
TIMEOUT = 120  # seconds, of one answer


def find():
    """The browser's path, or None."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


class Browser:
    """One page without a network. `problems`: what scripts threw, the console's warnings and errors;
    `requests`: addresses that the page asked for, its own apart."""

    def __init__(self, program):
        self.problems = []
        self.requests = []
        self._folder = tempfile.TemporaryDirectory()
        self._number = 0
        self._received = b""
        self._loaded = False
        to_browser, self._out = os.pipe()
        self._in, from_browser = os.pipe()
        self._process = self._start(program, to_browser, from_browser)
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def _start(self, program, read_end, write_end):
        """The protocol's file descriptors are 3 and 4."""
        words = [program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                 "--remote-debugging-pipe", "--host-resolver-rules=MAP * ~NOTFOUND",
                 "--hide-scrollbars", f"--user-data-dir={self._folder.name}"]
        self._session = None
        shell = f'exec "$@" 3<&{read_end} 4>&{write_end}'
        process = subprocess.Popen(["bash", "-c", shell, "bash", *words],
                                   pass_fds=(read_end, write_end), stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        os.close(read_end)
        os.close(write_end)
        return process

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self._out)  # the browser ends with its pipe
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._in)
        self._folder.cleanup()

    def call(self, method, **parameters):
        """The method's result."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._receive()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]

    def _receive(self):
        deadline = time.monotonic() + TIMEOUT
        while b"\0" not in self._received:
            if not select.select([self._in], [], [], max(0, deadline - time.monotonic()))[0]:
                raise TimeoutError("the browser does not answer")
            part = os.read(self._in, 1 << 16)
            if not part:
                raise RuntimeError("the browser has ended")
            self._received += part
        text, self._received = self._received.split(b"\0", 1)
        message = json.loads(text)
        self._note(message.get("method"), message.get("params", {}))
        return message

    def _note(self, event, details):
        if event == "Page.loadEventFired":
            self._loaded = True
        elif event == "Runtime.exceptionThrown":
            self.problems.append(details["exceptionDetails"])
        elif event == "Runtime.consoleAPICalled" and details["type"] in ("error", "warning", "assert"):
            self.problems.append(details["args"])
        elif event == "Log.entryAdded" and details["entry"]["level"] in ("error", "warning"):
            self.problems.append(details["entry"])
        elif event == "Network.requestWillBeSent":
            self.requests.append(details["request"]["url"])

    def open(self, path, width, height=900, dark=False):
        """Loads a file in a window of this many CSS pixels."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                  mobile=False)
        scheme = "dark" if dark else "light"
        self.call("Emulation.setEmulatedMedia",
                  features=[{"name": "prefers-color-scheme", "value": scheme}])
        self._loaded = False
        address = Path(path).resolve().as_uri()
        self.call("Page.navigate", url=address)
        while not self._loaded:
            self._receive()
        self.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        self.requests = [request for request in self.requests if request != address]

    def evaluate(self, script):
        """The script's value, awaited."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True,
                           awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{script}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def screenshot(self, path, whole=True):
        """A PNG of the page, or of the window."""
        image = self.call("Page.captureScreenshot", captureBeyondViewport=whole)["data"]
        Path(path).write_bytes(base64.b64decode(image))
