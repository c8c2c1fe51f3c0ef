//! JWE in every form, decrypted with a key for every algorithm.
//!
//! A tag is a checksum, but a fuzzer cannot repair one in base64url. So there are two kinds of
//! targets: some take a whole token, and some take a header and a plaintext and encrypt it.

use symbolon_jose::jwe::{CompactJwe, DecryptedJwe, EncryptError, JsonJwe, Jwe, Reader, Recipient};
use symbolon_jose::{
    ContentEncryptionAlgorithm as Enc, KeyManagementAlgorithm as Km, Limits, Object, Secret,
    base64url,
};

use crate::checksum::CHECKSUM;
use crate::{Accepted, first_line, keys, text};

/// Decrypts a compact token. A token has one spelling, and does not decrypt after any change.
pub(crate) fn jwe(data: &[u8]) -> Option<Accepted> {
    let token = text(data)?;
    let jwe = CompactJwe::parse(token).ok()?;
    let _ = format!("{jwe:?}");
    for other in [
        format!("{token}="),
        format!("{token}."),
        format!(".{token}"),
        format!("{token}\n"),
        token.replacen('.', "=.", 1),
    ] {
        assert!(CompactJwe::parse(&other).is_err(), "read in another spelling: {other:?}");
    }
    unlocked(&jwe);
    let decrypted = jwe.decrypt(keys::decryption()).ok()?;
    selected(&decrypted);
    for part in 0..5 {
        let other = with_a_byte_more(token, part);
        let decrypted = CompactJwe::parse(&other).map(|jwe| jwe.decrypt(keys::decryption()));
        assert!(!matches!(decrypted, Ok(Ok(_))), "decrypted with a changed part {part}");
    }
    Some(Accepted)
}

/// Decrypts the JSON forms, with one recipient and with several.
pub(crate) fn jwe_json(data: &[u8]) -> Option<Accepted> {
    let text = text(data)?;
    let jwe = JsonJwe::parse(text).ok()?;
    let _ = format!("{jwe:?}");
    let count = jwe.headers().count();
    assert!((1..=16).contains(&count));
    assert!(CompactJwe::parse(text).is_err());
    let decrypted = jwe.decrypt(keys::decryption()).ok()?;
    selected(&decrypted);
    assert!(decrypted.recipient() < count);

    let mut object = Object::parse(text.as_bytes()).expect("the target read it");
    let aad = object.get("aad").and_then(|aad| aad.as_str()).map(str::to_owned);
    assert_eq!(decrypted.additional_data().map(base64url::encode), aad);
    object.insert("aad", base64url::encode(b"other"));
    let other = JsonJwe::parse(&object.to_json()).expect("only `aad` differs");
    let other = other.decrypt(keys::decryption());
    let same = aad.is_some_and(|aad| aad == base64url::encode(b"other"));
    assert!(same || other.is_err(), "decrypted with other `aad`");
    Some(Accepted)
}

/// Takes two bytes that choose the algorithms, a line of header parameters, and a plaintext. The
/// plaintext is encrypted and decrypted in every form. A token with a changed byte does not decrypt.
pub(crate) fn jwe_round_trip(data: &[u8]) -> Option<Accepted> {
    let ([alg, enc], rest) = data.split_first_chunk::<2>()?;
    let (parameters, plaintext) = first_line(rest);
    let alg = *Km::ALL.get(usize::from(*alg))?;
    let enc = *Enc::ALL.get(usize::from(*enc))?;
    let parameters = Object::parse(parameters).ok()?;
    let key = keys::encrypting(alg, enc);

    let mut jwe = Jwe::new(plaintext.to_vec());
    for (name, value) in parameters.iter() {
        jwe = match (name, value.as_str()) {
            ("apu", Some(text)) => jwe.apu(text.as_bytes()),
            ("apv", Some(text)) => jwe.apv(text.as_bytes()),
            ("zip", _) => jwe.compressed(),
            _ => jwe.param(name, value.clone()),
        };
    }
    let reader = Reader::new().inflating();
    let token = match jwe.clone().encrypt(&key) {
        Ok(token) => token,
        Err(error) => {
            assert!(!matches!(error, EncryptError::Backend), "checksums do not fail");
            return None;
        }
    };
    let compact = reader.compact(&token).expect("what is written can be read");
    let compact = compact.decrypt(keys::decryption());
    same(compact.expect("what is encrypted decrypts"), plaintext, alg);
    changed(&token, &reader);

    let flattened =
        jwe.clone().aad(b"aad").encrypt_json(&key).expect("it was encrypted in the compact form");
    let flattened = reader.json(&flattened).expect("what is written can be read");
    same(
        flattened.decrypt(keys::decryption()).expect("what is encrypted decrypts"),
        plaintext,
        alg,
    );

    if !matches!(alg, Km::Dir | Km::EcdhEs) {
        let stranger = keys::stranger(enc);
        let recipients = [Recipient::new(&stranger), Recipient::new(&key)];
        if let Ok(general) = jwe.encrypt_general(&recipients) {
            let general = reader.json(&general).expect("what is written can be read");
            let decrypted =
                general.decrypt(keys::decryption()).expect("the second recipient decrypts");
            assert_eq!(decrypted.recipient(), 1);
            same(decrypted, plaintext, alg);
        }
    }
    Some(Accepted)
}

