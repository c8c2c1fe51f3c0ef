//! `latchset-jose`: the examples of RFC 7515 to RFC 7520, with a file for each form.

use symbolon_jose::Crypto;
use symbolon_jose::danger;
use symbolon_jose::jwk::PublicJwk;
use symbolon_vector_tests::{Count, Json, json, names, on_every_backend, text};

use crate::decrypt::{algorithms, decrypted};
use crate::keys::Unlocking;
use crate::verify::verified;

const FOLDER: &str = "latchset-jose/vectors";

fn read(name: &str, ending: &str) -> Option<String> {
    text(&format!("{FOLDER}/{name}.{ending}"))
}

/// Returns the names of the examples, each with the ending of its form.
fn forms(endings: &[&'static str]) -> Vec<(String, &'static str)> {
    let of = |ending: &&'static str| {
        let names = names(FOLDER, &format!(".{ending}")).into_iter();
        let ending = *ending;
        names.map(move |name| (name.trim_end_matches(&format!(".{ending}")).to_owned(), ending))
    };
    endings.iter().flat_map(of).collect()
}

/// Returns the keys of an example: a set, a single key, or the keys in the files `.1`, `.2` and so
/// on.
fn jwks(name: &str) -> Vec<Json> {
    let file = |name: &str| format!("{FOLDER}/{name}");
    let exists = |name: &str| names(FOLDER, name).iter().any(|found| found == name);
    if exists(&format!("{name}.jwkset")) {
        let set = json(&file(&format!("{name}.jwkset"))).unwrap();
        return set["keys"].as_array().unwrap().clone();
    }
    if exists(&format!("{name}.jwk")) {
        return vec![json(&file(&format!("{name}.jwk"))).unwrap()];
    }
    let parts = (1..).map(|part| format!("{name}.{part}.jwk"));
    parts.take_while(|part| exists(part)).map(|part| json(&file(&part)).unwrap()).collect()
}

#[test]
fn signed_examples_verify() {
    let forms = forms(&["jwsc", "jwsf", "jwsg"]);
    on_every_backend(|crypto, backend| {
        let mut count = Count::new("latchset-jose, JWS", backend);
        for (name, form) in &forms {
            let token = read(name, form).unwrap();
            // RFC 7515 §A.5 is not signed: only the danger module reads it.
            if name == "rfc7515_A.5" {
                count.ran(name, danger::unsecured_jws(token.trim()).is_ok());
                continue;
            }
            let jwks = jwks(name);
            let detached = (name == "rfc7520_4.5").then(|| read(name, "payl").unwrap());
            let jwks: Vec<&Json> = jwks.iter().collect();
            let detached = detached.as_deref().map(str::as_bytes);
            match verified(token.trim(), &jwks, detached, crypto) {
                None => count.skip(1),
                Some(Ok(payload)) => count.ran(name, !payload.is_empty()),
                Some(Err(error)) => count.ran(format!("{name}.{form}: {error}"), false),
            }
        }
        let (run, _) = count.finish();
        assert!(forms.is_empty() || run >= 25, "{run}");
    });
}

#[test]
fn encrypted_examples_decrypt() {
    let forms = forms(&["jwec", "jwef", "jweg"]);
    on_every_backend(|crypto, backend| {
        let mut count = Count::new("latchset-jose, JWE", backend);
        for (name, form) in &forms {
            let token = read(name, form).unwrap();
            let expected = read(name, "pt").unwrap();
            for (recipient, plaintext) in plaintexts(name, token.trim(), crypto).iter().enumerate()
            {
                let name = format!("{name}.{form}, recipient {recipient}");
                match plaintext {
                    None => count.skip(1),
                    Some(Ok(found)) => count.ran(name, found == expected.as_bytes()),
                    Some(Err(error)) => count.ran(format!("{name}: {error}"), false),
                }
            }
        }
        let (run, _) = count.finish();
        assert!(forms.is_empty() || run >= 25, "{run}");
    });
}

/// Returns what each recipient decrypts with its key.
fn plaintexts(name: &str, token: &str, crypto: &Crypto) -> Vec<Option<Result<Vec<u8>, String>>> {
    let (algs, enc) = algorithms(token);
    if algs.iter().any(|alg| alg.starts_with("PBES2")) {
        let password: String = serde_json::from_str(&read(name, "pwd").unwrap()).unwrap();
        let key = Unlocking::Password(&password);
        return vec![decrypted(token, &key, algs.first().unwrap(), &enc, crypto)];
    }
    let jwks = jwks(name);
    assert_eq!(jwks.len(), algs.len(), "{name}");
    let each = jwks.iter().zip(&algs);
    each.map(|(jwk, alg)| decrypted(token, &Unlocking::Jwk(jwk), alg, &enc, crypto)).collect()
}

#[test]
fn rfc7638_3_1_the_thumbprint_is_the_printed_one() {
    let Some(expected) = read("rfc7638_3.1", "thp") else { return };
    let jwk = read("rfc7638_3.1", "jwk").unwrap();
    on_every_backend(|crypto, backend| {
        let mut count = Count::new("latchset-jose, thumbprint", backend);
        let jwk = PublicJwk::parse(jwk.as_bytes()).unwrap();
        count.ran("rfc7638_3.1", jwk.thumbprint(crypto) == expected.trim());
        let _ = count.finish();
    });
}
