"""An unmodified Authlib registers itself at our provider, logs in as the client that it registered, and manages its
registration. Authlib has no function that registers a client: its OAuth2Session sends our requests, and its metadata
classes read our answers."""

import unittest

from authlib.common.security import generate_token
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from authlib.oauth2.rfc7591 import ClientMetadataClaims as OAuthClientMetadata
from authlib.oidc.core import CodeIDToken
from authlib.oidc.core import UserInfo
from authlib.oidc.discovery import OpenIDProviderMetadata
from authlib.oidc.registration import ClientMetadataClaims as OpenIDClientMetadata
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from lib.browser import Browser
from lib.demo import Demo

REDIRECT_URI = "https://client.example/callback"
METADATA = {
    "redirect_uris": [REDIRECT_URI],
    "client_name": "Interop of Authlib",
    "client_name#de": "Zusammenspiel mit Authlib",
    "grant_types": ["authorization_code", "refresh_token"],
}
SCOPE = "openid email offline_access"

key = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256", "kid": "interop-authlib"})


def session(token=None, **settings):
    """Creates a session of Authlib that uses only loopback."""
    token = token and {"access_token": token, "token_type": "Bearer"}
    made = OAuth2Session(token=token, default_timeout=10, **settings)
    made.trust_env = False
    return made


def read_metadata(demo):
    """Reads the provider's metadata into Authlib's class."""
    answer = session().get(f"{demo.address}/.well-known/openid-configuration", withhold_token=True)
    return OpenIDProviderMetadata(answer.json())


def keys_for(method):
    """Returns the keys that a client with this authentication method registers."""
    return {"jwks": {"keys": [key.as_dict(private=False)]}} if method == "private_key_jwt" else {}


class Metadata(unittest.TestCase):
    def test_obeys_the_rules_of_authlib(self):
        # Authlib accepts only https in metadata. The document itself is read from the port.
        demo = Demo("--issuer", "https://op.example", "--registration", "open")
        self.addCleanup(demo.stop)
        metadata = read_metadata(demo)
        metadata.validate()
        self.assertEqual(metadata.registration_endpoint, "https://op.example/register")


