//! The cost of a token does not depend on the number of keys in the set: all keys are prepared
//! once, and a token is verified with a single key.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::CRYPTO;
use symbolon_jose::crypto::{
    Agreement, BadSignature, KeyAgreement, KeyRejected, SignatureScheme, Signer, SigningMaterial,
    VerificationMaterial, Verifier,
};
use symbolon_jose::jwk::{KeyKind, PrivateKey, PublicJwkSet, PublicKey};
use symbolon_jose::jws::{CompactJws, Error, Jws};
use symbolon_jose::key::SelectError;
use symbolon_jose::{
    ContentEncryptionAlgorithm as Enc, Crypto, KeyManagementAlgorithm as Km,
    SignatureAlgorithm as Alg, SigningKey,
};

use crate::suite::common::{P256, private};

/// The numbers of keys prepared and of signatures verified.
#[derive(Debug, Default)]
struct Counts {
    prepared: AtomicUsize,
    verified: AtomicUsize,
}

impl Counts {
    /// Returns both numbers since the last call.
    fn take(&self) -> [usize; 2] {
        [&self.prepared, &self.verified].map(|count| count.swap(0, Ordering::SeqCst))
    }
}

/// P-256 of the backend under test, with its operations counted.
#[derive(Clone, Copy, Debug)]
struct Counted(&'static Counts);

impl Counted {
    fn es256() -> &'static dyn SignatureScheme {
        *CRYPTO.signatures.iter().find(|scheme| scheme.algorithm() == Alg::Es256).unwrap()
    }

    fn p256() -> &'static dyn KeyAgreement {
        *CRYPTO.agreements.iter().find(|it| it.kind() == KeyKind::P256).unwrap()
    }
}

impl SignatureScheme for Counted {
    fn algorithm(&self) -> Alg {
        Alg::Es256
    }

    fn verifier(&self, key: VerificationMaterial<'_>) -> Result<Arc<dyn Verifier>, KeyRejected> {
        self.0.prepared.fetch_add(1, Ordering::SeqCst);
        Ok(Arc::new(CountedVerifier(self.0, Self::es256().verifier(key)?)))
    }

    fn signer(&self, key: SigningMaterial<'_>) -> Result<Arc<dyn Signer>, KeyRejected> {
        Self::es256().signer(key)
    }
}

struct CountedVerifier(&'static Counts, Arc<dyn Verifier>);

impl Verifier for CountedVerifier {
    fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), BadSignature> {
        self.0.verified.fetch_add(1, Ordering::SeqCst);
        self.1.verify(message, signature)
    }
}

impl KeyAgreement for Counted {
    fn kind(&self) -> KeyKind {
        KeyKind::P256
    }

    fn check(&self, key: &PublicKey) -> Result<(), KeyRejected> {
        self.0.prepared.fetch_add(1, Ordering::SeqCst);
        Self::p256().check(key)
    }

    fn agreement(&self, key: &PrivateKey) -> Result<Arc<dyn Agreement>, KeyRejected> {
        Self::p256().agreement(key)
    }
}

/// Returns the backend with only P-256, and its counts.
fn counted() -> (Crypto, &'static Counts) {
    let counts: &'static Counts = Box::leak(Box::default());
    let p256: &'static Counted = Box::leak(Box::new(Counted(counts)));
    let signatures: &[&dyn SignatureScheme] = Box::leak(Box::new([p256 as _]));
    let agreements: &[&dyn KeyAgreement] = Box::leak(Box::new([p256 as _]));
    (Crypto { signatures, agreements, ..CRYPTO }, counts)
}

/// Returns a set of this many keys, whose `kid`s are their positions.
fn set(keys: usize) -> PublicJwkSet {
    let named = |n: usize| private(P256).kid_replaced(n.to_string()).public().unwrap();
    PublicJwkSet::new((0..keys).map(named).collect())
}

fn token(kid: &str) -> String {
    let jwk = private(P256).kid_replaced(kid.to_owned());
    Jws::new(b"{}".to_vec())
        .sign(&SigningKey::from_jwk(&jwk, Alg::Es256, &CRYPTO).unwrap())
        .unwrap()
}

#[test]
fn a_token_is_verified_with_one_key_whatever_the_size_of_the_set() {
    for size in [2, 1000] {
        let (crypto, counts) = counted();
        let keys = set(size).verification_keys(Alg::ALL, &crypto);
        assert_eq!((keys.len(), counts.take()), (size, [size, 0]));
        for kid in [0, size / 2, size - 1].map(|kid| kid.to_string()) {
            let verified = CompactJws::parse(&token(&kid)).unwrap().verify(&keys).unwrap();
            assert_eq!(verified.key(), Some(kid.as_str()));
            assert_eq!(counts.take(), [0, 1], "{kid} of {size}");
        }
        let unknown = CompactJws::parse(&token("another")).unwrap().verify(&keys).map(|_| ());
        assert_eq!(unknown, Err(Error::Key(SelectError::UnknownKid)));
        assert_eq!(counts.take(), [0, 0], "{size}");
    }
}

#[test]
fn one_encryption_key_is_prepared_whatever_the_size_of_the_set() {
    for size in [2, 1000] {
        let (crypto, counts) = counted();
        let set = set(size);
        let last = (size - 1).to_string();
        let key = set.encryption_key(Some(&last), Km::EcdhEs, Enc::A128Gcm, &crypto).unwrap();
        assert_eq!((key.kid(), counts.take()), (Some(last.as_str()), [1, 0]), "{size}");
        set.encryption_key(None, Km::EcdhEs, Enc::A128Gcm, &crypto).unwrap_err();
        assert_eq!(counts.take(), [0, 0], "{size}");
    }
}
