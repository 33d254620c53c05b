"""A connector, the provider that is made from it, and a store of their own; what needs them shares them from here."""
import re
import urllib.request

from stage import *

KEY = None


def certificate(folder):
    """A key and a certificate that nobody trusts, for connectors that prove themselves by one."""
    global KEY
    if KEY is None:
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=example.com", "-days", "2",
                        "-keyout", folder + "/key.pem", "-out", folder + "/certificate.pem"], check=True, capture_output=True)
        KEY = open(folder + "/key.pem").read(), open(folder + "/certificate.pem").read()
    return KEY


def settings_of_tests(connector):
    """The settings that the cases of a connector share: simple texts, each on a line of its own or all on one."""
    given, inside = {}, False
    path = "%s/connectors/%s/tests.yaml" % (root, connector)
    lines = open(path).read() if os.path.exists(path) else ""
    # A folded text goes on in the lines that stand further in.
    lines = re.sub(r"(: >-)?\n {4,}", lambda match: ": " if match[1] else " ", lines)
    for line in lines.split("\n"):
        if match := re.match(r"settings: *\{(.*)\}", line):
            given.update(re.match(r"(\w+): *(.*)", pair.strip()).groups() for pair in re.split(r", (?=\w+:)", match[1]))
        elif line.startswith("settings:"):
            inside = True
        elif inside and (match := re.match(r"  (\w+): +(\S.*?)( +#.*)?$", line)):
            given[match[1]] = match[2]
        elif line.strip() and not line.startswith(" "):
            inside = False
    return {name: text.strip("\"'") for name, text in given.items() if not text.startswith(("|", ">"))}


class Stand:
    """A connector, its mock and a store of their own."""

    def __init__(self, connector, records, *words, project=root):
        self.connector, self.project, self.folder = connector["name"], project, tempfile.mkdtemp(prefix="connector-faults-")
        self.environment = {"PATH": os.environ["PATH"], "SWIFT_BACKTRACE": "enable=no", "HOME": self.folder, "CONNECTOR_ACTOR": "ada@example.com"}
        given = settings_of_tests(self.connector)
        for setting in connector["settings"]:
            name = setting["name"]
            text = given.get(name)
            # What is made up is what `record` would make of it.
            text = text and text.replace("made-up", "real")
            if text is None and (name.endswith("certificate") or "private_key" in name):
                text = certificate(self.folder)["certificate" in name]
            if text is not None and text.startswith("["):
                text = json.dumps([item.strip().strip("\"'") for item in text[1:-1].split(",") if item.strip()])
            if text is None and setting["required"]:
                text = "7" if setting["type"] in ("integer", "number") else "real-" + name.replace("_", "-")
            # What was changed before a date of the cases would be left out.
            if text is not None and not re.match(r"20\d\d-\d\d-\d\d", text):
                self.environment[setting["variable"]] = text
        self.mock = subprocess.Popen([binary, "mock", self.connector, "--records", str(records), "--project", project, *words],
                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment, text=True)
        self.url = self.mock.stdout.readline().strip()
        self.words = ["--divert", self.url, "--store", "sqlite:%s/store.db" % self.folder, "--allow-host", "127.0.0.1", "--project", project]

    def sync(self, *words):
        run = Run([binary, "sync", self.connector, "--sensitive", "--format", "json", *self.words, *words], self.environment, 200)
        if "somebody must sign in" in run.out + run.errors:
            self.consent()
            run = Run([binary, "sync", self.connector, "--sensitive", "--format", "json", *self.words, *words], self.environment, 200)
        return run

    def consent(self):
        """Signs in as a person would: the address is opened, the mock's answer is any code."""
        process = subprocess.Popen([binary, "auth", "login", self.connector, "--paste", "--no-check", *self.words], env=self.environment,
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        while line := process.stderr.readline():
            if match := re.search(r"state=([^&\s]+)", line):
                process.communicate("http://127.0.0.1/callback?code=any&realmId=4620816365&state=%s\n" % match[1], timeout=60)
                return
        process.wait()

    def tell(self, what, **values):
        request = urllib.request.Request("%s/__mock/%s?%s" % (self.url, what, urllib.parse.urlencode(values)), method="POST")
        urllib.request.urlopen(request).read()

    def rows(self):
        with sqlite3.connect("file:%s/store.db?mode=ro" % self.folder, uri=True) as db:
            tables = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%record_key%' AND sql LIKE '%source_id%'")]
            return {(table, *row) for table in tables if table not in ("changes", "quarantine")
                    for row in db.execute("SELECT source_id, deleted_at IS NULL FROM \"%s\"" % table)}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.mock.send_signal(signal.SIGINT)
        self.errors = self.mock.communicate()[1]
        shutil.rmtree(self.folder, ignore_errors=True)


def connectors():
    run = Run([binary, "list", "--format", "json", "--project", root], {"PATH": os.environ["PATH"]})
    return [one for one in run.report if one["streams"]]
