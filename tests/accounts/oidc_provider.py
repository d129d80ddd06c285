"""A small OpenID provider on this machine, strict where a real one is, with a knob for every fault."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGE_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SECRET = "local-secret-of-the-test-provider-1234567890"


class LocalProvider:
    """Speaks HTTP on a port of its own; ``claims`` is who signs in, ``faults`` what goes wrong."""

    def __init__(self):
        self.claims = {"sub": "subject-1"}
        self.told = None  # what userinfo tells, where it differs
        self.faults = {}
        self.asked = []  # queries of the authorization endpoint
        self.codes = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.answer({})

            def do_POST(self):
                length = int(self.headers.get("Content-Length", 0))
                self.answer(flat(parse_qs(self.rfile.read(length).decode())))

            def answer(self, form):
                url = urlsplit(self.path)
                query = flat(parse_qs(url.query))
                status, headers, body = provider.respond(url.path, query, form, self.headers)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @property
    def issuer(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def configuration(self, **more):
        """The line of OIDC_PROVIDERS for this provider, as JSON."""
        entry = {
            "id": "local", "name": "Lokaal", "server_url": self.issuer, "client_id": "stoep",
            "secret": SECRET, "scope": ["openid", "profile", "email", "address"], **more,
        }  # fmt: skip
        return json.dumps([entry])

    def respond(self, path, query, form, headers):
        if path in self.faults.get("down", ()):
            return 503, {}, b"down"
        if path == "/.well-known/openid-configuration":
            names = {"authorization_endpoint": "authorize", "token_endpoint": "token",
                     "userinfo_endpoint": "userinfo", "jwks_uri": "jwks"}  # fmt: skip
            found = {name: f"{self.issuer}/{path}" for name, path in names.items()}
            return as_json({"issuer": self.faults.get("issuer", self.issuer), **found})
        if path == "/jwks":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            return as_json({"keys": [{**public, "kid": "1", "alg": "RS256", "use": "sig"}]})
        if path == "/authorize":
            return 302, {"Location": self.authorize(query)}, b""
        if path == "/token":
            return self.token(form)
        if path == "/userinfo":
            known = headers.get("Authorization") == "Bearer token-for-userinfo"
            return as_json(self.told or self.claims) if known else as_json({}, 401)
        return 404, {}, b""

    def authorize(self, query):
        """Where the browser is sent back to; a person at a real provider would sign in first."""
        self.asked.append(query)
        assert query["response_type"] == "code"
        assert query["client_id"] == "stoep"
        assert query["code_challenge_method"] == "S256"
        back = {"state": query["state"]}
        if "denied" in self.faults:
            back["error"] = self.faults["denied"]
        else:
            code = secrets.token_urlsafe(16)
            self.codes[code] = query
            back["code"] = code
        return f"{query['redirect_uri']}?{urlencode(back)}"

    def token(self, form):
        query = self.codes.pop(form.get("code"), None)
        if query is None or form.get("client_secret") != SECRET:
            return as_json({"error": "invalid_grant"}, 400)
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        if challenge != query["code_challenge"] or form["redirect_uri"] != query["redirect_uri"]:
            return as_json({"error": "invalid_grant"}, 400)
        answer = {"access_token": "token-for-userinfo", "token_type": "Bearer", "expires_in": 300}
        if "no_id_token" not in self.faults:
            answer["id_token"] = self.id_token(query.get("nonce"))
        return as_json(answer)

    def id_token(self, nonce):
        now = int(time.time())
        claims = {
            **self.claims, "iss": self.issuer, "aud": "stoep", "iat": now, "exp": now + 300,
            "nonce": nonce, **self.faults.get("token", {}),
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        key, algorithm = self.faults.get("signature", (KEY, "RS256"))
        return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": "1"})


def flat(query):
    return {name: values[0] for name, values in query.items()}


def as_json(data, status=200):
    return status, {"Content-Type": "application/json"}, json.dumps(data).encode()
