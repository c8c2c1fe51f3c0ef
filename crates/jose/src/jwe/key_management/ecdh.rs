//! ECDH-ES, key agreement with an ephemeral key:
//! [RFC 7518 §4.6](https://www.rfc-editor.org/rfc/rfc7518#section-4.6),
//! [RFC 8037 §3.2](https://www.rfc-editor.org/rfc/rfc8037#section-3.2).

use std::sync::Arc;

use super::{Parties, Received, concat_kdf};
use crate::crypto::{Agreement, CipherFailed, Digests, KeyAgreement};
use crate::jwe::{EncryptError, Error};
use crate::jwk::{KeyKind, PrivateJwk, PrivateKey, PublicJwk, PublicKey};
use crate::{Crypto, KeyManagementAlgorithm, MemberError, Object, Secret, key};

/// The sender's side: the recipient's public key, prepared for agreements with ephemeral keys.
pub(crate) struct Producer {
    recipient: PublicKey,
    agreement: &'static dyn KeyAgreement,
}

impl Producer {
    pub(super) fn new(
        algorithm: KeyManagementAlgorithm,
        recipient: &PublicKey,
        crypto: &Crypto,
    ) -> Result<Self, key::Error> {
        let unsupported = key::Error::Unsupported(algorithm.into());
        let agreement = crypto.agreement(recipient.kind()).ok_or(unsupported)?;
        // The ephemeral keys are generated with it.
        crypto.key_pairs(recipient.kind()).ok_or(unsupported)?;
        agreement.check(recipient).map_err(|_| key::Error::Rejected)?;
        Ok(Self { recipient: recipient.clone(), agreement })
    }

    /// Returns the header parameter `epk`, and an agreed key of `key_len` bytes for `algorithm`.
    pub(super) fn agree(
        &self,
        algorithm: &str,
        key_len: usize,
        parties: &Parties,
        crypto: &Crypto,
    ) -> Result<(Object, Secret), EncryptError> {
        // RFC 7518 §4.6: each agreement has a new key pair.
        let ephemeral = PrivateJwk::generate(self.recipient.kind(), crypto)?;
        let agreement =
            self.agreement.agreement(ephemeral.key()).map_err(|_| EncryptError::Backend)?;
        let z = agreement.agree(&self.recipient).map_err(|_| EncryptError::Backend)?;
        let key = concat_kdf::derive(&z, algorithm, parties, key_len, crypto.digests);
        let public = ephemeral.public().ok_or(EncryptError::Backend)?;
        let mut parameters = Object::new();
        parameters.insert("epk", public.to_object());
        Ok((parameters, key))
    }
}

/// The recipient's side: the recipient's prepared private key.
pub(crate) struct Recipient {
    kind: KeyKind,
    agreement: Arc<dyn Agreement>,
    digests: &'static dyn Digests,
}

impl Recipient {
    pub(super) fn new(
        algorithm: KeyManagementAlgorithm,
        private: &PrivateKey,
        crypto: &Crypto,
    ) -> Result<Self, key::Error> {
        let kind = private.kind();
        let agreement = crypto.agreement(kind).ok_or(key::Error::Unsupported(algorithm.into()))?;
        let agreement = agreement.agreement(private).map_err(|_| key::Error::Rejected)?;
        Ok(Self { kind, agreement, digests: crypto.digests })
    }

    /// Agrees with the token's ephemeral key on a key of `key_len` bytes for `algorithm`.
    ///
    /// The outer error is about the token; the inner error depends on the private key.
    pub(super) fn agree(
        &self,
        algorithm: &str,
        key_len: usize,
        token: &Received<'_>,
    ) -> Result<Result<Secret, CipherFailed>, Error> {
        let (peer, parties) = check(token)?;
        // RFC 7518 §4.6.2: Z is computed from two keys on the same curve.
        if peer.kind() != self.kind {
            return Err(Error::EphemeralKeyKind { expected: self.kind, found: peer.kind() });
        }
        let derive = |z| concat_kdf::derive(&z, algorithm, &parties, key_len, self.digests);
        Ok(self.agreement.agree(&peer).map(derive).map_err(|_| CipherFailed))
    }
}

/// Reads the ephemeral key, which can be of any kind, and the identities of the parties.
pub(super) fn check(token: &Received<'_>) -> Result<(PublicKey, Parties), Error> {
    let epk = token.parameters.get("epk").ok_or(Error::MissingParameter("epk"))?;
    let epk = Object::from_value(epk.clone())
        .map_err(|_| MemberError { name: "epk", expected: "an object" })?;
    // RFC 7518 §4.6.1.1: the key contains only public parameters.
    let epk = PublicJwk::from_object(epk).map_err(Error::EphemeralKey)?;
    Ok((epk.key().clone(), Parties::read(token.parameters)?))
}
