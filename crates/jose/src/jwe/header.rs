use super::error::Error;
use crate::jwk::PublicJwk;
use crate::jws::{CriticalError, critical};
use crate::{ContentEncryptionAlgorithm, KeyManagementAlgorithm, Object};

/// The JOSE header of one recipient:
/// [RFC 7516 §4](https://www.rfc-editor.org/rfc/rfc7516#section-4).
///
/// Before decryption nothing of it is authenticated. Afterwards everything is but what, in a JSON
/// form, may come from an unprotected header: [`alg`](Self::alg), [`enc`](Self::enc) and
/// [`kid`](Self::kid), which only choose, and [`parameters`](Self::parameters). What else stands there
/// is among [`unprotected`](Self::unprotected). `jku`, `x5u` and `x5c` are among
/// [`extra`](Self::extra) and never acted on.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    alg: String,
    enc: String,
    kid: Option<String>,
    typ: Option<String>,
    cty: Option<String>,
    zip: Option<String>,
    crit: Vec<String>,
    jwk: Option<PublicJwk>,
    parameters: Object,
    extra: Object,
    unprotected: Object,
}

/// RFC 7518 §4.1: what single algorithms have to say.
const PARAMETERS: &[&str] = &["epk", "apu", "apv", "iv", "tag", "p2s", "p2c"];

impl Header {
    /// Reads a header that is protected as a whole.
    pub(super) fn read(protected: Object) -> Result<Self, Error> {
        Self::join(protected, Object::new())
    }

    /// Reads a header of three parts: RFC 7516 §5.2 (4).
    pub(super) fn union(protected: &Object, shared: &Object, own: &Object) -> Result<Self, Error> {
        for header in [shared, own] {
            // RFC 7516 §4.1.3, RFC 7515 §4.1.11: anybody could take them away elsewhere.
            for name in ["zip", "crit"] {
                if header.contains(name) {
                    return Err(Error::Unprotected(name));
                }
            }
        }
        // RFC 7516 §7.2.1: the names in the three are disjoint.
        let twice = shared.names().any(|name| protected.contains(name))
            || own.names().any(|name| protected.contains(name) || shared.contains(name));
        if twice {
            return Err(Error::HeaderOverlap);
        }
        let mut unprotected = shared.clone();
        unprotected.extend(own.clone());
        Self::join(protected.clone(), unprotected)
    }

    fn join(mut protected: Object, mut unprotected: Object) -> Result<Self, Error> {
        let crit = critical::take_names::<Error>(&mut protected)?;
        let mut parameters = Object::new();
        for name in PARAMETERS {
            let value = protected.remove(name).or_else(|| unprotected.remove(name));
            parameters.insert_some(name, value);
        }
        let mut choosing = |name| match protected.take_string(name)? {
            Some(text) => Ok(Some(text)),
            None => unprotected.take_string(name),
        };
        let (alg, enc, kid) = (choosing("alg")?, choosing("enc")?, choosing("kid")?);
        // What is of the wrong type is refused, also where it means nothing.
        known(&mut unprotected.clone())?;
        let Known { typ, cty, jwk } = known(&mut protected)?;
        Ok(Self {
            alg: alg.ok_or(Error::MissingParameter("alg"))?,
            enc: enc.ok_or(Error::MissingParameter("enc"))?,
            kid,
            typ,
            cty,
            zip: protected.take_string("zip")?,
            crit,
            jwk,
            parameters,
            extra: protected,
            unprotected,
        })
    }

    /// RFC 7515 §4.1.11: whatever `crit` names is understood.
    pub(super) fn understood(&self, extensions: &[&str]) -> Result<(), CriticalError> {
        if self.crit.iter().all(|name| extensions.contains(&name.as_str())) {
            Ok(())
        } else {
            Err(CriticalError::NotUnderstood)
        }
    }

    /// `alg`: how the recipient comes by the content encryption key, whatever it says.
    #[must_use]
    pub fn alg(&self) -> &str {
        &self.alg
    }

    /// `enc`: how the content is encrypted, whatever it says.
    #[must_use]
    pub fn enc(&self) -> &str {
        &self.enc
    }

    /// `kid`: which key the token says it was encrypted to.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// `typ`: what kind of token it says it is.
    #[must_use]
    pub fn typ(&self) -> Option<&str> {
        self.typ.as_deref()
    }

    /// `cty`: what kind of content the plaintext is.
    #[must_use]
    pub fn cty(&self) -> Option<&str> {
        self.cty.as_deref()
    }

    /// `zip`: how the plaintext was compressed.
    #[must_use]
    pub fn zip(&self) -> Option<&str> {
        self.zip.as_deref()
    }

    /// `crit`: the extensions that had to be understood, and were.
    #[must_use]
    pub fn crit(&self) -> &[String] {
        &self.crit
    }

    /// `jwk`: the public key that the token says it was encrypted to. One that nobody here can use is
    /// among [`extra`](Self::extra).
    #[must_use]
    pub fn jwk(&self) -> Option<&PublicJwk> {
        self.jwk.as_ref()
    }

    /// What the key management algorithm has to say: `epk`, `apu`, `apv`, `iv`, `tag`, `p2s`, `p2c`.
    #[must_use]
    pub fn parameters(&self) -> &Object {
        &self.parameters
    }

    /// The header parameters not known here.
    #[must_use]
    pub fn extra(&self) -> &Object {
        &self.extra
    }

    /// What else the unprotected headers say, in the JSON forms: **not authenticated**, before
    /// decryption and afterwards.
    #[must_use]
    pub fn unprotected(&self) -> &Object {
        &self.unprotected
    }

    /// What this recipient's password costs, where it has one.
    pub(super) fn iterations(&self) -> u32 {
        let count = self.parameters.get("p2c").and_then(serde_json::Value::as_u64).unwrap_or(0);
        if self.alg.starts_with("PBES2-") { u32::try_from(count).unwrap_or(u32::MAX) } else { 0 }
    }

    pub(super) fn algorithm(&self) -> Result<KeyManagementAlgorithm, Error> {
        self.alg.parse().map_err(|_| Error::UnsupportedAlgorithm)
    }

    pub(super) fn content(&self) -> Result<ContentEncryptionAlgorithm, Error> {
        self.enc.parse().map_err(|_| Error::UnsupportedContentEncryption)
    }
}

/// RFC 7516 §4.1.5, §4.1.11, §4.1.12: what is inside, and for whom.
struct Known {
    typ: Option<String>,
    cty: Option<String>,
    jwk: Option<PublicJwk>,
}

fn known(header: &mut Object) -> Result<Known, Error> {
    let (mut jwk, found) = (None, header.take_object("jwk")?);
    if let Some(object) = found {
        jwk = PublicJwk::from_header(&object).map_err(Error::EmbeddedKey)?;
        if jwk.is_none() {
            header.insert("jwk", object);
        }
    }
    Ok(Known { typ: header.take_string("typ")?, cty: header.take_string("cty")?, jwk })
}
