//! The keys of these tests.

use symbolon_crypto_aws_lc::CRYPTO;
use symbolon_jose::Secret;
use symbolon_jose::crypto::{KeyPairs, KeyRejected};
use symbolon_jose::jwk::{
    AkpAlgorithm, KeyKind, PrivateJwk, PrivateKey, RsaPrivate, RsaPrivateNumbers, RsaPublic,
};

/// A key of 2 048 bits, generated for these tests.
pub(crate) fn rsa_2048() -> RsaPrivate {
    rsa(include_bytes!("data/rsa_2048.json"))
}

/// The key of [`rsa_2048`] with its primes in the other order.
pub(crate) fn rsa_2048_smaller_prime_first() -> RsaPrivate {
    rsa(include_bytes!("data/rsa_2048_smaller_prime_first.json"))
}

/// A key whose modulus is one bit longer than whole bytes, with the smallest exponent.
pub(crate) fn rsa_2049_exponent_3() -> RsaPrivate {
    rsa(include_bytes!("data/rsa_2049_exponent_3.json"))
}

/// A key whose numbers fit each other, although `p` is a product of two primes.
pub(crate) fn rsa_2048_three_primes() -> RsaPrivate {
    rsa(include_bytes!("data/rsa_2048_three_primes.json"))
}

fn rsa(text: &[u8]) -> RsaPrivate {
    match PrivateJwk::parse(text).unwrap().key() {
        PrivateKey::Rsa(key) => key.clone(),
        other => panic!("{other:?}"),
    }
}

pub(crate) fn numbers(key: &RsaPrivate) -> RsaPrivateNumbers {
    RsaPrivateNumbers {
        d: key.d().clone(),
        p: key.p().clone(),
        q: key.q().clone(),
        dp: key.dp().clone(),
        dq: key.dq().clone(),
        qi: key.qi().clone(),
    }
}

/// Returns the key with one of its public or private numbers replaced by another of the same
/// length.
pub(crate) fn rsa_altered(key: &RsaPrivate, name: &str) -> RsaPrivate {
    let other = |number: &[u8]| {
        let mut number = number.to_vec();
        let middle = number.len() / 2;
        number[middle] ^= 0x10;
        number
    };
    let secret = |number: &mut Secret| *number = Secret::new(other(number.expose()));
    let (mut n, mut e) = (key.public().n().to_vec(), key.public().e().to_vec());
    let mut numbers = numbers(key);
    match name {
        "n" => n = other(&n),
        "e" => e = other(&e),
        "d" => secret(&mut numbers.d),
        "p" => secret(&mut numbers.p),
        "q" => secret(&mut numbers.q),
        "dp" => secret(&mut numbers.dp),
        "dq" => secret(&mut numbers.dq),
        other => {
            assert_eq!(other, "qi");
            secret(&mut numbers.qi);
        }
    }
    RsaPrivate::new(RsaPublic::new(n, e).unwrap(), numbers).unwrap()
}

/// Returns the number of private bytes of a kind.
pub(crate) fn private_len(kind: KeyKind) -> usize {
    match kind {
        KeyKind::P384 => 48,
        KeyKind::P521 => 66,
        KeyKind::MlDsa44 | KeyKind::MlDsa65 | KeyKind::MlDsa87 => AkpAlgorithm::SEED_LEN,
        _ => 32,
    }
}

/// Builds a key of every kind that the backend completes from private bytes.
pub(crate) fn every_pair() -> Vec<PrivateKey> {
    CRYPTO.key_pairs.iter().map(|pairs| pair(*pairs, 7).unwrap()).collect()
}

pub(crate) fn pair_of(kind: KeyKind, byte: u8) -> PrivateKey {
    let pairs = CRYPTO.key_pairs.iter().find(|pairs| pairs.kind() == kind);
    pair(*pairs.unwrap(), byte).unwrap()
}

fn pair(pairs: &dyn KeyPairs, byte: u8) -> Result<PrivateKey, KeyRejected> {
    let mut private = vec![byte; private_len(pairs.kind())];
    // The order of P-521 has 521 bits, so the first of its 66 bytes must be 0 or 1.
    private[0] = 0;
    pairs.from_private(&Secret::new(private))
}

pub(crate) fn hex(digits: &str) -> Vec<u8> {
    let digits: Vec<char> = digits.chars().filter(|c| !c.is_whitespace()).collect();
    let byte = |pair: &[char]| u8::from_str_radix(&pair.iter().collect::<String>(), 16).unwrap();
    digits.chunks(2).map(byte).collect()
}
