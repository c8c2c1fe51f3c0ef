//! Writing JWSs: header parameters, several signatures, and signatures made by a remote signer.

use serde_json::json;
use symbolon_jose::jws::{
    AttachError, CompactJws, CriticalError, Error, GeneralJws, HeaderParameters, JsonJws, Jws,
    Reader, SignError,
};
use symbolon_jose::{MemberError, SignatureAlgorithm as Alg, VerificationKeys, jwk};

use crate::suite::common::{
    P256, long_secret, mac_keys, object, private, public, signer, signing, verification, verifiers,
};

fn jws() -> Jws {
    Jws::new(b"{}".to_vec())
}

#[test]
fn parameters_are_written_into_the_protected_header() {
    let token = jws()
        .typ("t")
        .cty("c")
        .param("jwk", public(P256).to_object())
        .param("x", json!({ "y": [1] }))
        .critical("exp2", 7)
        .sign(&signer())
        .unwrap();
    let reader = Reader::new().understanding(&["exp2"]);
    let verified = reader.compact(&token).unwrap().verify(&verifiers()).unwrap();
    let header = verified.header();
    assert_eq!((header.typ(), header.cty()), (Some("t"), Some("c")));
    assert_eq!(header.jwk(), Some(&public(P256)));
    assert_eq!(header.crit(), ["exp2"]);
    assert_eq!(header.extra(), &object(r#"{"exp2":7,"x":{"y":[1]}}"#));
    let refused = CompactJws::parse(&token).map(|_| ());
    assert_eq!(refused, Err(CriticalError::NotUnderstood.into()));
}

#[test]
fn parameters_that_the_jws_writer_sets_are_reserved() {
    for name in ["alg", "kid", "crit", "b64", "typ", "cty"] {
        let refused = Err(SignError::Reserved(name));
        assert_eq!(jws().param(name, "x").sign(&signer()), refused);
        assert_eq!(jws().critical(name, "x").sign(&signer()), refused);
    }
    let unprotected = jws().unprotected("alg", "EdDSA").sign_json(&signer());
    assert_eq!(unprotected, Err(SignError::Reserved("alg")));
}

#[test]
fn jws_headers_that_a_reader_would_refuse_are_not_written() {
    let private = serde_json::Value::from(private(P256).expose());
    let wrong_type = Error::HeaderParameter(MemberError { name: "jwk", expected: "an object" });
    for (jws, error) in [
        (jws().param("jwk", 1), wrong_type),
        (jws().param("jwk", private), Error::EmbeddedKey(jwk::Error::PrivateMember("d"))),
        (jws().critical("x5t", "x"), CriticalError::Registered.into()),
        (jws().critical("x", 1).critical("x", 2), CriticalError::Repeated.into()),
        (jws().param("x", 1).unprotected("x", 1), Error::Overlap),
        (jws().typ("x").unprotected("typ", "x"), Error::Overlap),
        (jws().unprotected("crit", "x"), CriticalError::Unprotected.into()),
        (jws().unprotected("b64", true), CriticalError::Unprotected.into()),
    ] {
        assert_eq!(jws.clone().sign_json(&signer()), Err(SignError::Header(error)));
        let refused = jws.clone().unsigned_json(Alg::EdDsa, None).map(|_| ());
        assert_eq!(refused, Err(SignError::Header(error)));
        assert_eq!(jws.sign(&signer()), Err(SignError::Header(error)));
    }
    let kid_twice = jws().unprotected("kid", "x").sign_json(&signer().named("x"));
    assert_eq!(kid_twice, Err(SignError::Header(Error::Overlap)));
}

#[test]
fn rfc7515_3_1_the_compact_form_has_no_unprotected_header() {
    let refused = Err(SignError::Unprotected);
    assert_eq!(jws().unprotected("x", 1).sign(&signer()), refused);
    assert_eq!(jws().unprotected("x", 1).detached().sign(&signer()), refused);
    let text = jws().unprotected("x", 1).unprotected("kid", "k").sign_json(&signer()).unwrap();
    let verified = JsonJws::parse(&text).unwrap().verify_all(&verifiers()).unwrap();
    let signature = &verified.signatures()[0];
    assert_eq!(signature.unprotected(), &object(r#"{"kid":"k","x":1}"#));
    assert_eq!(signature.header().kid(), Some("k"));
    assert!(!text.contains("signatures"));
}

#[test]
fn a_key_without_kid_can_be_given_one() {
    let (mac, keys) = mac_keys(long_secret().expose(), Alg::Hs256);
    let token = jws().sign(&mac.named("a")).unwrap();
    let named = |kid: &str| -> VerificationKeys {
        VerificationKeys::new(keys.iter().map(|key| key.clone().named(kid)).collect())
    };
    let verify = |keys: &VerificationKeys| CompactJws::parse(&token).unwrap().verify(keys);
    let verified = verify(&named("a")).unwrap();
    assert_eq!((verified.header().kid(), verified.key()), (Some("a"), Some("a")));
    let unknown = Error::Key(symbolon_jose::key::SelectError::UnknownKid);
    assert_eq!(verify(&named("b")).map(|_| ()), Err(unknown));
}

#[test]
fn rfc7515_7_2_1_several_signers() {
    let text = GeneralJws::new(b"treaty".to_vec())
        .sign(&signer().named("a"), HeaderParameters::new().typ("x").unprotected("note", "first"))
        .unwrap()
        .sign(&signing(P256, Alg::Es256), HeaderParameters::new())
        .unwrap()
        .to_json()
        .unwrap();
    let keys = VerificationKeys::new(vec![
        verification(P256, Alg::Es256),
        verifiers().iter().next().unwrap().clone().named("a"),
    ]);
    let verified = JsonJws::parse(&text).unwrap().verify_all(&keys).unwrap();
    assert_eq!(verified.payload(), b"treaty");
    let [first, second] = verified.signatures() else { panic!("{verified:?}") };
    assert_eq!((first.key(), first.header().typ()), (Some("a"), Some("x")));
    assert_eq!(first.unprotected().get("note"), Some(&json!("first")));
    assert_eq!((second.key(), second.header().typ()), (None, None));
    assert!(second.unprotected().is_empty());
    let unsigned = GeneralJws::new(b"treaty".to_vec()).to_json();
    assert_eq!(unsigned, Err(SignError::NoSignature));
}

#[test]
fn a_remote_signer_completes_every_form() {
    let sign = |input: &[u8]| signer().sign(input).unwrap();
    for unencoded in [false, true] {
        let jws = || if unencoded { jws().unencoded() } else { jws() };
        let reader = if unencoded { Reader::new().unencoded() } else { Reader::new() };
        for detached in [false, true] {
            let jws = || if detached { jws().detached() } else { jws() };
            let unsigned = jws().unsigned(Alg::EdDsa, Some("k")).unwrap();
            assert_eq!(unsigned.algorithm(), Alg::EdDsa);
            let signature = sign(unsigned.signing_input());
            let token = unsigned.attach(&signature).unwrap();
            assert_eq!(jws().sign(&signer().named("k")), Ok(token.clone()));
            let read =
                if detached { reader.detached(&token, b"{}") } else { reader.compact(&token) };
            assert!(read.unwrap().verify(&verifiers()).is_ok());
            let unsigned = jws().unsigned_json(Alg::EdDsa, Some("k")).unwrap();
            let signature = sign(unsigned.signing_input());
            let text = unsigned.attach(&signature).unwrap();
            assert_eq!(jws().sign_json(&signer().named("k")), Ok(text));
        }
        let new = if unencoded { GeneralJws::new_unencoded } else { GeneralJws::new };
        let general = new(b"{}".to_vec());
        let unsigned = general
            .clone()
            .unsigned(Alg::EdDsa, Some("k"), HeaderParameters::new().typ("t"))
            .unwrap();
        assert_eq!(unsigned.algorithm(), Alg::EdDsa);
        let signature = sign(unsigned.signing_input());
        let text = unsigned.attach(&signature).unwrap().to_json();
        let here = general.sign(&signer().named("k"), HeaderParameters::new().typ("t")).unwrap();
        assert_eq!(here.to_json(), text);
    }
}

#[test]
fn rfc7518_3_4_a_remote_signature_of_wrong_length_is_refused_in_every_form() {
    let refused = AttachError { algorithm: Alg::Es256, found: 70 };
    let flattened = jws().unsigned_json(Alg::Es256, None).unwrap();
    assert_eq!(flattened.attach(&[1; 70]), Err(refused));
    let detached = jws().detached().unsigned(Alg::Es256, None).unwrap();
    assert_eq!(detached.attach(&[1; 70]), Err(refused));
    let general = GeneralJws::new(b"{}".to_vec());
    let general = general.unsigned(Alg::Es256, None, HeaderParameters::new()).unwrap();
    assert_eq!(general.attach(&[1; 70]).map(|_| ()), Err(refused));
}
