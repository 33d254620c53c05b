"""Cyrus: mail over JMAP, listed once and then followed from state to state."""
import base64
import email.message
import imaplib
import socket

from driving import call, connector, killed, same, secret, setting, stored, sync, work

proof = {"Authorization": "Basic " + base64.b64encode(b"ada:s3cr3t").decode()}
folders = ["INBOX", "Archive"]


def box(user):
    with open(work + "/server/imap") as file:
        session = imaplib.IMAP4("127.0.0.1", int(file.read()))
    # A message goes in several pieces, which would wait for each other.
    session.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    session.login(user, "s3cr3t")
    return session


def done(reply):
    assert reply[0] == "OK", reply


def add(*numbers):
    for number in numbers:
        message = email.message.EmailMessage()
        message["From"] = "Zoë %d <p%d@example.com>" % (number, number)
        message["To"] = "ada@example.com"
        message["Subject"] = "Letter %d ü" % number
        message["Message-ID"] = "<m%d@example.com>" % number
        message.set_content("Hello %d\n" % number)
        # Several of one second.
        received = imaplib.Time2Internaldate(1700000000 + number // 4)
        done(ada.append(folders[number % 2], "", received, message.as_bytes()))


def source():
    using = ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail"]
    calls = [["Email/query", {"accountId": "ada"}, "ids"],
             ["Email/get", {"accountId": "ada", "#ids": {"resultOf": "ids", "name": "Email/query", "path": "/ids"}}, "all"]]
    found = call("POST", "/jmap/", {"using": using, "methodCalls": calls}, proof)[0]["methodResponses"][1][1]["list"]
    return {letter["id"]: (letter["subject"], letter["from"][0]["email"], "read" if "$seen" in letter["keywords"] else "delivered",
                           list(letter["mailboxIds"])[0]) for letter in found}


def compare(what):
    same(source(), stored("message", ["subject", "author_address", "status", "channel_id"]), what)


def letters(*words):
    return next(stream for stream in sync(*words)["streams"] if stream["stream"] == "messages")


admin = box("admin")
done(admin.create("user/ada"))
ada = box("ada")
done(ada.create("Archive"))
setting("user", "ada")
secret("password", "wrong")
connector("check", code=5)
secret("password", "s3cr3t")
connector("check")
assert letters()["read"] == 0
assert len(stored("channel", ["name"])) == 2
# More than the changes that come at once, and as many as fill their pages.
add(*range(60))
for turn in range(3):
    killed(0.03 + 0.05 * turn)
sync()
compare("followed from nothing, killed in between")
report = letters("--full")
assert (report["created"], report["updated"], report["deleted"], report["unchanged"]) == (0, 0, 0, 60), report
assert letters()["read"] == 0
done(ada.select("INBOX"))
done(ada.store("1:4", "+FLAGS", "\\Seen"))
done(ada.store("5:9", "+FLAGS", "\\Deleted"))
done(ada.expunge())
done(ada.uid("MOVE", "20:22", "Archive"))
add(100, 101, 102)
report = letters()
assert (report["created"], report["updated"], report["deleted"]) == (3, 7, 5), report
compare("what came, changed, moved and went")
