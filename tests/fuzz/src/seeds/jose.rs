//! Seeds of the JOSE targets.

use symbolon_jose::jwe::{EncryptError, Jwe, Recipient};
use symbolon_jose::jwk::{KeyKind, PublicJwk, PublicJwkSet};
use symbolon_jose::jws::{GeneralJws, HeaderParameters, Jws, SignError};
use symbolon_jose::jwt::Claims;
use symbolon_jose::{
    ContentEncryptionAlgorithm as Enc, KeyManagementAlgorithm as Km, NumericDate, Object,
    SignatureAlgorithm, base64url,
};

use super::Seed;
use crate::{jwt, keys};

pub(super) fn seeds() -> Vec<Seed> {
    [
        json(),
        single_keys(),
        sets(),
        sets_in_the_field(),
        compact_jws(),
        other_jws(),
        jwts(),
        jwe(),
        pkix(),
    ]
    .concat()
}

fn json() -> Vec<Seed> {
    let deep = format!("{}{}{}", r#"{"a":"#, "[".repeat(30), "]".repeat(30)) + "}";
    vec![
        Seed::valid("object", "empty", "{}"),
        Seed::valid(
            "object",
            "every_type",
            r#"{"a":[null,true,-0.5e3],"b":{"\u0063":"\ud83d\ude00"}}"#,
        ),
        Seed::valid("object", "deep", deep),
        Seed::refused("object", "repeated", r#"{"a":1,"\u0061":2}"#),
        Seed::refused("object", "array", "[{}]"),
        Seed::valid("base64url", "two_bytes", "__4"),
        Seed::valid("base64url", "none", ""),
        Seed::refused("base64url", "trailing_bits", "__5"),
        Seed::refused("base64url", "padded", "__4="),
        Seed::valid(
            "claims",
            "registered",
            r#"{"aud":["a","b"],"exp":1800000060,"iat":1.8e9,"iss":"i","jti":"j","nbf":-1.5,"sub":"s","x":1}"#,
        ),
        Seed::valid("claims", "one_audience", r#"{"aud":"a"}"#),
        Seed::refused("claims", "date_in_quotes", r#"{"exp":"1800000060"}"#),
        Seed::refused("claims", "date_too_far", r#"{"exp":1e300}"#),
    ]
}

fn single_keys() -> Vec<Seed> {
    let mut seeds = Vec::new();
    for kind in keys::KINDS {
        let key = keys::private(*kind);
        let name = kind.as_str().to_ascii_lowercase();
        seeds.push(Seed::valid("jwk", &format!("{name}_private"), key.expose().to_json()));
        if let Some(public) = key.public() {
            let public = public.to_object().to_json();
            seeds.push(Seed::valid("jwk", &format!("{name}_public"), public));
        }
    }
    let mut limited = keys::private(KeyKind::Ed25519).expose();
    limited.insert("use", "sig");
    limited.insert("key_ops", vec!["sign", "verify"]);
    limited.insert("alg", "EdDSA");
    seeds.push(Seed::valid("jwk", "limited", limited.to_json()));
    limited.insert("use", "enc");
    seeds.push(Seed::refused("jwk", "at_odds_with_itself", limited.to_json()));
    let mut nulls = keys::public(KeyKind::Rsa).to_object();
    for name in ["d", "p", "key_ops", "use", "x5t"] {
        nulls.insert(name, serde_json::Value::Null);
    }
    nulls.insert("alg", "");
    seeds.push(Seed::valid("jwk", "members_without_value", nulls.to_json()));
    nulls.insert("d", "AQAB");
    seeds.push(Seed::refused("jwk", "half_private", nulls.to_json()));
    seeds
}

/// Returns sets as public reports show them: the header of a token and the set.
fn sets_in_the_field() -> Vec<Seed> {
    let of = |header: &str, keys: &[Object]| {
        let keys: Vec<_> = keys.iter().map(Object::to_json).collect();
        format!("{header}\n{{\"keys\":[{}]}}", keys.join(","))
    };
    let rsa = keys::public(KeyKind::Rsa).to_object();
    let p256 = keys::public(KeyKind::P256).to_object();
    let with = |key: &Object, name: &str, value: &str| {
        let mut key = key.clone();
        key.insert(name, value);
        key
    };
    let zero = with(&rsa, "e", "AAEAAQ");
    let short = with(&p256, "x", &base64url::encode(&[7; 31]));
    let named = r#"{"alg":"RS256","kid":"RSA"}"#;
    let twice = of(r#"{"alg":"RS256"}"#, &[rsa.clone(), rsa.clone()]);
    let marked = of(named, std::slice::from_ref(&rsa)).replacen('\n', "\n\u{feff}", 1);
    vec![
        Seed::valid("jwk_set", "copies", twice),
        Seed::valid("jwk_set", "byte_order_mark", marked),
        Seed::refused("jwk_set", "leading_zero", of(named, &[zero])),
        Seed::refused("jwk_set", "short_coordinate", of(r#"{"alg":"ES256"}"#, &[short])),
        Seed::refused("jwk_set", "left_out", of(named, &[with(&rsa, "alg", "RSA")])),
    ]
}

fn sets() -> Vec<Seed> {
    let every: Vec<PublicJwk> =
        keys::KINDS.iter().filter_map(|kind| keys::private(*kind).public()).collect();
    let all = PublicJwkSet::new(every).to_object().to_json();
    let mut broken = PublicJwkSet::new(vec![keys::public(KeyKind::P256)]).to_object().to_json();
    broken.insert_str(broken.len().saturating_sub(2), r#",{"kty":"oct","k":"AA"},{"kty":"x"},1"#);
    vec![
        Seed::valid(
            "jwk_set",
            "by_name",
            format!("{{\"alg\":\"ES256\",\"kid\":\"P-256\"}}\n{all}"),
        ),
        Seed::valid("jwk_set", "by_algorithm", format!("{{\"alg\":\"RS256\"}}\n{all}")),
        Seed::valid("jwk_set", "some_dropped", format!("{{\"alg\":\"ES256\"}}\n{broken}")),
        Seed::refused("jwk_set", "mac", format!("{{\"alg\":\"HS256\"}}\n{all}")),
        Seed::refused("jwk_set", "no_keys", "{\"alg\":\"ES256\"}\n{}"),
    ]
}

fn compact_jws() -> Vec<Seed> {
    let mut seeds = Vec::new();
    for algorithm in SignatureAlgorithm::ALL {
        let token = Jws::new(b"payload".to_vec()).typ("example").cty("text/plain");
        let token = token.sign(&keys::signing(*algorithm)).expect("checksums do not fail");
        seeds.push(Seed::valid("jws", &algorithm.as_str().to_ascii_lowercase(), token));
    }
    let none = "eyJhbGciOiJub25lIn0.e30.";
    let unsigned = Jws::new(b"payload".to_vec()).unsigned(SignatureAlgorithm::Es256, None);
    let unsigned = unsigned.expect("our header is valid");
    seeds.push(Seed::refused("jws", "none", none));
    seeds.push(Seed::refused("jws", "padded", "eyJhbGciOiJFUzI1NiJ9.e30=.AA=="));
    let null_kid = [r#"{"alg":"ES256","kid":null}"#, "{}", "x"]
        .map(|part| base64url::encode(part.as_bytes()))
        .join(".");
    seeds.push(Seed::refused("jws", "null_kid", null_kid));
    seeds.push(Seed::refused("jws", "zeros", unsigned.attach(&[0; 64]).expect("of this length")));
    seeds
}

fn other_jws() -> Vec<Seed> {
    let es256 = keys::signing(SignatureAlgorithm::Es256);
    let hs256 = keys::signing(SignatureAlgorithm::Hs256);
    let body = || Jws::new(b"payload".to_vec());
    let done = |written: Result<String, SignError>| written.expect("our message is valid");
    let detached = done(body().detached().sign(&es256));
    let unencoded = done(body().unencoded().sign(&hs256));
    let beside = done(body().unencoded().detached().sign(&hs256));
    let flattened = done(body().unprotected("purpose", "archive").sign_json(&es256));
    let general = |jws: GeneralJws| {
        jws.sign(&es256, HeaderParameters::new())
            .and_then(|jws| jws.sign(&hs256, HeaderParameters::new().unprotected("x", 1)))
            .and_then(|jws| jws.to_json())
    };
    let two = done(general(GeneralJws::new(b"payload".to_vec())));
    let two_unencoded = done(general(GeneralJws::new_unencoded(b"pay.load".to_vec())));
    vec![
        Seed::valid("jws_detached", "encoded", format!("{detached}\npayload")),
        Seed::valid("jws_detached", "unencoded", format!("{beside}\npayload")),
        Seed::refused("jws_detached", "other_payload", format!("{detached}\npaylaod")),
        Seed::valid("jws_unencoded", "compact", unencoded.clone()),
        Seed::valid("jws_unencoded", "general", two_unencoded.clone()),
        Seed::refused("jws_unencoded", "other_payload", unencoded.replace("payload", "paylaod")),
        Seed::valid("jws_json", "flattened", flattened.clone()),
        Seed::valid("jws_json", "general", two.clone()),
        Seed::refused("jws_json", "unencoded", two_unencoded),
        Seed::refused(
            "jws_json",
            "one_of_two",
            two.replacen("\"signature\":\"", "\"signature\":\"A", 1),
        ),
        Seed::refused("jws_json", "both_forms", flattened.replacen('{', "{\"signatures\":[],", 1)),
    ]
}

fn jwe() -> Vec<Seed> {
    let done = |written: Result<String, EncryptError>| written.expect("our message is valid");
    let mut seeds = Vec::new();
    for (index, alg) in Km::ALL.iter().enumerate() {
        let enc = Enc::ALL[index % Enc::ALL.len()];
        let name = format!("{alg}_{enc}").to_ascii_lowercase().replace('+', "_");
        let key = keys::encrypting(*alg, enc);
        let jwe = Jwe::new(b"plaintext".to_vec()).typ("example");
        seeds.push(Seed::valid("jwe", &name, done(jwe.clone().encrypt(&key))));
        let json = done(jwe.aad(b"data").unprotected("x", 1).encrypt_json(&key));
        seeds.push(Seed::valid("jwe_json", &name, json));
        let bytes = [u8::try_from(index).unwrap_or(0), u8::try_from(index % 6).unwrap_or(0)];
        let parameters = if alg.as_str().starts_with("ECDH") {
            r#"{"apu":"Alice","apv":"Bob","cty":"text/plain"}"#
        } else {
            r#"{"x":[1,{"y":null}],"zip":"DEF"}"#
        };
        let trip = [&bytes[..], parameters.as_bytes(), b"\nplaintext plaintext"].concat();
        seeds.push(Seed::valid("jwe_round_trip", &name, trip));
    }
    let [one, two] = [Km::RsaOaep, Km::EcdhEsA128Kw].map(|alg| keys::encrypting(alg, Enc::A256Gcm));
    let (one, two) = (Recipient::new(&one), Recipient::new(&two).apu(b"Alice"));
    let general = Jwe::new(Vec::new()).aad(b"data").encrypt_general(&[one, two]);
    seeds.push(Seed::valid("jwe_json", "two_recipients", done(general)));
    let dir = keys::sealed(br#"{"alg":"dir","enc":"A128GCM"}"#, b"plaintext");
    let spoilt = format!("{dir}AAAA");
    let both = Object::parse(br#"{"recipients":[{}],"encrypted_key":"AA"}"#).expect("JSON");
    let deflated = |bytes: &[u8]| bytes.to_vec();
    seeds.extend([
        Seed::refused("jwe", "long_tag", spoilt),
        Seed::refused("jwe", "rsa1_5", keys::sealed(br#"{"alg":"RSA1_5","enc":"A128GCM"}"#, b"x")),
        Seed::refused("jwe_json", "both_forms", both.to_json()),
        Seed::refused("jwe_round_trip", "chosen_algorithm", b"\x05\x00{\"alg\":\"dir\"}\nx".to_vec()),
        Seed::valid("jwe_header", "minimal", "{\"alg\":\"dir\",\"enc\":\"A128GCM\"}\nplaintext"),
        Seed::valid(
            "jwe_header",
            "full",
            "{\"alg\":\"dir\",\"enc\":\"A128GCM\",\"cty\":\"JWT\",\"kid\":\"k\",\"typ\":\"t\",\"x5t\":\"x\",\"apu\":\"QQ\"}\n",
        ),
        Seed::refused("jwe_header", "critical", "{\"alg\":\"dir\",\"enc\":\"A128GCM\",\"crit\":[\"x\"],\"x\":1}\n"),
        Seed::refused("jwe_header", "agreement", "{\"alg\":\"ECDH-ES\",\"enc\":\"A128GCM\",\"epk\":{\"kty\":\"EC\"}}\n"),
        // RFC 1951 §3.2.4: a stored block; §3.2.6: a block of fixed codes.
        Seed::valid("jwe_inflate", "stored", deflated(b"\x01\x05\x00\xfa\xffhello")),
        Seed::valid("jwe_inflate", "fixed", deflated(&[0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00])),
        Seed::valid("jwe_inflate", "large", zeros(960)),
        Seed::refused("jwe_inflate", "too_large", zeros(1000)),
        Seed::refused("jwe_inflate", "followed", deflated(b"\x01\x05\x00\xfa\xffhello!")),
        Seed::refused("jwe_inflate", "reserved_block", deflated(b"\x07")),
    ]);
    seeds
}

/// Deflates one zero and this many times 258 zeros, which take 13 bits each time (RFC 1951 §3.2.6).
fn zeros(times: usize) -> Vec<u8> {
    const BLOCK: &str = "110";
    const ZERO: &str = "00110000";
    const AS_BEFORE: &str = "1100010100000";
    const END: &str = "0000000";
    let bits = [BLOCK, ZERO, &AS_BEFORE.repeat(times), END].concat();
    let byte =
        |bits: &[u8]| bits.iter().rev().fold(0, |byte, bit| byte << 1 | u8::from(*bit == b'1'));
    bits.as_bytes().chunks(8).map(byte).collect()
}

fn pkix() -> Vec<Seed> {
    let mut seeds = Vec::new();
    for kind in keys::KINDS.iter().filter(|kind| **kind != KeyKind::Oct) {
        let name = kind.as_str().to_ascii_lowercase();
        let key = keys::private(*kind);
        let public = keys::public(*kind);
        let pem = key.to_pkcs8_pem().expect("our key is valid");
        seeds.push(Seed::valid("private_key", &format!("{name}_pkcs8.pem"), pem.expose()));
        let der = key.to_pkcs8_der().expect("our key is valid");
        seeds.push(Seed::valid("private_key", &format!("{name}_pkcs8.der"), der.expose()));
        if let Ok(der) = key.to_sec1_der() {
            seeds.push(Seed::valid("private_key", &format!("{name}_sec1.der"), der.expose()));
        }
        if let Ok(der) = key.to_pkcs1_der() {
            seeds.push(Seed::valid("private_key", &format!("{name}_pkcs1.der"), der.expose()));
        }
        if let Ok(der) = public.to_pkcs1_der() {
            seeds.push(Seed::valid("public_key", &format!("{name}_pkcs1.der"), der));
        }
        let pem = public.to_spki_pem().expect("our key is valid");
        seeds.push(Seed::valid("public_key", &format!("{name}_spki.pem"), pem));
        let der = public.to_spki_der().expect("our key is valid");
        seeds.push(Seed::valid("public_key", &format!("{name}_spki.der"), der.clone()));
        let certificate = certificate(&der);
        seeds.push(Seed::valid("certificate", &format!("{name}.der"), certificate.clone()));
        let mut jwk = public.to_object();
        jwk.insert("x5c", vec![base64(&certificate)]);
        seeds.push(Seed::valid("certificate", &format!("{name}_x5c"), jwk.to_json()));
    }
    let spki = keys::public(KeyKind::P256).to_spki_pem().expect("our key is valid");
    let pkcs8 = keys::private(KeyKind::P256).to_pkcs8_pem().expect("our key is valid");
    let encrypted = pkcs8.expose().replace("PRIVATE", "ENCRYPTED PRIVATE");
    seeds.extend([
        Seed::refused("private_key", "public.pem", spki.clone()),
        Seed::refused("private_key", "encrypted.pem", encrypted),
        Seed::refused("public_key", "twice.pem", format!("{spki}{spki}")),
        Seed::refused("certificate", "key.pem", spki),
    ]);
    seeds
}

/// Returns a certificate for this key, with bytes that are not a signature.
fn certificate(spki: &[u8]) -> Vec<u8> {
    let ed25519 = tlv(0x30, &[tlv(0x06, &[vec![0x2b, 0x65, 0x70]])]);
    let common_name = tlv(0x30, &[tlv(0x06, &[vec![0x55, 4, 3]]), tlv(0x0c, &[b"fuzz".to_vec()])]);
    let name = tlv(0x30, &[tlv(0x31, &[common_name])]);
    let time = |text: &[u8]| tlv(0x17, &[text.to_vec()]);
    let validity = tlv(0x30, &[time(b"270115080000Z"), time(b"370115080000Z")]);
    let version = tlv(0xa0, &[tlv(0x02, &[vec![2]])]);
    let serial = tlv(0x02, &[vec![1]]);
    let signed = [version, serial, ed25519.clone(), name.clone(), validity, name, spki.to_vec()];
    tlv(0x30, &[tlv(0x30, &signed), ed25519, tlv(0x03, &[vec![0; 65]])])
}

/// Encodes base64 with padding, as in `x5c`.
fn base64(bytes: &[u8]) -> String {
    let text = base64url::encode(bytes).replace('-', "+").replace('_', "/");
    let padding = "=".repeat(text.len().wrapping_neg() % 4);
    format!("{text}{padding}")
}

/// Encodes a tag, the length of the contents, and the contents (X.690 §8.1).
fn tlv(tag: u8, contents: &[Vec<u8>]) -> Vec<u8> {
    let contents = contents.concat();
    let len = u16::try_from(contents.len()).expect("short");
    let mut encoded = vec![tag];
    match len {
        0..0x80 => encoded.extend(&len.to_be_bytes()[1..]),
        0x80..0x100 => encoded.extend([0x81, len.to_be_bytes()[1]]),
        _ => {
            encoded.push(0x82);
            encoded.extend(len.to_be_bytes());
        }
    }
    encoded.extend(contents);
    encoded
}

fn jwts() -> Vec<Seed> {
    let signed = |claims: &Claims, typ: &str| {
        claims.sign(typ, &keys::signing(SignatureAlgorithm::Es256)).expect("checksums do not fail")
    };
    let at = |seconds| NumericDate::from_seconds(jwt::NOW + seconds);
    let mut claims = Claims::new();
    claims.iss = Some(jwt::ISSUER.to_owned());
    claims.sub = Some(jwt::SUBJECT.to_owned());
    claims.aud = vec![jwt::AUDIENCE.to_owned()];
    claims.exp = at(60);
    let minimal = signed(&claims, "at+jwt");
    claims.nbf = at(0);
    claims.iat = at(-1);
    claims.jti = Some("j".to_owned());
    claims.extra.insert("scope", "openid");
    let full = signed(&claims, "application/at+jwt");
    let untyped = signed(&claims, "JWT");
    let header = r#"{"alg":"dir","cty":"JWT","enc":"A128GCM"}"#;
    let replicas = r#"{"alg":"dir","aud":["s6BhdRkqt3"],"cty":"jwt","enc":"A128GCM","iss":"https://op.example"}"#;
    claims.exp = at(-60);
    vec![
        Seed::valid("jwt_nested", "minimal", format!("{header}\n{minimal}")),
        Seed::valid("jwt_nested", "replicas", format!("{replicas}\n{full}")),
        Seed::refused("jwt_nested", "untyped", format!("{header}\n{untyped}")),
        Seed::refused(
            "jwt_nested",
            "of_another",
            format!("{}\n{full}", replicas.replace("op.", "evil.")),
        ),
        Seed::refused(
            "jwt_nested",
            "bare_claims",
            format!("{header}\n{}", claims.to_object().to_json()),
        ),
        Seed::valid("jwt", "minimal", minimal),
        Seed::valid("jwt", "full", full),
        Seed::refused("jwt", "of_another_type", untyped),
        Seed::refused("jwt", "expired", signed(&claims, "at+jwt")),
    ]
}
