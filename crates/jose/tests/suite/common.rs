//! Keys that RFCs print, and functions that build tokens from any header and payload.

use crate::CRYPTO;
use symbolon_jose::jwk::{self, PrivateJwk, PublicJwk};
use symbolon_jose::{
    Object, Secret, SignatureAlgorithm, SigningKey, VerificationKey, VerificationKeys, base64url,
    key,
};

/// [RFC 7515 A.1](https://www.rfc-editor.org/rfc/rfc7515#appendix-A.1): a shared secret.
pub(crate) const HS: &str = include_str!("data/hs_rfc7515_a1.json");
/// [RFC 7515 A.2](https://www.rfc-editor.org/rfc/rfc7515#appendix-A.2): RSA.
pub(crate) const RSA: &str = include_str!("data/rsa_rfc7515_a2.json");
/// [RFC 7520 §3.4](https://www.rfc-editor.org/rfc/rfc7520#section-3.4): RSA.
pub(crate) const OTHER_RSA: &str = include_str!("data/rsa_rfc7520_3_4.json");
/// [RFC 7515 A.3](https://www.rfc-editor.org/rfc/rfc7515#appendix-A.3): P-256.
pub(crate) const P256: &str = include_str!("data/p256_rfc7515_a3.json");
/// [RFC 6979 A.2.5](https://www.rfc-editor.org/rfc/rfc6979#appendix-A.2.5): P-256.
pub(crate) const OTHER_P256: &str = include_str!("data/p256_rfc6979_a2_5.json");
/// [RFC 6979 A.2.6](https://www.rfc-editor.org/rfc/rfc6979#appendix-A.2.6): P-384.
pub(crate) const P384: &str = include_str!("data/p384_rfc6979_a2_6.json");
/// [RFC 8037 A.1](https://www.rfc-editor.org/rfc/rfc8037#appendix-A.1): Ed25519.
pub(crate) const ED25519: &str = include_str!("data/ed25519_rfc8037_a1.json");
/// [RFC 7520 §3.2](https://www.rfc-editor.org/rfc/rfc7520#section-3.2): P-521, without `kid` and
/// `use`.
pub(crate) const P521: &str = include_str!("data/p521_rfc7520_3_2.json");
/// secp256k1: made with OpenSSL, because no RFC prints such a key.
pub(crate) const SECP256K1: &str = include_str!("data/secp256k1.json");
/// [RFC 7748 §6.1](https://www.rfc-editor.org/rfc/rfc7748#section-6.1): X25519, the key of Alice.
pub(crate) const X25519: &str = include_str!("data/x25519_rfc7748_6_1.json");
/// [RFC 7748 §6.2](https://www.rfc-editor.org/rfc/rfc7748#section-6.2): X448, the key of Alice.
pub(crate) const X448: &str = include_str!("data/x448_rfc7748_6_2.json");
/// [RFC 8032 §7.4](https://www.rfc-editor.org/rfc/rfc8032#section-7.4): Ed448, the first key.
pub(crate) const ED448: &str = include_str!("data/ed448_rfc8032_7_4.json");
/// [RFC 9964 A.1](https://www.rfc-editor.org/rfc/rfc9964#appendix-A.1): ML-DSA-44.
pub(crate) const ML_DSA_44: &str = include_str!("data/mldsa44_rfc9964_a1.json");
/// [RFC 9964 A.1](https://www.rfc-editor.org/rfc/rfc9964#appendix-A.1): ML-DSA-65.
pub(crate) const ML_DSA_65: &str = include_str!("data/mldsa65_rfc9964_a1.json");
/// [RFC 9964 A.1](https://www.rfc-editor.org/rfc/rfc9964#appendix-A.1): ML-DSA-87.
pub(crate) const ML_DSA_87: &str = include_str!("data/mldsa87_rfc9964_a1.json");

/// A key pair of every kind.
pub(crate) const ALL_PAIRS: &[&str] = &[
    RSA, P256, P384, P521, SECP256K1, ED25519, ED448, X25519, X448, ML_DSA_44, ML_DSA_65, ML_DSA_87,
];

