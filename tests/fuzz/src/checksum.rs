//! A backend of checksums: **it protects nothing**.
//!
//! A fuzzer cannot guess a signature, so with real cryptography it would never reach the code behind
//! a verification. Here signatures, tags and wrapped keys are checksums, and ciphers are an exclusive
//! or. They have the real lengths, depend on key and text, are quick and the same on every run, and
//! anyone can forge them with [`sum::fill`]. Every algorithm is supported. Each refuses the keys that
//! only a backend can refuse: points off the curve, and halves that do not match.

mod agreement;
mod cipher;
mod digest;
mod pairs;
mod random;
mod rsa;
mod signature;
pub mod sum;

use symbolon_jose::crypto::AesKeySize::{Aes128, Aes192, Aes256};
use symbolon_jose::jwk::{AkpAlgorithm, EcCurve, OkpCurve};
use symbolon_jose::{Crypto, KeyManagementAlgorithm as Km, SignatureAlgorithm as Sig};

use agreement::ChecksumAgreement;
use cipher::{ChecksumAead, ChecksumBlockCipher, ChecksumWrap};
use digest::ChecksumDigests;
use pairs::ChecksumPairs;
use random::Counter;
use rsa::{ChecksumRsa, ChecksumRsaPairs};
use signature::ChecksumScheme;

pub use random::restart;
pub use rsa::rsa_pair;

/// The backend with every algorithm. **It protects nothing.**
pub const CHECKSUM: Crypto = Crypto {
    signatures: &[
        &ChecksumScheme(Sig::Hs256),
        &ChecksumScheme(Sig::Hs384),
        &ChecksumScheme(Sig::Hs512),
        &ChecksumScheme(Sig::Rs256),
        &ChecksumScheme(Sig::Rs384),
        &ChecksumScheme(Sig::Rs512),
        &ChecksumScheme(Sig::Ps256),
        &ChecksumScheme(Sig::Ps384),
        &ChecksumScheme(Sig::Ps512),
        &ChecksumScheme(Sig::Es256),
        &ChecksumScheme(Sig::Es384),
        &ChecksumScheme(Sig::Es512),
        &ChecksumScheme(Sig::Es256k),
        &ChecksumScheme(Sig::EdDsa),
        &ChecksumScheme(Sig::Ed25519),
        &ChecksumScheme(Sig::MlDsa44),
        &ChecksumScheme(Sig::MlDsa65),
        &ChecksumScheme(Sig::MlDsa87),
    ],
    agreements: &[
        &ChecksumAgreement(pairs::Shape::Ec(EcCurve::P256)),
        &ChecksumAgreement(pairs::Shape::Ec(EcCurve::P384)),
        &ChecksumAgreement(pairs::Shape::Ec(EcCurve::P521)),
        &ChecksumAgreement(pairs::Shape::Okp(OkpCurve::X25519)),
    ],
    key_wraps: &[&ChecksumWrap(Aes128), &ChecksumWrap(Aes192), &ChecksumWrap(Aes256)],
    aeads: &[&ChecksumAead(Aes128), &ChecksumAead(Aes192), &ChecksumAead(Aes256)],
    block_ciphers: &[
        &ChecksumBlockCipher(Aes128),
        &ChecksumBlockCipher(Aes192),
        &ChecksumBlockCipher(Aes256),
    ],
    rsa: &[
        &ChecksumRsa(Km::Rsa1_5),
        &ChecksumRsa(Km::RsaOaep),
        &ChecksumRsa(Km::RsaOaep256),
        &ChecksumRsa(Km::RsaOaep384),
        &ChecksumRsa(Km::RsaOaep512),
    ],
    key_pairs: &[
        &ChecksumPairs(pairs::Shape::Ec(EcCurve::P256)),
        &ChecksumPairs(pairs::Shape::Ec(EcCurve::P384)),
        &ChecksumPairs(pairs::Shape::Ec(EcCurve::P521)),
        &ChecksumPairs(pairs::Shape::Ec(EcCurve::Secp256k1)),
        &ChecksumPairs(pairs::Shape::Okp(OkpCurve::Ed25519)),
        &ChecksumPairs(pairs::Shape::Okp(OkpCurve::X25519)),
        &ChecksumPairs(pairs::Shape::Akp(AkpAlgorithm::MlDsa44)),
        &ChecksumPairs(pairs::Shape::Akp(AkpAlgorithm::MlDsa65)),
        &ChecksumPairs(pairs::Shape::Akp(AkpAlgorithm::MlDsa87)),
    ],
    rsa_key_pairs: Some(&ChecksumRsaPairs),
    digests: &ChecksumDigests,
    random: &Counter,
};
