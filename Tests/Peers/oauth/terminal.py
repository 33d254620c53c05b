"""The same with somebody at a terminal: `terminal.py CONNECTOR PROJECT URL FOLDER`.

What is asked, in which order, what is to be seen of a secret, and what Ctrl-C does, on a terminal that is as narrow as a phone.
"""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
import urllib.error
import urllib.request

connector, project, url, work = sys.argv[1:5]
columns = 44


class Terminal:
    """A command on a pseudo terminal."""

    def __init__(self, store, *words):
        self.shown, self.code = "", None
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.environ.update(TERM="xterm", CONNECTOR_PROJECT=project, CONNECTOR_STORE="sqlite:%s/%s.db" % (work, store),
                              CONNECTOR_PEER_OAUTH_SERVER=url)
            os.execv(connector, [connector, *words, "peer-oauth", "--allow-host", "127.0.0.1"])
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, columns, 0, 0))

    def read(self, seconds):
        """What comes next; nothing at the end."""
        if not select.select([self.terminal], [], [], seconds)[0]:
            return None
        try:
            text = os.read(self.terminal, 65536).decode(errors="replace")
        except OSError:
            text = ""
        self.shown += text
        return text

    def until(self, pattern, seconds=120):
        """Everything up to the first place that fits; what follows it is left for the next time."""
        end = time.monotonic() + seconds
        while not (found := re.search(pattern, self.shown)):
            if time.monotonic() > end or self.read(0.2) == "":
                sys.exit("not to be seen: %s in\n%s" % (pattern, self.shown))
        before, self.shown = self.shown[:found.start()], self.shown[found.end():]
        return before, found

    def type(self, text):
        time.sleep(0.2)
        os.write(self.terminal, text.encode())

    def ended(self):
        while self.read(20):
            pass
        _, status = os.waitpid(self.process, 0)
        return os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def expect(condition, what):
    if not condition:
        sys.exit("not so: %s" % what)


def answer(terminal, secret):
    terminal.until("Application: ")
    terminal.type("client\n")
    terminal.until("Secret of the application: ")
    terminal.type(secret + "\n")


def agree(terminal):
    """The browser: the page at the end of all redirects."""
    address = terminal.until(r"(http\S+/o/authorize/\S+)\s")[1].group(1)
    terminal.until("Waiting for the answer")
    with urllib.request.urlopen(address) as page:
        return page.read().decode()


# A wrong secret is told before it is asked for once more, and neither is to be seen.
login = Terminal("terminal", "auth", "login", "--no-browser")
answer(login, "a wrong secret")
expect("The terminal says why" in agree(login), "the browser is told that it failed")
before, _ = login.until("Secret of the application: ")
expect("invalid_client" in before, "the reason stands before the question: %s" % before)
login.type("made-up-secret\n")
expect("connected" in agree(login), "the browser is told that it worked")
everything, _ = login.until("connected, and it works")
expect(login.ended() == 0, "signed in")
expect("wrong secret" not in before and "made-up" not in everything, "no secret is shown while it is typed")

# Ctrl-C at a question, and while the consent page is open.
login = Terminal("other", "auth", "login", "--no-browser")
login.until("Application: ")
login.type("client\n")
login.until("Secret of the application: ")
login.type("\x03")
expect(login.ended() == signal.SIGINT, "Ctrl-C at a question ends the command")
login = Terminal("other", "auth", "login", "--no-browser")
answer(login, "made-up-secret")
login.until("Waiting for the answer")
login.type("\x03")
login.until("stopped before anybody agreed")
expect(login.ended() == 130, "Ctrl-C ends the waiting")

# The answer of a page that was not asked for ends nothing.
login = Terminal("other", "auth", "login", "--no-browser")
answer(login, "made-up-secret")
login.until("Waiting for the answer")
for query in ["code=x&state=made-up", "code=x", "error=access_denied&state=made-up", ""]:
    try:
        urllib.request.urlopen("http://127.0.0.1:8765/callback?" + query)
        sys.exit("taken: " + query)
    except urllib.error.HTTPError as error:
        expect(error.code == 400 and b"Not connected" in error.read(), "refused in plain words: " + query)
login.type("\x03")
expect(login.ended() == 130, "still waiting for the right answer")

# A run draws over its own lines, so none may be longer than the terminal is wide; Ctrl-C says what it does.
sync = Terminal("terminal", "sync")
drawn = sync.until("2 pages")[0]
sync.type("\x03")
drawn += sync.until("stopping at the next checkpoint")[0]
expect(sync.ended() == 130, "stopped at a checkpoint")
for line in re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "\n", drawn).splitlines():
    expect(len(line) < columns, "no line is longer than the terminal is wide: %r" % line)
print("terminal: questions, answers and Ctrl-C as they should be")
