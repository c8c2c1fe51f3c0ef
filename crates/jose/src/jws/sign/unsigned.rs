use super::{AttachError, SignError};
use crate::key::SigningKey;
use crate::{Object, SignatureAlgorithm, base64url};

/// A JWS that lacks nothing but its signature.
#[derive(Clone)]
pub struct UnsignedJws {
    algorithm: SignatureAlgorithm,
    form: Form,
}

#[derive(Clone)]
pub(super) enum Form {
    /// The signing input is the token, but for the signature.
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

    /// The bytes to sign: header, dot, payload
    /// ([RFC 7515 §5.1](https://www.rfc-editor.org/rfc/rfc7515#section-5.1) (5)).
    #[must_use]
    pub fn signing_input(&self) -> &[u8] {
        match &self.form {
            Form::Compact(token) => token.as_bytes(),
            Form::Detached { input, .. } | Form::Flattened { input, .. } => input,
        }
    }

    /// The algorithm to sign with.
    #[must_use]
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    /// Completes the token. ECDSA signatures are R and S, each of the curve's length.
    ///
    /// # Errors
    /// [`AttachError`] when the length is none of this algorithm.
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
            // RFC 7515, appendix F: nothing between the dots.
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
