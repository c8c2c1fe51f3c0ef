//! `ietf-jose-cookbook`: the JWE examples of RFC 7520 and RFC 8037.

use symbolon_jose::jwe::Jwe;
use symbolon_jose::{Crypto, base64url};
use symbolon_vector_tests::{Count, Json, json, names, on_every_backend};

use crate::cookbook_jws::{forms, many};
use crate::decrypt::decrypted;
use crate::keys::{self, Unlocking};
use crate::scripted::drawing;

const FOLDER: &str = "ietf-jose-cookbook";

fn files() -> Vec<String> {
    let mut files: Vec<String> =
        names(&format!("{FOLDER}/jwe"), ".json").iter().map(|it| format!("jwe/{it}")).collect();
    files.push("curve25519/ecdh-es.json".into());
    files
}

/// Returns `enc` of a vector. One file misspells it, without the S.
fn enc(input: &Json) -> &str {
    match input["enc"].as_str().unwrap() {
        "A128CBC-H256" => "A128CBC-HS256",
        enc => enc,
    }
}

#[test]
fn every_form_decrypts_for_every_recipient() {
    on_every_backend(|crypto, backend| {
        for file in files() {
            let Some(vector) = json(&format!("{FOLDER}/{file}")) else { continue };
            let mut count = Count::new(&file, backend);
            let input = &vector["input"];
            let expected = input["plaintext"].as_str().unwrap().as_bytes();
            for (form, token) in forms(&vector["output"]) {
                for (index, alg) in many(&input["alg"]).iter().enumerate() {
                    let password = input.get("pwd").map(|it| it.as_str().unwrap());
                    let key = match password {
                        Some(password) => Unlocking::Password(password),
                        None => Unlocking::Jwk(many(&input["key"])[index]),
                    };
                    match decrypted(&token, &key, alg.as_str().unwrap(), enc(input), crypto) {
                        None => count.skip(1),
                        Some(Ok(found)) => count.ran(form, found == expected),
                        Some(Err(error)) => count.ran(format!("{form}: {error}"), false),
                    }
                }
            }
            let _ = count.finish();
        }
    });
}

/// With the printed random values, encrypting gives the printed encrypted key and ciphertext. The
/// tag differs: it covers the text of the header, whose members the vectors print in another order.
#[test]
fn encrypting_again_gives_the_printed_key_and_ciphertext() {
    on_every_backend(|crypto, backend| {
        for file in files() {
            let Some(vector) = json(&format!("{FOLDER}/{file}")) else { continue };
            let mut count = Count::new(&format!("{file}, encryption"), backend);
            match made_again(&vector, crypto) {
                None => count.skip(1),
                Some(passed) => count.ran(&file, passed),
            }
            let _ = count.finish();
        }
    });
}

fn made_again(vector: &Json, crypto: &Crypto) -> Option<bool> {
    let input = &vector["input"];
    let alg = input["alg"].as_str()?;
    // RSA pads with its own randomness, this crate writes another number of PBES2 iterations, and
    // DEFLATE has many valid outputs.
    let free = alg.starts_with("RSA") || alg.starts_with("PBES2") || input.get("zip").is_some();
    // The ephemeral key printed for X25519 is not the key of the printed token.
    if free || vector["reproducible"] == false {
        return None;
    }
    let draws = draws(vector, alg);
    let crypto = drawing(draws, crypto);
    let key = keys::encryption(&input["key"], alg, enc(input), &crypto);
    let plaintext = input["plaintext"].as_str().unwrap().as_bytes().to_vec();
    let token = Jwe::new(plaintext).encrypt(&key).unwrap();
    let parts: Vec<&str> = token.split('.').collect();
    let [_, encrypted_key, iv, ciphertext, _] = parts.as_slice() else { panic!("not compact") };
    let text = |of: &str, name: &str| vector[of][name].as_str().unwrap_or_default().to_owned();
    let expected = text("encrypting_key", "encrypted_key");
    Some(
        *encrypted_key == expected
            && *iv == text("generated", "iv")
            && *ciphertext == text("encrypting_content", "ciphertext"),
    )
}

/// Returns the random values in the order in which [`Jwe`] draws them: the content encryption key,
/// the values for key management, the initialization vector.
fn draws(vector: &Json, alg: &str) -> Vec<Vec<u8>> {
    let value = |value: &Json| value.as_str().map(|text| base64url::decode(text).unwrap());
    let key = &vector["encrypting_key"];
    let direct = alg == "dir" || alg == "ECDH-ES";
    let drawn = [
        if direct { None } else { value(&vector["generated"]["cek"]) },
        value(&key["epk"]["d"]),
        value(&key["iv"]),
        value(&vector["generated"]["iv"]),
    ];
    drawn.into_iter().flatten().collect()
}
