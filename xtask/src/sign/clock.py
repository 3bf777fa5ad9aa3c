"""An authority of time for a trial: answers each request with openssl, by the certificate that clock.cnf names, in the
folder it is started in. Says its port first."""

import http.server
import subprocess


class Clock(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        with open("asked", "wb") as file:
            file.write(self.rfile.read(int(self.headers["Content-Length"])))
        reply = "openssl ts -reply -config clock.cnf -queryfile asked".split()
        answer = subprocess.run(reply, stdout=subprocess.PIPE).stdout
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)


server = http.server.HTTPServer(("127.0.0.1", 0), Clock)
print(server.server_port, flush=True)
server.serve_forever()
