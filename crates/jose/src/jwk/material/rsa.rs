//! The keys of `kty` RSA.

use crate::jwk::Error;
use crate::{Limits, Secret};

/// An RSA public key ([RFC 7518 §6.3.1](https://www.rfc-editor.org/rfc/rfc7518#section-6.3.1)).
///
/// The modulus and the public exponent are big-endian, without leading zero bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RsaPublic {
    n: Vec<u8>,
    e: Vec<u8>,
}

impl RsaPublic {
    /// Creates a public key from its modulus `n` and public exponent `e`, which are big-endian.
    ///
    /// # Errors
    /// - [`Error::Number`] if a number is zero or starts with a zero byte.
    /// - [`Error::RsaModulus`] if the modulus is even, or its size is outside [`Limits::DEFAULT`].
    /// - [`Error::RsaExponent`] if the exponent is not an odd number from 3 to 2^33 - 1.
    pub fn new(n: Vec<u8>, e: Vec<u8>) -> Result<Self, Error> {
        Self::new_within(n, e, &Limits::DEFAULT)
    }

    /// Creates a public key, within `limits` instead of [`Limits::DEFAULT`].
    pub(in crate::jwk) fn new_within(
        n: Vec<u8>,
        e: Vec<u8>,
        limits: &Limits,
    ) -> Result<Self, Error> {
        check_number("n", &n)?;
        check_number("e", &e)?;
        let odd = |number: &[u8]| number.last().is_some_and(|byte| byte & 1 == 1);
        // RFC 7518 §3.3: at least 2048 bits. The upper limit bounds the time that one key costs.
        let (least, most) = (limits.rsa_modulus_bits_least, limits.rsa_modulus_bits_most);
        let bits = bit_len(&n);
        if !(least..=most).contains(&bits) || !odd(&n) {
            return Err(Error::RsaModulus { bits, least, most });
        }
        // Backends refuse even exponents, and exponents of more than 33 bits.
        if bit_len(&e) > 33 || e == [1] || !odd(&e) {
            return Err(Error::RsaExponent);
        }
        Ok(Self { n, e })
    }

    /// Returns the modulus, big-endian.
    #[must_use]
    pub fn n(&self) -> &[u8] {
        &self.n
    }

    /// Returns the public exponent, big-endian.
    #[must_use]
    pub fn e(&self) -> &[u8] {
        &self.e
    }
}

/// The private numbers of an RSA key with two primes
/// ([RFC 7518 §6.3.2](https://www.rfc-editor.org/rfc/rfc7518#section-6.3.2)).
///
/// All numbers are big-endian, without leading zero bytes.
#[derive(Clone)]
pub struct RsaPrivateNumbers {
    /// The private exponent.
    pub d: Secret,
    /// The first prime.
    pub p: Secret,
    /// The second prime.
    pub q: Secret,
    /// The exponent for the first prime: d mod (p - 1).
    pub dp: Secret,
    /// The exponent for the second prime: d mod (q - 1).
    pub dq: Secret,
    /// The inverse of q modulo p.
    pub qi: Secret,
}

/// An RSA private key with its public key, its two primes, and the values for the Chinese remainder
/// theorem ([RFC 7518 §6.3.2](https://www.rfc-editor.org/rfc/rfc7518#section-6.3.2)).
#[derive(Clone, PartialEq, Eq)]
pub struct RsaPrivate {
    public: RsaPublic,
    d: Secret,
    p: Secret,
    q: Secret,
    dp: Secret,
    dq: Secret,
    qi: Secret,
}

impl RsaPrivate {
    /// Creates a private key from its private numbers and its public key.
    ///
    /// Whether the private numbers belong to the public key is checked later, when the key is
    /// prepared for an algorithm.
    ///
    /// # Errors
    /// - [`Error::Number`] if a number is zero or starts with a zero byte.
    /// - [`Error::RsaPrivateNumber`] if a number is longer than the modulus.
    pub fn new(public: RsaPublic, numbers: RsaPrivateNumbers) -> Result<Self, Error> {
        let RsaPrivateNumbers { d, p, q, dp, dq, qi } = numbers;
        let named = [("d", &d), ("p", &p), ("q", &q), ("dp", &dp), ("dq", &dq), ("qi", &qi)];
        for (name, number) in named {
            check_number(name, number.expose())?;
            // RFC 8017 §3.2: every private number is below n. A backend would also compute with a
            // longer number, which can take very long.
            if number.expose().len() > public.n.len() {
                return Err(Error::RsaPrivateNumber(name));
            }
        }
        Ok(Self { public, d, p, q, dp, dq, qi })
    }

    /// Returns the public key.
    #[must_use]
    pub fn public(&self) -> &RsaPublic {
        &self.public
    }

    /// Returns the private exponent, big-endian.
    #[must_use]
    pub fn d(&self) -> &Secret {
        &self.d
    }

    /// Returns the first prime, big-endian.
    #[must_use]
    pub fn p(&self) -> &Secret {
        &self.p
    }

    /// Returns the second prime, big-endian.
    #[must_use]
    pub fn q(&self) -> &Secret {
        &self.q
    }

    /// Returns the exponent for the first prime, d mod (p - 1), big-endian.
    #[must_use]
    pub fn dp(&self) -> &Secret {
        &self.dp
    }

    /// Returns the exponent for the second prime, d mod (q - 1), big-endian.
    #[must_use]
    pub fn dq(&self) -> &Secret {
        &self.dq
    }

    /// Returns the inverse of q modulo p, big-endian.
    #[must_use]
    pub fn qi(&self) -> &Secret {
        &self.qi
    }
}

/// Checks that a number is positive and has no leading zero byte (RFC 7518 §2, Base64urlUInt).
fn check_number(name: &'static str, number: &[u8]) -> Result<(), Error> {
    match number.first() {
        None | Some(0) => Err(Error::Number(name)),
        Some(_) => Ok(()),
    }
}

/// Returns the number of bits of a big-endian number without leading zero bytes.
fn bit_len(number: &[u8]) -> usize {
    let leading = number.first().map_or(0, |byte| byte.leading_zeros() as usize);
    number.len().saturating_mul(8).saturating_sub(leading)
}
