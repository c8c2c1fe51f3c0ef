//! `spec-embedded`: tokens, thumbprints and other values printed in RFCs and OpenID specifications.

use symbolon_jose::crypto::HashAlgorithm;
use symbolon_jose::jwk::{Error, PrivateJwk, PublicJwk};
use symbolon_jose::jws::CompactJws;
use symbolon_jose::pkix::Certificate;
use symbolon_jose::{Crypto, Object};
use symbolon_vector_tests::{Count, Json, hex, json, on_every_backend};

use crate::decrypt::decrypted;
use crate::keys::Unlocking;
use crate::verify::verified;

#[test]
fn printed_tokens_verify_and_decrypt() {
    let Some(vectors) = json("spec-embedded/tokens-verified.json") else { return };
    on_every_backend(|crypto, backend| {
        let mut count = Count::new("spec-embedded/tokens-verified.json", backend);
        for vector in vectors.as_array().unwrap() {
            let name = format!("{} line {}", vector["doc"], vector["line"]);
            let token = vector["token"].as_str().unwrap();
            let key = &vector["key"];
            let read = match vector["type"].as_str().unwrap() {
                "jws" => verified(token, &[key], payload(vector).as_deref(), crypto),
                // RFC 7518 §6.3.2: an RSA key that has `d` without the primes is refused.
                "jwe" if key["kty"] == "RSA" && key.get("p").is_none() => {
                    let object = Object::from_value(key.clone()).unwrap();
                    assert_eq!(PrivateJwk::from_object(object), Err(Error::Missing("p")));
                    None
                }
                "jwe" => {
                    let (alg, enc) = (vector["alg"].as_str(), vector["enc"].as_str());
                    decrypted(token, &Unlocking::Jwk(key), alg.unwrap(), enc.unwrap(), crypto)
                }
                // The rest are SD-JWTs, which symbolon-jose does not read.
                _ => None,
            };
            match (read, payload(vector)) {
                (None, _) => count.skip(1),
                (Some(Ok(found)), Some(expected)) => count.ran(name, found == expected),
                (Some(Ok(_)), None) => count.ran(name, true),
                (Some(Err(error)), _) => count.ran(format!("{name}: {error}"), false),
            }
        }
        let (run, _) = count.finish();
        assert!(run >= 40, "{run}");
    });
}

fn payload(vector: &Json) -> Option<Vec<u8>> {
    let text = |name| vector.get(name).and_then(Json::as_str);
    text("payload")
        .or_else(|| text("plaintext"))
        .map(|text| text.as_bytes().to_vec())
        .or_else(|| text("plaintext_hex").map(hex))
}

#[test]
fn attack_001_printed_tokens_without_a_key_never_verify() {
    let Some(vectors) = json("spec-embedded/tokens-unverified.json") else { return };
    let mut count = Count::new("spec-embedded/tokens-unverified.json", "no backend");
    for vector in vectors.as_array().unwrap() {
        let name = format!("{} line {}", vector["doc"], vector["line"]);
        let token = vector["token"].as_str().unwrap();
        // Without keys, no token verifies, and none may panic, however malformed it is.
        let verified = CompactJws::parse(token).and_then(|jws| jws.verify(&Default::default()));
        count.ran(name, verified.is_err());
    }
    let _ = count.finish();
}

#[test]
fn key_thumbprints_are_the_printed_ones() {
    let Some(vectors) = json("spec-embedded/small-vectors.json") else { return };
    on_every_backend(|crypto, backend| {
        let mut count = Count::new("spec-embedded/small-vectors.json, jwk_thumbprint", backend);
        for vector in vectors["jwk_thumbprint"].as_array().unwrap() {
            let jwk = Object::from_value(vector["jwk"].clone()).unwrap();
            let expected = vector["sha256"].as_str().unwrap();
            match PublicJwk::from_object(jwk) {
                Ok(jwk) => count.ran(&vector["source"], jwk.thumbprint(crypto) == expected),
                Err(_) => count.skip(1),
            }
        }
        let (run, _) = count.finish();
        assert!(run >= 5, "{run}");
    });
}

#[test]
fn thumbprint_uris_certificate_thumbprints_and_z_are_the_printed_ones() {
    let Some(vectors) = json("spec-embedded/small-vectors.json") else { return };
    let of = |list: &str, name: &str| vectors[list][0][name].as_str().unwrap().to_owned();
    on_every_backend(|crypto, backend| {
        let mut count = Count::new("spec-embedded/small-vectors.json, others", backend);
        let jwk = Object::from_value(vectors["jwk_thumbprint"][0]["jwk"].clone()).unwrap();
        let uri =
            PublicJwk::from_object(jwk).unwrap().thumbprint_uri(HashAlgorithm::Sha256, crypto);
        count.ran("jwk_thumbprint_uri", uri == of("jwk_thumbprint_uri", "uri"));
        let pem = format!(
            "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
            lines(&of("x5t_s256", "cert_der_b64"))
        );
        let x5t = Certificate::from_pem(&pem).unwrap().x5t_s256(crypto);
        count.ran("x5t_s256", x5t == of("x5t_s256", "x5t#S256"));
        count.ran("ecdh_es_concat_kdf, Z", agreed(&vectors["ecdh_es_concat_kdf"][0], crypto));
        let _ = count.finish();
    });
}

/// Splits base64 into lines of 64 characters (RFC 7468 §2).
fn lines(base64: &str) -> String {
    let characters: Vec<char> = base64.chars().collect();
    let lines: Vec<String> = characters.chunks(64).map(|line| line.iter().collect()).collect();
    lines.join("\n")
}

/// Returns true if both sides agree on the printed Z.
fn agreed(vector: &Json, crypto: &Crypto) -> bool {
    let private = |name: &str| {
        PrivateJwk::from_object(Object::from_value(vector[name].clone()).unwrap()).unwrap()
    };
    let (producer, recipient) = (private("epk_private"), private("recipient"));
    let agree = |ours: &PrivateJwk, theirs: &PrivateJwk| {
        let scheme = crypto.agreements.iter().find(|it| it.kind() == ours.key().kind()).unwrap();
        let theirs = theirs.key().public().unwrap();
        scheme.agreement(ours.key()).unwrap().agree(&theirs).unwrap()
    };
    let z = hex(vector["z_hex"].as_str().unwrap());
    agree(&producer, &recipient).expose() == z && agree(&recipient, &producer).expose() == z
}
