//! Checks before the timing: every library accepts the right token and refuses every wrong token.

use symbolon_jose::{SigningKey, base64url};

use crate::backend::Backend;
use crate::contestants::{Contestant, Read, Write, symbolon};
use crate::id_token::IdToken;
use crate::key::Key;
use crate::raw::Raw;

/// Right and wrong tokens of one key, and a reader that must accept the tokens of every library.
pub struct Check {
    /// The token that every library must accept.
    pub token: String,
    /// Tokens whose signature does not verify.
    tampered: Vec<String>,
    /// Tokens with a valid signature and one claim that differs from the expected value.
    unexpected: Vec<(&'static str, String)>,
    validate: Read,
}

impl Check {
    pub fn new(key: &Key, backend: Backend) -> Self {
        let signing = SigningKey::from_jwk(&key.jwk, key.algorithm, backend.crypto());
        let signing = signing.expect("a key that fits");
        let sign = |id_token| symbolon::sign(signing.clone(), id_token)();
        let unexpected: Vec<_> = IdToken::unexpected()
            .into_iter()
            .map(|(claim, id_token)| (claim, sign(id_token)))
            .collect();
        let token = sign(IdToken::expected());
        let tampered = vec![
            other_signature(&token),
            swapped(&token, unexpected.first().map_or("", |(_, token)| token)),
        ];
        let validate = symbolon::contestant(key, backend.crypto()).validate;
        Self { token, tampered, unexpected, validate: validate.expect("ours does everything") }
    }

    /// Checks what a library accepts, refuses and writes.
    ///
    /// # Panics
    /// If the library fails a check.
    pub fn contestant(&self, contestant: &Contestant) {
        let name = contestant.name;
        for read in contestant.verify.iter().chain(&contestant.validate) {
            assert!(read(&self.token), "{name} refuses the right token");
            for token in &self.tampered {
                assert!(!read(token), "{name} accepts a signature that does not hold");
            }
        }
        if let Some(validate) = &contestant.validate {
            for (claim, token) in &self.unexpected {
                assert!(!validate(token), "{name} does not check {claim}");
            }
        }
        for write in contestant.sign.iter().chain(&contestant.issue) {
            self.written(name, write);
        }
    }

    fn written(&self, name: &str, write: &Write) {
        assert!((self.validate)(&write()), "{name} writes a token that cannot be read");
    }

    /// Checks what a primitive accepts, refuses and writes.
    ///
    /// # Panics
    /// If the primitive fails a check.
    pub fn raw(&self, raw: &Raw) {
        let verifies = |token: &str| {
            let (message, signature) = token.rsplit_once('.').expect("a compact token");
            let signature = base64url::decode(signature).expect("base64url");
            (raw.verify)(message.as_bytes(), &signature)
        };
        assert!(verifies(&self.token), "the raw primitive refuses the right token");
        for token in &self.tampered {
            assert!(!verifies(token), "the raw primitive accepts a signature that does not hold");
        }
        let (message, _) = self.token.rsplit_once('.').expect("a compact token");
        let mut signature = Vec::new();
        (raw.sign)(message.as_bytes(), &mut signature);
        let signed = format!("{message}.{}", base64url::encode(&signature));
        assert!((self.validate)(&signed), "the raw primitive's signature does not hold");
    }
}

/// Returns the token with one changed bit of the signature.
fn other_signature(token: &str) -> String {
    let (message, signature) = token.rsplit_once('.').expect("a compact token");
    let mut signature = base64url::decode(signature).expect("base64url");
    let middle = signature.len() / 2;
    signature[middle] ^= 1;
    format!("{message}.{}", base64url::encode(&signature))
}

/// Returns the header and payload of `other` with the signature of `token`.
fn swapped(token: &str, other: &str) -> String {
    let (message, _) = other.rsplit_once('.').expect("a compact token");
    let (_, signature) = token.rsplit_once('.').expect("a compact token");
    format!("{message}.{signature}")
}
