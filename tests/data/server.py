"""A web server on this machine that holds files, and can break off, lose its files, and refuse to resume."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        server, start = self.server, 0
        server.requests.append((self.path, self.headers["Range"]))
        server.encodings.add(self.headers["Accept-Encoding"])
        body = server.files.get(self.path.rpartition("/")[2])
        if body is None:
            self.send_error(404)
            return
        if server.can_resume and self.headers["Range"]:
            start = int(self.headers["Range"].removeprefix("bytes=").removesuffix("-"))
        if start >= len(body):
            self.send_error(416)
            return
        self.send_response(206 if server.can_resume else 200)
        self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        self.wfile.write(body[start:][: server.breaks_after])

    def log_message(self, *_):
        pass  # not to stderr


class FileServer(ThreadingHTTPServer):
    """files: name -> bytes; breaks_after: bytes a connection delivers; requests: the (path, Range) asked for.

    encodings: what Accept-Encoding said.
    """

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.files, self.requests, self.breaks_after, self.can_resume = {}, [], None, True
        self.encodings = set()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/files/"


@contextmanager
def file_server():
    server = FileServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
