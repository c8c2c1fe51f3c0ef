use crate::jwk::Error;
use crate::{Limits, Secret};

/// An RSA public key: numbers big-endian, without leading zeros.
///
/// [RFC 7518 §6.3.1](https://www.rfc-editor.org/rfc/rfc7518#section-6.3.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RsaPublic {
    n: Vec<u8>,
    e: Vec<u8>,
}

impl RsaPublic {
    /// A modulus and a public exponent, big-endian, under [`Limits::DEFAULT`].
    ///
    /// # Errors
    /// [`Error::Number`], [`Error::RsaModulus`], [`Error::RsaExponent`].
    pub fn new(n: Vec<u8>, e: Vec<u8>) -> Result<Self, Error> {
        Self::new_within(n, e, &Limits::DEFAULT)
    }

    pub(in crate::jwk) fn new_within(
        n: Vec<u8>,
        e: Vec<u8>,
        limits: &Limits,
    ) -> Result<Self, Error> {
        check_number("n", &n)?;
        check_number("e", &e)?;
        let odd = |number: &[u8]| number.last().is_some_and(|byte| byte & 1 == 1);
        // RFC 7518 §3.3: 2048 bits or more. The upper bound keeps one key from costing seconds.
        let bits = limits.rsa_modulus_bits_least..=limits.rsa_modulus_bits_most;
        if !bits.contains(&bit_len(&n)) || !odd(&n) {
            return Err(Error::RsaModulus);
        }
        // An odd exponent from 3, and below 2^33, as verifiers everywhere bound it.
        if bit_len(&e) > 33 || e == [1] || !odd(&e) {
            return Err(Error::RsaExponent);
        }
        Ok(Self { n, e })
    }

    /// The modulus.
    #[must_use]
    pub fn n(&self) -> &[u8] {
        &self.n
    }

    /// The public exponent.
    #[must_use]
    pub fn e(&self) -> &[u8] {
        &self.e
    }
}

/// The private numbers of an RSA key: big-endian, without leading zeros.
///
/// [RFC 7518 §6.3.2](https://www.rfc-editor.org/rfc/rfc7518#section-6.3.2).
#[derive(Clone)]
pub struct RsaPrivateNumbers {
    /// The private exponent.
    pub d: Secret,
    /// The first prime.
    pub p: Secret,
    /// The second prime.
    pub q: Secret,
    /// d mod (p - 1).
    pub dp: Secret,
    /// d mod (q - 1).
    pub dq: Secret,
    /// The inverse of q mod p.
    pub qi: Secret,
}

/// An RSA private key with its two primes and the values of the Chinese remainder theorem.
///
/// [RFC 7518 §6.3.2](https://www.rfc-editor.org/rfc/rfc7518#section-6.3.2).
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
    /// A private key with the public one that belongs to it. That it does is checked when the key
    /// is prepared.
    ///
    /// # Errors
    /// [`Error::Number`], [`Error::RsaPrivateNumber`].
    pub fn new(public: RsaPublic, numbers: RsaPrivateNumbers) -> Result<Self, Error> {
        let RsaPrivateNumbers { d, p, q, dp, dq, qi } = numbers;
        let named = [("d", &d), ("p", &p), ("q", &q), ("dp", &dp), ("dq", &dq), ("qi", &qi)];
        for (name, number) in named {
            check_number(name, number.expose())?;
            // RFC 8017 §3.2: every one of them is below n. Backends compute with what they get.
            if number.expose().len() > public.n.len() {
                return Err(Error::RsaPrivateNumber);
            }
        }
        Ok(Self { public, d, p, q, dp, dq, qi })
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> &RsaPublic {
        &self.public
    }

    /// The private exponent.
    #[must_use]
    pub fn d(&self) -> &Secret {
        &self.d
    }

    /// The first prime.
    #[must_use]
    pub fn p(&self) -> &Secret {
        &self.p
    }

    /// The second prime.
    #[must_use]
    pub fn q(&self) -> &Secret {
        &self.q
    }

    /// d mod (p - 1).
    #[must_use]
    pub fn dp(&self) -> &Secret {
        &self.dp
    }

    /// d mod (q - 1).
    #[must_use]
    pub fn dq(&self) -> &Secret {
        &self.dq
    }

    /// The inverse of q mod p.
    #[must_use]
    pub fn qi(&self) -> &Secret {
        &self.qi
    }
}

/// RFC 7518 §2, Base64urlUInt: a positive number in the fewest bytes.
fn check_number(name: &'static str, number: &[u8]) -> Result<(), Error> {
    match number.first() {
        None | Some(0) => Err(Error::Number(name)),
        Some(_) => Ok(()),
    }
}

/// The bits of a big-endian number without leading zero bytes.
fn bit_len(number: &[u8]) -> usize {
    let leading = number.first().map_or(0, |byte| byte.leading_zeros() as usize);
    number.len().saturating_mul(8).saturating_sub(leading)
}
