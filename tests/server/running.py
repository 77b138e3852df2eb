"""The real program, started over a small repository that is made for it."""
import atexit
import contextlib
import http.client
import json
import os
import resource
import subprocess
import sys
import tempfile


def expect(condition, what):
    if not condition:
        sys.exit("not so: " + str(what))


@contextlib.contextmanager
def repository():
    """Yields the tree and the environment for programs that serve it."""
    with tempfile.TemporaryDirectory() as scratch:
        tree = os.path.join(scratch, "shop")
        os.makedirs(os.path.join(tree, "docs"))
        with open(os.path.join(tree, "docker-compose.yml"), "w") as out:
            out.write('services:\n  redis:\n    image: redis:7\n    ports:\n      - "6379:6379"\n')
        yield tree, dict(os.environ, XDG_CACHE_HOME=scratch, XDG_STATE_HOME=scratch)


class Stdio:
    def __init__(self, starter, tree, env, *options, program=None):
        """`starter`: the program, or the words that start it."""
        words = [starter] if program is None else [*starter, program]
        self.process = subprocess.Popen([*words, "mcp", "--repo", tree, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env)

    def send(self, message):
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()

    def receive(self):
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        expect(self.process.wait(10) == 0, "the program ends with its input")
        expect(self.process.stdout.read() == "", "nothing but protocol on stdout")


class Http:
    def __init__(self, program, tree, env, *options, limit=None):
        """`limit`: of files that may be open."""
        within = None if limit is None else lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
        self.process = subprocess.Popen([program, "serve", "--port", "0", "--quiet", "--repo", tree, *options], stdout=subprocess.PIPE, text=True, env=env, preexec_fn=within)
        atexit.register(self.process.kill)  # where an expectation fails, too
        self.port = int(self.process.stdout.readline())
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def request(self, method, path, body=None, headers=None):
        """(status, headers, body) of one request on the kept connection."""
        if body is not None and not isinstance(body, (str, bytes)):
            body = json.dumps(body)
        sent = {} if body is None else {"Content-Type": "application/json"}
        sent.update(headers or {})
        self.connection.request(method, path, body, sent)
        reply = self.connection.getresponse()
        return reply.status, reply.headers, reply.read().decode()

    def close(self):
        self.process.terminate()
        expect(self.process.wait(20) == 0, "the program ends when it is told to")
