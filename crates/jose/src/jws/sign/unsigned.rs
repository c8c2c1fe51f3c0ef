//! A JWS with one signature, before it is signed.

use super::{AttachError, SignError};
use crate::key::SigningKey;
use crate::{Object, SignatureAlgorithm, base64url};

/// A JWS that is complete except for its signature, which an external signer will make.
///
/// Created by [`Jws::unsigned`](super::Jws::unsigned) and
/// [`Jws::unsigned_json`](super::Jws::unsigned_json). `Debug` shows only the algorithm.
#[derive(Clone)]
pub struct UnsignedJws {
    algorithm: SignatureAlgorithm,
    form: Form,
}

#[derive(Clone)]
pub(super) enum Form {
    /// The signing input, which is also the first two parts of the token.
    Compact(String),
    Detached {
        header: String,
        input: Vec<u8>,
    },
    Flattened {
        members: Object,
        input: Vec<u8>,
    },
}

impl UnsignedJws {
    pub(super) fn new(algorithm: SignatureAlgorithm, form: Form) -> Self {
        Self { algorithm, form }
    }

    /// Returns the bytes that the external signer must sign: the encoded header, a dot and the
    /// payload ([RFC 7515 §5.1](https://www.rfc-editor.org/rfc/rfc7515#section-5.1) (5)).
    #[must_use]
    pub fn signing_input(&self) -> &[u8] {
        match &self.form {
            Form::Compact(token) => token.as_bytes(),
            Form::Detached { input, .. } | Form::Flattened { input, .. } => input,
        }
    }

    /// Returns the algorithm with which the external signer must sign.
    #[must_use]
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    /// Adds the external signer's signature, and returns the complete token.
    ///
    /// An ECDSA signature must not be DER-encoded. It must be the number R followed by the number
    /// S, each as long as a coordinate of the curve
    /// ([RFC 7518 §3.4](https://www.rfc-editor.org/rfc/rfc7518#section-3.4)).
    ///
    /// This method checks only the length of the signature. It does not verify the signature.
    ///
    /// # Errors
    /// [`AttachError`] if the signature does not have the length that the algorithm requires.
    pub fn attach(self, signature: &[u8]) -> Result<String, AttachError> {
        AttachError::check(self.algorithm, signature)?;
        Ok(self.finish(signature))
    }

    pub(super) fn sign(self, key: &SigningKey) -> Result<String, SignError> {
        let signature = key.sign(self.signing_input()).map_err(|_| SignError::Backend)?;
        Ok(self.finish(&signature))
    }

    fn finish(self, signature: &[u8]) -> String {
        match self.form {
            Form::Compact(mut token) => {
                token.push('.');
                base64url::encode_onto(&mut token, signature);
                token
            }
            // RFC 7515 §F: nothing is between the dots.
            Form::Detached { header: mut token, .. } => {
                token.push_str("..");
                base64url::encode_onto(&mut token, signature);
                token
            }
            Form::Flattened { mut members, .. } => {
                members.insert("signature", base64url::encode(signature));
                members.to_json()
            }
        }
    }
}

impl std::fmt::Debug for UnsignedJws {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UnsignedJws").field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}