class Registration(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.demo = Demo("--registration", "open")
        cls.addClassCleanup(cls.demo.stop)
        cls.provider = read_metadata(cls.demo)

    def register(self, **members):
        """Registers a client, and checks the response with Authlib's classes."""
        endpoint = self.provider["registration_endpoint"]
        answer = session().post(endpoint, json={**METADATA, **members}, withhold_token=True)
        self.assertEqual(answer.status_code, 201, answer.text)
        self.assertEqual(answer.headers["cache-control"], "no-store")
        return self.checked(answer.json())

    def checked(self, information):
        """Checks a registration with both of Authlib's classes, against the provider's metadata."""
        for metadata in (OAuthClientMetadata, OpenIDClientMetadata):
            options = metadata.get_claims_options(self.provider)
            metadata(information, {}, options).validate()
        return information

    def log_in(self, client, audience=None):
        """Signs alice in with Authlib, and returns its session and the claims of the ID Token. `audience` is the
        audience of assertions; if it is None, they are for the issuer."""
        token_endpoint = self.provider["token_endpoint"]
        method = client["token_endpoint_auth_method"]
        by_key = method == "private_key_jwt"
        made = session(
            client_id=client["client_id"],
            client_secret=key if by_key else client.get("client_secret"),
            token_endpoint_auth_method=method,
            redirect_uri=REDIRECT_URI,
            scope=SCOPE,
            code_challenge_method="S256",
        )
        if by_key:
            audience = audience or self.provider["issuer"]
            made.register_client_auth_method(PrivateKeyJWT(audience, alg="ES256", headers={"kid": key.kid}))
        verifier, nonce = generate_token(48), generate_token()
        endpoint = self.provider["authorization_endpoint"]
        url, state = made.create_authorization_url(endpoint, code_verifier=verifier, nonce=nonce, prompt="consent")
        back = Browser(REDIRECT_URI).sign_in_and_allow(url)
        token = made.fetch_token(token_endpoint, authorization_response=back, state=state, code_verifier=verifier)
        id_token = self.verified(token["id_token"])
        options = {"iss": {"essential": True, "value": self.provider["issuer"]}}
        params = {"client_id": client["client_id"], "nonce": nonce, "access_token": token["access_token"]}
        claims = CodeIDToken(id_token.claims, id_token.header, options, params)
        claims.validate()
        return made, claims

    def verified(self, token):
        """Verifies a JWT with the provider's keys."""
        keys = session().get(self.provider["jwks_uri"], withhold_token=True).json()
        return jwt.decode(token, KeySet.import_key_set(keys), algorithms=["RS256"])

    def test_a_client_logs_in_with_each_authentication_method(self):
        for method in ("client_secret_basic", "client_secret_post", "private_key_jwt", "none"):
            with self.subTest(method=method):
                client = self.register(token_endpoint_auth_method=method, **keys_for(method))
                self.assertEqual("client_secret" in client, method.startswith("client_secret"))
                made, claims = self.log_in(client)
                user = UserInfo(made.get(self.provider["userinfo_endpoint"]).json())
                self.assertEqual((user.sub, user.email), (claims["sub"], "alice@people.example"))
                before = dict(made.token)
                refreshed = made.refresh_token(self.provider["token_endpoint"])
                self.assertNotEqual(refreshed["refresh_token"], before["refresh_token"])

    def test_an_assertion_for_the_token_endpoint_is_refused(self):
        # Authlib's examples name the token endpoint. Our provider accepts its issuer only, unless the operator's
        # record of the client allows the token endpoint.
        client = self.register(token_endpoint_auth_method="private_key_jwt", **keys_for("private_key_jwt"))
        with self.assertRaises(OAuthError) as caught:
            self.log_in(client, self.provider["token_endpoint"])
        self.assertEqual(caught.exception.error, "invalid_client")

    def test_a_client_that_registered_signed_user_info_gets_it(self):
        client = self.register(userinfo_signed_response_alg="RS256")
        made, claims = self.log_in(client)
        answer = made.get(self.provider["userinfo_endpoint"])
        self.assertEqual(answer.headers["content-type"], "application/jwt")
        told = self.verified(answer.text).claims
        self.assertEqual(told["iss"], self.provider["issuer"])
        self.assertEqual(told["sub"], claims["sub"])
        self.assertIn(client["client_id"], told["aud"])

    def test_what_breaks_a_rule_is_refused(self):
        refusals = {
            "invalid_redirect_uri": {"redirect_uris": [f"{REDIRECT_URI}#fragment"]},
            "invalid_client_metadata": {"response_types": ["id_token"]},
            "invalid_software_statement": {"software_statement": "a statement"},
        }
        for error, members in refusals.items():
            with self.subTest(error=error):
                endpoint = self.provider["registration_endpoint"]
                answer = session().post(endpoint, json={**METADATA, **members}, withhold_token=True)
                self.assertEqual((answer.status_code, answer.json()["error"]), (400, error))

    def test_the_registration_is_read_replaced_and_deleted(self):
        client = self.register(contacts=["ops@client.example"])
        uri, identity = client["registration_client_uri"], {"client_id": client["client_id"]}
        manager = session(client["registration_access_token"])
        read = manager.get(uri)
        self.assertEqual(read.status_code, 200)
        self.assertEqual(self.checked(read.json())["contacts"], ["ops@client.example"])

        updated = manager.put(uri, json={**METADATA, **identity, "client_name": "Another name"})
        self.assertEqual(updated.status_code, 200, updated.text)
        self.assertEqual(self.checked(updated.json())["client_name"], "Another name")
        self.assertNotIn("contacts", updated.json())
        # The token rotated.
        self.assertEqual(manager.get(uri).status_code, 401)
        manager = session(updated.json()["registration_access_token"])
        self.assertEqual(manager.get(uri).status_code, 200)
        self.log_in({**client, **updated.json()})

        self.assertEqual(manager.delete(uri).status_code, 204)
        self.assertEqual(manager.get(uri).status_code, 401)
        with self.assertRaises(OAuthError) as caught:
            made = session(client_id=client["client_id"], client_secret=client["client_secret"])
            made.fetch_token(self.provider["token_endpoint"], code="a", redirect_uri=REDIRECT_URI)
        self.assertEqual(caught.exception.error, "invalid_client")


class InitialAccessToken(unittest.TestCase):
    def test_registers_one_client(self):
        demo = Demo("--registration", "token")
        self.addCleanup(demo.stop)
        endpoint = read_metadata(demo)["registration_endpoint"]
        for token, status in (("wrong", 401), (demo.initial_access_token, 201), (demo.initial_access_token, 401)):
            answer = session(token).post(endpoint, json=METADATA)
            self.assertEqual(answer.status_code, status)
            self.assertEqual("www-authenticate" in answer.headers, status == 401)
        self.assertEqual(session().post(endpoint, json=METADATA, withhold_token=True).status_code, 401)


if __name__ == "__main__":
    unittest.main(warnings="ignore")