/// Returns a key of the type that an algorithm needs.
pub(crate) fn key_for(algorithm: SignatureAlgorithm) -> &'static str {
    use SignatureAlgorithm as Alg;
    match algorithm {
        Alg::Hs256 | Alg::Hs384 | Alg::Hs512 => HS,
        Alg::Es256 => P256,
        Alg::Es384 => P384,
        Alg::Es512 => P521,
        Alg::Es256k => SECP256K1,
        Alg::EdDsa | Alg::Ed25519 => ED25519,
        Alg::MlDsa44 => ML_DSA_44,
        Alg::MlDsa65 => ML_DSA_65,
        Alg::MlDsa87 => ML_DSA_87,
        _ => RSA,
    }
}

pub(crate) fn object(json: &str) -> Object {
    Object::parse(json.as_bytes()).unwrap()
}

pub(crate) fn private(json: &str) -> PrivateJwk {
    PrivateJwk::parse(json.as_bytes()).unwrap()
}

/// Returns the public key of a private key.
pub(crate) fn public(json: &str) -> PublicJwk {
    private(json).public().unwrap()
}

/// Returns the public key with an additional member.
pub(crate) fn public_and(json: &str, name: &str, value: serde_json::Value) -> Object {
    let mut object = public(json).to_object();
    object.insert(name, value);
    object
}

pub(crate) fn secret(bytes: &[u8]) -> Secret {
    Secret::new(bytes.to_vec())
}

/// Returns a secret that is long enough for every algorithm.
pub(crate) fn long_secret() -> Secret {
    secret(&[0x5a; 64])
}

pub(crate) fn signing(json: &str, algorithm: SignatureAlgorithm) -> SigningKey {
    SigningKey::from_jwk(&private(json), algorithm, &CRYPTO).unwrap()
}

pub(crate) fn mac_keys(
    bytes: &[u8],
    algorithm: SignatureAlgorithm,
) -> (SigningKey, VerificationKeys) {
    let secret = secret(bytes);
    (
        SigningKey::from_secret(&secret, algorithm, &CRYPTO).unwrap(),
        VerificationKey::from_secret(&secret, algorithm, &CRYPTO).unwrap().into(),
    )
}

/// Returns the public key, prepared for one algorithm.
pub(crate) fn verification(json: &str, algorithm: SignatureAlgorithm) -> VerificationKey {
    VerificationKey::from_jwk(&public(json), algorithm, &CRYPTO).unwrap()
}

/// Builds a compact token from any three byte strings.
pub(crate) fn compact(header: &[u8], payload: &[u8], signature: &[u8]) -> String {
    [header, payload, signature].map(base64url::encode).join(".")
}

/// Builds a correctly signed token with exactly this header text.
pub(crate) fn signed(header: &str, payload: &str, key: &SigningKey) -> String {
    let input = [header, payload].map(|part| base64url::encode(part.as_bytes())).join(".");
    let signature = key.sign(input.as_bytes()).unwrap();
    format!("{input}.{}", base64url::encode(&signature))
}

/// Asserts that the key was refused because its type does not fit the algorithm.
pub(crate) fn assert_wrong_type<T: std::fmt::Debug>(result: Result<T, key::Error>) {
    assert!(matches!(result, Err(key::Error::WrongKeyType(_))), "{result:?}");
}

/// Returns the error for a member of a JWK that does not have the expected length in bytes.
pub(crate) fn wrong_length(name: &'static str, found: usize, expected: usize) -> jwk::Error {
    jwk::Error::Length { name, found, expected }
}

/// Returns the error for an RSA modulus that is refused under the default limits.
pub(crate) fn wrong_modulus(bits: usize) -> jwk::Error {
    jwk::Error::RsaModulus { bits, least: 2048, most: 8192 }
}

/// Returns the signing key of tests that are not about keys: Ed25519, which signs fastest.
pub(crate) fn signer() -> SigningKey {
    signing(ED25519, SignatureAlgorithm::EdDsa)
}

/// Returns the keys that verify the tokens of [`signer`].
pub(crate) fn verifiers() -> VerificationKeys {
    verification(ED25519, SignatureAlgorithm::EdDsa).into()
}

/// Decodes hexadecimal text.
pub(crate) fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<char> = text.chars().collect();
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(&pair.iter().collect::<String>(), 16).unwrap())
        .collect()
}
