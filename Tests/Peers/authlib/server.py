"""An authorization server of Authlib's in memory, and an API behind it whose tokens live a few seconds."""
import os
import sys
import time

from authlib.integrations.flask_oauth2 import AuthorizationServer, ResourceProtector
from authlib.oauth2.rfc6749 import ClientMixin, TokenMixin, grants
from authlib.oauth2.rfc6750 import BearerTokenValidator
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion, JWTBearerGrant
from flask import Flask, jsonify, request
from joserfc.jwk import ECKey, RSAKey

folder, port = os.environ["PEER_FOLDER"], int(sys.argv[1])
lasts = 2
url = f"http://127.0.0.1:{port}"
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
app = Flask(__name__)


class Client(ClientMixin):
    def __init__(self, name, method, grants, secret="", key=None):
        self.client_id, self.method, self.grants, self.secret, self.key = name, method, grants, secret, key

    def get_client_id(self):
        return self.client_id

    def get_default_redirect_uri(self):
        return ""

    def get_allowed_scope(self, scope):
        return " ".join(s for s in (scope or "").split() if s in ("orders", "offline"))

    def check_redirect_uri(self, uri):
        return False

    def check_client_secret(self, secret):
        return self.secret == secret

    def check_endpoint_auth_method(self, method, endpoint):
        return method == self.method

    def check_response_type(self, kind):
        return False

    def check_grant_type(self, kind):
        return kind in self.grants


class Token(TokenMixin):
    def __init__(self, given, client, user):
        self.given, self.client_id, self.user, self.made, self.revoked = given, client.client_id, user, time.time(), False

    def check_client(self, client):
        return self.client_id == client.client_id

    def get_scope(self):
        return self.given.get("scope", "")

    def get_expires_in(self):
        return lasts

    def is_expired(self):
        return time.time() > self.made + lasts

    def is_revoked(self):
        return self.revoked

    def get_user(self):
        return self.user

    def get_client(self):
        return clients[self.client_id]


def public(name):
    with open(f"{folder}/{name}.pub") as file:
        text = file.read()
    return (RSAKey if name == "rsa" else ECKey).import_key(text)


jwt_bearer = JWTBearerGrant.GRANT_TYPE
clients = {c.client_id: c for c in [
    Client("by basic:+%", "client_secret_basic", ["client_credentials"], "s3cr3t:+% ü"),
    Client("by-body", "client_secret_post", ["client_credentials"], "s3cr3t&="),
    Client("by-rsa", "client_assertion_jwt", ["client_credentials"], key="rsa"),
    Client("by-ec", "client_assertion_jwt", ["client_credentials"], key="ec"),
    Client("service", "none", [jwt_bearer], key="ec"),
    Client("password", "none", ["password", "refresh_token"]),
]}
tokens, seen, calls = [], set(), []


def save(given, req):
    tokens.append(Token(given, req.client, req.user))


app.config["OAUTH2_TOKEN_EXPIRES_IN"] = {g: lasts for g in ("client_credentials", "password", jwt_bearer)}
app.config["OAUTH2_REFRESH_TOKEN_GENERATOR"] = True
server = AuthorizationServer(app, query_client=clients.get, save_token=save)


class Assertion(JWTBearerClientAssertion):
    def get_audiences(self):
        return [url + "/token"]

    def validate_jti(self, claims, jti):
        fresh = jti not in seen
        seen.add(jti)
        return fresh
    def resolve_client_public_key(self, client, headers=None):
        return public(client.key)


server.register_client_auth_method(Assertion.CLIENT_AUTH_METHOD, Assertion())


class Application(grants.ClientCredentialsGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post", "client_assertion_jwt"]


class Password(grants.ResourceOwnerPasswordCredentialsGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["none"]
    def authenticate_user(self, username, password):
        return username if password == "pa ss&wörd" else None


class Refresh(grants.RefreshTokenGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["none"]
    INCLUDE_NEW_REFRESH_TOKEN = True
    def authenticate_refresh_token(self, text):
        found = [t for t in tokens if t.given.get("refresh_token") == text]
        if found and found[0].revoked:
            for t in tokens: t.revoked = True  # used twice: the whole family ends
        return found[0] if found and not found[0].revoked else None
    def authenticate_user(self, token):
        return token.user

    def revoke_old_credential(self, token):
        token.revoked = True


class Service(JWTBearerGrant):
    def get_audiences(self):
        return [url + "/token"]

    def resolve_issuer_client(self, issuer):
        return clients.get(issuer)

    def resolve_client_public_key(self, client):
        return public("ec")

    def authenticate_user(self, subject):
        return subject

    def has_granted_permission(self, client, user):
        return user == "ada@example.com"


for grant in (Application, Password, Refresh, Service): server.register_grant(grant)


class Revocation(RevocationEndpoint):
    CLIENT_AUTH_METHODS = ["none", "client_secret_basic", "client_secret_post", "client_assertion_jwt"]
    def query_token(self, text, hint):
        return next((t for t in tokens if text in (t.given["access_token"], t.given.get("refresh_token"))), None)

    def revoke_token(self, token, req):
        token.revoked = True


server.register_endpoint(Revocation)


class Validator(BearerTokenValidator):
    def authenticate_token(self, text):
        return next((t for t in tokens if t.given["access_token"] == text), None)


protect = ResourceProtector()
protect.register_token_validator(Validator())


@app.post("/token")
def token():
    reply = server.create_token_response()
    calls.append([request.form.get("grant_type"), reply.status_code])
    return reply


@app.post("/revoke")
def revoke():
    return server.create_endpoint_response("revocation")


@app.get("/calls")
def called():
    return jsonify(calls)


@app.get("/api/orders")
@protect("orders")
def orders():
    page = int(request.args.get("page", 1))
    time.sleep(float(request.args.get("slow", 0)))
    rows = [{"id": page * 10 + n, "name": f"N{page * 10 + n}"} for n in range(10)] if page <= 12 else []
    return jsonify({"results": rows, "next": page + 1 if page < 12 else None})


app.run("127.0.0.1", port, threaded=True)
