//! Key pairs that RFCs print. Their private halves are public knowledge.

use symbolon_jose::jwk::{PrivateJwk, PublicJwk, PublicJwkSet};
use symbolon_jose::{Crypto, SignatureAlgorithm, SigningKey, VerificationKeys};

/// The P-256 key of
/// [RFC 7515 §A.3.1](https://www.rfc-editor.org/rfc/rfc7515#appendix-A.3.1), as a JWK without `kid`.
pub const P256: &str = r#"{"kty":"EC","crv":"P-256",
    "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    "d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}"#;

/// The Ed25519 key of [RFC 8037 §A.1](https://www.rfc-editor.org/rfc/rfc8037#appendix-A.1), as a JWK
/// without `kid`.
pub const ED25519: &str = r#"{"kty":"OKP","crv":"Ed25519",
    "d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
    "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

/// The RSA key of
/// [RFC 7515 §A.2.1](https://www.rfc-editor.org/rfc/rfc7515#appendix-A.2.1), as a JWK without `kid`.
pub const RSA: &str = r#"{"kty":"RSA",
"n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ",
"e":"AQAB",
"d":"Eq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXyWPEAeP88vLNO97IjlA7_GQ5sLKMgvfTeXZx9SE-7YwVol2NXOoAJe46sui395IW_GO-pWJ1O0BkTGoVEn2bKVRUCgu-GjBVaYLU6f3l9kJfFNS3E0QbVdxzubSu3Mkqzjkn439X0M_V51gfpRLI9JYanrC4D4qAdGcopV_0ZHHzQlBjudU2QvXt4ehNYTCBr6XCLQUShb1juUO1ZdiYoFaFQT5Tw8bGUl_x_jTj3ccPDVZFD9pIuhLhBOneufuBiB4cS98l2SR_RQyGWSeWjnczT0QU91p1DhOVRuOopznQ",
"p":"4BzEEOtIpmVdVEZNCqS7baC4crd0pqnRH_5IB3jw3bcxGn6QLvnEtfdUdiYrqBdss1l58BQ3KhooKeQTa9AB0Hw_Py5PJdTJNPY8cQn7ouZ2KKDcmnPGBY5t7yLc1QlQ5xHdwW1VhvKn-nXqhJTBgIPgtldC-KDV5z-y2XDwGUc",
"q":"uQPEfgmVtjL0Uyyx88GZFF1fOunH3-7cepKmtH4pxhtCoHqpWmT8YAmZxaewHgHAjLYsp1ZSe7zFYHj7C6ul7TjeLQeZD_YwD66t62wDmpe_HlB-TnBA-njbglfIsRLtXlnDzQkv5dTltRJ11BKBBypeeF6689rjcJIDEz9RWdc",
"dp":"BwKfV3Akq5_MFZDFZCnW-wzl-CCo83WoZvnLQwCTeDv8uzluRSnm71I3QCLdhrqE2e9YkxvuxdBfpT_PI7Yz-FOKnu1R6HsJeDCjn12Sk3vmAktV2zb34MCdy7cpdTh_YVr7tss2u6vneTwrA86rZtu5Mbr1C1XsmvkxHQAdYo0",
"dq":"h_96-mK1R_7glhsum81dZxjTnYynPbZpHziZjeeHcXYsXaaMwkOlODsWa7I9xXDoRwbKgB719rrmI2oKr6N3Do9U0ajaHF-NKJnwgjMd2w9cjz3_-kyNlxAr2v4IKhGNpmM5iIgOS1VZnOZ68m6_pbLBSp3nssTdlqvd0tIiTHU",
"qi":"IYd7DHOhrWvxkwPQsRM2tOgrjbcrfvtQJipd-DlcxyVuuM9sQLdgjVk2oy26F0EmpScGLq2MowX7fhd_QJQ3ydy5cY7YIBi87w93IKLEdfnbJtoOPLUW0ITrJReOgo1cq9SbsxYawBgfp_gh6A5603k2-ZQwVK0JKSHuLFkuQ3U"}"#;

/// A key pair with its `kid` and the one algorithm that it signs with.
#[derive(Clone, Debug)]
pub struct KeyPair {
    /// Both halves of the key.
    pub jwk: PrivateJwk,
    /// The algorithm that it signs with.
    pub algorithm: SignatureAlgorithm,
    text: String,
}

/// Returns [`P256`] for ES256, under this `kid`.
#[must_use]
pub fn p256(kid: &str) -> KeyPair {
    KeyPair::new(P256, kid, SignatureAlgorithm::Es256)
}

/// Returns [`ED25519`] for EdDSA, under this `kid`.
#[must_use]
pub fn ed25519(kid: &str) -> KeyPair {
    KeyPair::new(ED25519, kid, SignatureAlgorithm::EdDsa)
}

/// Returns [`RSA`] for RS256, under this `kid`.
#[must_use]
pub fn rsa(kid: &str) -> KeyPair {
    KeyPair::new(RSA, kid, SignatureAlgorithm::Rs256)
}

impl KeyPair {
    fn new(jwk: &str, kid: &str, algorithm: SignatureAlgorithm) -> Self {
        Self { jwk: parse(jwk, kid), algorithm, text: jwk.to_owned() }
    }

    /// Adds `use` and `alg` to the JWK, so that it serves for nothing but its algorithm.
    #[must_use]
    pub fn restricted(self) -> Self {
        let members = format!(r#"{{"use":"sig","alg":"{}","#, self.algorithm.as_str());
        let text = self.text.replacen('{', &members, 1);
        let kid = self.jwk.kid().unwrap();
        Self { jwk: parse(&text, kid), text, ..self }
    }

    /// Returns the public half, as the owner publishes it.
    #[must_use]
    pub fn public(&self) -> PublicJwk {
        self.jwk.public().unwrap()
    }

    /// Prepares the private half for signing.
    #[must_use]
    pub fn signing(&self, crypto: &Crypto) -> SigningKey {
        SigningKey::from_jwk(&self.jwk, self.algorithm, crypto).unwrap()
    }

    /// Prepares the public half for verification.
    #[must_use]
    pub fn verification(&self, crypto: &Crypto) -> VerificationKeys {
        PublicJwkSet::new(vec![self.public()]).verification_keys(&[self.algorithm], crypto)
    }
}

fn parse(text: &str, kid: &str) -> PrivateJwk {
    PrivateJwk::parse(text.as_bytes()).unwrap().kid_replaced(kid.to_owned())
}
