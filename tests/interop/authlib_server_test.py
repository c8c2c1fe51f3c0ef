"""Our relying party registers itself at a server that consists of Authlib's endpoints of RFC 7591 and RFC 7592, and
reads, updates and deletes its registration."""

import unittest

from lib.authlib_server import AuthlibServer
from lib.relying_party import Refused, RelyingPartyPeer

METADATA = {"redirect_uris": ["https://client.example/callback"], "client_name": "Interop"}


class Registration(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = AuthlibServer()
        cls.addClassCleanup(cls.server.stop)
        cls.peer = RelyingPartyPeer()
        cls.addClassCleanup(cls.peer.stop)

    def register(self, token=None, **members):
        """Registers a client, and returns its registration and the differences from what it asked for."""
        request = {"issuer": self.server.issuer, "metadata": {**METADATA, **members}}
        token = token or self.server.initial_access_token
        registered = self.peer.ask(op="register_itself", initial_access_token=token, **request)["registered"]
        return registered["registration"], registered["differences"]

    def refused(self, said, ask, *arguments, **members):
        with self.assertRaises(Refused) as caught:
            ask(*arguments, **members)
        self.assertEqual((caught.exception.code, caught.exception.provider_said), ("client_information.refused", said))

    def test_the_client_is_registered(self):
        for method in ("client_secret_basic", "client_secret_post"):
            with self.subTest(method=method):
                registration, differences = self.register(token_endpoint_auth_method=method)
                self.assertEqual(differences, [])
                information = registration["information"]
                client = self.server.clients[information["client_id"]]
                self.assertTrue(client.check_client_secret(information["client_secret"]))
                self.assertEqual(client.client_metadata["token_endpoint_auth_method"], method)
                self.assertEqual(client.client_metadata["response_types"], ["code"])
                self.assertEqual(client.client_metadata["grant_types"], ["authorization_code"])
                self.peer.ask(op="resume", registration=registration)

    def test_a_member_that_authlib_does_not_know_is_told(self):
        registration, differences = self.register(**{"client_name#de": "Zusammenspiel"})
        self.assertEqual(len(differences), 1)
        self.assertIn("client_name#de", differences[0])
        self.assertNotIn("client_name#de", registration["information"])

    def test_a_wrong_initial_access_token_is_refused(self):
        self.refused("access_denied", self.register, token="wrong")

    def test_the_registration_is_read_updated_and_deleted(self):
        registration, _ = self.register(contacts=["ops@client.example"])
        read = self.peer.ask(op="read", registration=registration)["registration"]
        self.assertEqual(read, registration)

        changes = {"client_name": "Another name", "contacts": None}
        answer = self.peer.ask(op="update", registration=registration, changes=changes)
        self.assertEqual(answer["differences"], [])
        updated = answer["registration"]
        before, now = registration["information"], updated["information"]
        self.assertEqual(now["client_name"], "Another name")
        self.assertNotIn("contacts", now)
        self.assertEqual(now["client_secret"], before["client_secret"])
        # The token rotated.
        self.assertNotEqual(now["registration_access_token"], before["registration_access_token"])
        self.refused("access_denied", self.peer.ask, op="read", registration=registration)

        self.peer.ask(op="unregister", registration=updated)
        self.assertNotIn(now["client_id"], self.server.clients)
        self.refused("access_denied", self.peer.ask, op="read", registration=updated)


if __name__ == "__main__":
    unittest.main(warnings="ignore")
