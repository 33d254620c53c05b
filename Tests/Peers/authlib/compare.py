"""Authlib: six ways to a token that ends in the middle of a run, and none of them with a wrong secret."""
from driving import call, connector, same, secret, setting, stored, sync, work


def key(name):
    with open("%s/server/%s.pem" % (work, name)) as file:
        return file.read()


def calls():
    return [tuple(made) for made in call("GET", "/calls")[0]]


wanted = {str(number): ("N%d" % number,) for number in range(10, 130)}
assertion = "urn:ietf:params:oauth:grant-type:jwt-bearer"
ways = [
    # Way, application, secret, wrong secret, grants that are asked for.
    ("basic", "by basic:+%", "s3cr3t:+% ü", "s3cr3t", ["client_credentials"] * 2),
    ("body", "by-body", "s3cr3t&=", "s3cr3t", ["client_credentials"] * 2),
    ("rsa", "by-rsa", key("rsa"), key("ec"), ["client_credentials"] * 2),
    ("ec", "by-ec", key("ec"), key("rsa"), ["client_credentials"] * 2),
    ("service", "service", key("ec"), key("rsa"), [assertion] * 2),
    ("password", "password", "pa ss&wörd", "pass", ["password", "refresh_token"]),
]
for way, client, right, wrong, grants in ways:
    setting("way", way)
    setting("client", client)
    secret("secret", right)
    before = len(calls())
    sync()
    same(wanted, stored("project", ["name"]), way)
    made = calls()[before:]
    assert made == [(grant, 200) for grant in grants], made
    connector("auth logout")
    secret("secret", wrong)
    connector("check", code=4 if way == "password" else 5)
