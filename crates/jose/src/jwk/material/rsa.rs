//! The keys of `kty` RSA.

use crate::jwk::Error;
use crate::{Limits, Secret};

/// An RSA public key ([RFC 7518 §6.3.1](https://www.rfc-editor.org/rfc/rfc7518#section-6.3.1)).
///
/// The bytes of the modulus and of the public exponent are in big-endian order, without zero bytes
/// at the beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RsaPublic {
    n: Vec<u8>,
    e: Vec<u8>,
}

impl RsaPublic {
    /// Creates a public key from its modulus `n` and its public exponent `e`. Pass the bytes of
    /// both numbers in big-endian order.
    ///
    /// # Errors
    /// - [`Error::Number`] if `n` or `e` is zero, or starts with a zero byte.
    /// - [`Error::RsaModulus`] if the modulus is even, or has fewer or more bits than
    ///   [`Limits::DEFAULT`] allows.
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

    /// Returns the bytes of the modulus in big-endian order.
    #[must_use]
    pub fn n(&self) -> &[u8] {
        &self.n
    }

    /// Returns the size of the modulus in bits.
    #[must_use]
    pub fn bits(&self) -> usize {
        bit_len(&self.n)
    }

    /// Returns the bytes of the public exponent in big-endian order.
    #[must_use]
    pub fn e(&self) -> &[u8] {
        &self.e
    }
}

/// The private numbers of an RSA key with two primes
/// ([RFC 7518 §6.3.2](https://www.rfc-editor.org/rfc/rfc7518#section-6.3.2)).
///
/// The bytes of each number are in big-endian order, without zero bytes at the beginning.
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

/// An RSA private key with two primes, together with its public key
/// ([RFC 7518 §6.3.2](https://www.rfc-editor.org/rfc/rfc7518#section-6.3.2)).
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
    /// Creates a private key from its public key and its private numbers.
    ///
    /// This function does not check that the private numbers belong to the public key. The
    /// cryptography backend checks that later, for example in
    /// [`SigningKey::from_jwk`](crate::SigningKey::from_jwk).
    ///
    /// # Errors
    /// - [`Error::Number`] if a private number is zero, or starts with a zero byte.
    /// - [`Error::RsaPrivateNumber`] if a private number has more bytes than the modulus.
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

    /// Returns the bytes of the private exponent in big-endian order.
    #[must_use]
    pub fn d(&self) -> &Secret {
        &self.d
    }

    /// Returns the bytes of the first prime in big-endian order.
    #[must_use]
    pub fn p(&self) -> &Secret {
        &self.p
    }

    /// Returns the bytes of the second prime in big-endian order.
    #[must_use]
    pub fn q(&self) -> &Secret {
        &self.q
    }

    /// Returns the exponent for the first prime, d mod (p - 1). Its bytes are in big-endian order.
    #[must_use]
    pub fn dp(&self) -> &Secret {
        &self.dp
    }

    /// Returns the exponent for the second prime, d mod (q - 1). Its bytes are in big-endian order.
    #[must_use]
    pub fn dq(&self) -> &Secret {
        &self.dq
    }

    /// Returns the inverse of q modulo p. Its bytes are in big-endian order.
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
