use crate::key::SigningKey;
use crate::{Object, SignatureAlgorithm, base64url};

/// A JWS to be signed: a payload and what its header says besides the key.
///
/// `alg` and `kid` come from the key, so they cannot disagree with it. `Debug` leaves the payload
/// out.
#[derive(Clone)]
#[must_use]
pub struct Jws {
    payload: Vec<u8>,
    header: Object,
}

/// Why a JWS cannot be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignError {
    /// The backend failed: no randomness, or a faulty key.
    #[error("the cryptography backend could not sign")]
    Backend,
}

impl SignError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Backend => "sign.backend",
        }
    }
}

impl Jws {
    /// A JWS of these bytes.
    pub fn new(payload: Vec<u8>) -> Self {
        Self { payload, header: Object::new() }
    }

    /// `typ`: what kind of token it is, such as `at+jwt`.
    pub fn typ(mut self, typ: &str) -> Self {
        self.header.insert("typ", typ);
        self
    }

    /// `cty`: what kind of content the payload is.
    pub fn cty(mut self, cty: &str) -> Self {
        self.header.insert("cty", cty);
        self
    }

    /// Signs with this key, in the compact form.
    ///
    /// # Errors
    /// [`SignError`].
    pub fn sign(self, key: &SigningKey) -> Result<String, SignError> {
        let unsigned = self.unsigned(key.algorithm(), key.kid());
        let signature =
            key.sign(unsigned.signing_input().as_bytes()).map_err(|_| SignError::Backend)?;
        Ok(unsigned.finish(&signature))
    }

    /// What a signer elsewhere has to sign: a key management service, a smart card.
    ///
    /// ```
    /// use symbolon_crypto_ring::CRYPTO;
    /// use symbolon_jose::jws::Jws;
    /// use symbolon_jose::{Secret, SignatureAlgorithm, SigningKey};
    ///
    /// # let secret = Secret::new(b"thirty-two bytes at the very least".to_vec());
    /// # let remote = SigningKey::from_secret(&secret, SignatureAlgorithm::Hs256, &CRYPTO)?;
    /// let unsigned =
    ///     Jws::new(b"{}".to_vec()).typ("JWT").unsigned(SignatureAlgorithm::Hs256, Some("k1"));
    /// let signature = remote.sign(unsigned.signing_input().as_bytes())?; // wherever the key is
    /// let token = unsigned.attach(&signature)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn unsigned(mut self, algorithm: SignatureAlgorithm, kid: Option<&str>) -> UnsignedJws {
        self.header.insert("alg", algorithm.as_str());
        self.header.insert_some("kid", kid);
        let header = base64url::encode(self.header.to_json().as_bytes());
        let payload = base64url::encode(&self.payload);
        UnsignedJws { signing_input: format!("{header}.{payload}"), algorithm }
    }
}

impl std::fmt::Debug for Jws {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Jws").field("header", &self.header).finish_non_exhaustive()
    }
}

/// A JWS that lacks nothing but its signature.
#[derive(Clone)]
pub struct UnsignedJws {
    signing_input: String,
    algorithm: SignatureAlgorithm,
}

/// The signature cannot be one of this algorithm: it has another length. DER instead of R and S of
/// fixed length is the usual cause
/// ([RFC 7518 §3.4](https://www.rfc-editor.org/rfc/rfc7518#section-3.4)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a signature of {found} bytes is none of {algorithm}")]
pub struct AttachError {
    /// The algorithm that the header names.
    pub algorithm: SignatureAlgorithm,
    /// The bytes of the signature given.
    pub found: usize,
}

impl AttachError {
    /// `"sign.attach"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "sign.attach"
    }
}

impl UnsignedJws {
    /// The text to sign: header, dot, payload
    /// ([RFC 7515 §5.1](https://www.rfc-editor.org/rfc/rfc7515#section-5.1) (5)).
    #[must_use]
    pub fn signing_input(&self) -> &str {
        &self.signing_input
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
        let fits = match self.algorithm.signature_len() {
            Some(len) => signature.len() == len,
            None => (256..=1024).contains(&signature.len()),
        };
        if fits {
            Ok(self.finish(signature))
        } else {
            Err(AttachError { algorithm: self.algorithm, found: signature.len() })
        }
    }

    fn finish(self, signature: &[u8]) -> String {
        let mut token = self.signing_input;
        token.push('.');
        token.push_str(&base64url::encode(signature));
        token
    }
}

impl std::fmt::Debug for UnsignedJws {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UnsignedJws").field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}
