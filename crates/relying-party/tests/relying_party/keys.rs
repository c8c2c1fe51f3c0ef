//! The keys of the provider and of the client.

use symbolon_test_support::keys::{self, KeyPair};

/// Returns the provider's usual key: ES256, `kid` "es".
pub(crate) fn es() -> KeyPair {
    keys::p256("es")
}

/// Returns the key that the provider changes to: EdDSA, `kid` "ed".
pub(crate) fn ed() -> KeyPair {
    keys::ed25519("ed")
}

/// Returns a key for RS256, `kid` "rsa".
pub(crate) fn rsa() -> KeyPair {
    keys::rsa("rsa")
}
