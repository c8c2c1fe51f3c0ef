"""A server at which clients register themselves: Authlib's endpoints of RFC 7591 and RFC 7592, over HTTP on loopback.
It has no authorization endpoint."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from authlib.common.security import generate_token
from authlib.oauth2.rfc6749 import AuthorizationServer, JsonPayload, JsonRequest
from authlib.oauth2.rfc7591 import ClientMetadataClaims as OAuthClientMetadata
from authlib.oauth2.rfc7591 import ClientRegistrationEndpoint
from authlib.oauth2.rfc7592 import ClientConfigurationEndpoint
from authlib.oidc.registration import ClientMetadataClaims as OpenIDClientMetadata
from joserfc.jwk import KeySet, RSAKey

CLASSES = [OAuthClientMetadata, OpenIDClientMetadata]


class AuthlibServer:
    """The server. `initial_access_token` is needed to register a client."""

    def __init__(self):
        self.initial_access_token = generate_token()
        self.clients = {}
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self._http.server_port}"
        self.metadata = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "registration_endpoint": f"{self.issuer}/register",
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "private_key_jwt"],
        }
        key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256", "kid": "authlib"})
        keys = KeySet([key]).as_dict(private=False)
        self.documents = {"/.well-known/openid-configuration": self.metadata, "/jwks": keys}
        self.endpoints = _Server()
        self.endpoints.register_endpoint(_Registration(self))
        self.endpoints.register_endpoint(_Configuration(self))
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    def stop(self):
        self._http.shutdown()
        self._http.server_close()

    def _handler(self):
        server = self

        class Handler(BaseHTTPRequestHandler):
            def handle_request(self):
                length = int(self.headers.get("content-length", 0))
                status, body, headers = server.answer(self, self.rfile.read(length))
                body = b"" if body == "" else json.dumps(body).encode()
                self.send_response(status)
                for name, value in headers:
                    self.send_header(name, value)
                if status != 204:
                    self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PUT = do_DELETE = handle_request

            def log_message(self, *_):
                pass

        return Handler

    def answer(self, http, body):
        """Returns the status, the body and the header fields of an answer."""
        if http.path in self.documents:
            return 200, self.documents[http.path], [("content-type", "application/json")]
        name = "client_registration" if http.command == "POST" else "client_configuration"
        request = JsonRequest(http.command, f"{self.issuer}{http.path}", http.headers)
        request.payload = _Payload(json.loads(body) if body else {})
        return self.endpoints.create_endpoint_response(name, request)

    def new_registration_token(self, client):
        """Creates a registration access token, which replaces the token before it."""
        client.registration_token = generate_token()
        return {
            "registration_client_uri": f"{self.issuer}/register?client_id={client.get_client_id()}",
            "registration_access_token": client.registration_token,
        }


class _Client:
    def __init__(self, client_info, client_metadata):
        self.client_info = client_info
        self.client_metadata = client_metadata
        self.registration_token = None

    def get_client_id(self):
        return self.client_info["client_id"]

    def check_client_secret(self, secret):
        return secret == self.client_info["client_secret"]


class _Token:
    """A registration access token that the server knows."""

    def __init__(self, owner):
        self._owner = owner

    def check_client(self, client):
        return self._owner is client


class _Payload(JsonPayload):
    def __init__(self, data):
        self._data = data

    @property
    def data(self):
        return self._data


class _Server(AuthorizationServer):
    def create_json_request(self, request):
        return request

    def handle_response(self, status, body, headers):
        return status, body, headers

    def send_signal(self, name, *args, **kwargs):
        pass


class _Registration(ClientRegistrationEndpoint):
    def __init__(self, of):
        super().__init__(claims_classes=CLASSES)
        self._of = of

    def get_server_metadata(self):
        return self._of.metadata

    def authenticate_token(self, request):
        return _bearer(request) == self._of.initial_access_token

    def save_client(self, client_info, client_metadata, request):
        client = self._of.clients[client_info["client_id"]] = _Client(client_info, client_metadata)
        return client

    def generate_client_registration_info(self, client, request):
        return self._of.new_registration_token(client)


class _Configuration(ClientConfigurationEndpoint):
    def __init__(self, of):
        super().__init__(claims_classes=CLASSES)
        self._of = of

    def get_server_metadata(self):
        return self._of.metadata

    def authenticate_token(self, request):
        token = _bearer(request)
        owners = [client for client in self._of.clients.values() if client.registration_token == token]
        return _Token(owners[0]) if owners else None

    def authenticate_client(self, request):
        [client_id] = parse_qs(urlsplit(request.uri).query)["client_id"]
        return self._of.clients.get(client_id)

    def revoke_access_token(self, request, token):
        pass

    def check_permission(self, client, request):
        return True

    def update_client(self, client, client_metadata, request):
        client.client_metadata = client_metadata
        return client

    def delete_client(self, client, request):
        del self._of.clients[client.get_client_id()]

    def generate_client_registration_info(self, client, request):
        if request.method == "PUT":
            return self._of.new_registration_token(client)
        return {"registration_client_uri": request.uri, "registration_access_token": client.registration_token}


def _bearer(request):
    return request.headers.get("authorization", "").removeprefix("Bearer ")