/// Inflates compressed bytes. No input inflates to more than the allowed size.
pub(crate) fn jwe_inflate(data: &[u8]) -> Option<Accepted> {
    let token = keys::sealed(br#"{"alg":"dir","enc":"A128GCM","zip":"DEF"}"#, data);
    assert!(CompactJwe::parse(&token).is_err(), "inflated, although it was not allowed");
    let few = Limits { inflated: 1000, ..Limits::DEFAULT };
    let open = |limits| {
        let jwe = Reader::new().inflating().limits(limits).compact(&token);
        jwe.expect("our token is valid").decrypt(&keys::sealing())
    };
    let (little, much) = (open(few), open(Limits::DEFAULT));
    match &much {
        Ok(all) => {
            assert!(all.plaintext().len() <= Limits::DEFAULT.inflated);
            assert_eq!(little.is_ok(), all.plaintext().len() <= few.inflated);
        }
        Err(_) => assert!(little.is_err()),
    }
    much.ok().map(|_| Accepted)
}

/// Takes a protected header and a plaintext, and encrypts with a fixed key. A header that is read
/// decrypts with this key if and only if it names the algorithms of the key.
pub(crate) fn jwe_header(data: &[u8]) -> Option<Accepted> {
    let (header, plaintext) = first_line(data);
    let token = keys::sealed(header, plaintext);
    let jwe = CompactJwe::parse(&token).ok()?;
    let is_ours = (jwe.header().alg(), jwe.header().enc()) == ("dir", "A128GCM");
    let decrypted = jwe.decrypt(&keys::sealing());
    assert_eq!(decrypted.is_ok(), is_ours, "{decrypted:?}");
    let decrypted = decrypted.ok()?;
    assert_eq!(decrypted.plaintext(), plaintext);
    Some(Accepted)
}

fn same(decrypted: DecryptedJwe, plaintext: &[u8], alg: Km) {
    assert_eq!(decrypted.plaintext(), plaintext);
    assert_eq!(decrypted.algorithm(), alg);
}

/// Checks that the key has the algorithm of the header, and that nothing was inflated.
fn selected(decrypted: &DecryptedJwe) {
    let _ = format!("{decrypted:?}");
    assert_eq!(decrypted.algorithm().as_str(), decrypted.header().alg());
    assert!(decrypted.header().zip().is_none(), "inflated, although it was not allowed");
}

fn changed(token: &str, reader: &Reader<'_>) {
    for part in 0..5 {
        let other = with_a_byte_more(token, part);
        let decrypted = reader.compact(&other).map(|jwe| jwe.decrypt(keys::decryption()));
        assert!(!matches!(decrypted, Ok(Ok(_))), "decrypted with a changed part {part}");
    }
}

/// Returns the token with one part a byte longer.
fn with_a_byte_more(token: &str, part: usize) -> String {
    let longer = |(index, text): (usize, &str)| {
        let mut bytes = base64url::decode(text).expect("the target read it");
        if index == part {
            bytes.push(b' ');
        }
        base64url::encode(&bytes)
    };
    token.split('.').enumerate().map(longer).collect::<Vec<_>>().join(".")
}

/// Decrypts as with a key service: a wrong content key is an error and does not panic.
fn unlocked(jwe: &CompactJwe<'_>) {
    for algorithm in [Km::RsaOaep, Km::Rsa1_5, Km::A128Kw] {
        let Ok(locked) = jwe.clone().locked(algorithm, Enc::ALL, &CHECKSUM) else { continue };
        for key in [None, Some(Secret::new(vec![0; 32])), Some(Secret::new(Vec::new()))] {
            assert!(locked.clone().unlock(key).is_err());
        }
    }
}
