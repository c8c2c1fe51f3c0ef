//! Rules about algorithms.

use symbolon_jose::rule::Verdict;
use symbolon_jose::{KeyManagementAlgorithm, SignatureAlgorithm};

use super::keys::has_keys;
use super::{Checked, HttpUrls, each, require};
use crate::{ClientMetadata, ClientMetadataError};

/// Returns the stated signature algorithms, each with its member.
pub(crate) fn signing(metadata: &ClientMetadata) -> impl Iterator<Item = (&'static str, &str)> {
    let members = [
        ("id_token_signed_response_alg", &metadata.id_token_signed_response_alg),
        ("userinfo_signed_response_alg", &metadata.userinfo_signed_response_alg),
        ("request_object_signing_alg", &metadata.request_object_signing_alg),
        ("token_endpoint_auth_signing_alg", &metadata.token_endpoint_auth_signing_alg),
        (
            "backchannel_authentication_request_signing_alg",
            &metadata.backchannel_authentication_request_signing_alg,
        ),
        ("authorization_signed_response_alg", &metadata.authorization_signed_response_alg),
        ("introspection_signed_response_alg", &metadata.introspection_signed_response_alg),
    ];
    members.into_iter().filter_map(|(member, alg)| Some((member, alg.as_deref()?)))
}

/// Returns the stated key management algorithms, each with its member.
pub(crate) fn encryption(metadata: &ClientMetadata) -> impl Iterator<Item = (&'static str, &str)> {
    let request = ("request_object_encryption_alg", &metadata.request_object_encryption_alg);
    let request = Some(request).into_iter();
    let request = request.filter_map(|(member, alg)| Some((member, alg.as_deref()?)));
    responses(metadata).chain(request)
}

/// Returns the key management algorithms of what the provider encrypts for the client.
fn responses(metadata: &ClientMetadata) -> impl Iterator<Item = (&'static str, &str)> {
    let members = [
        ("id_token_encrypted_response_alg", &metadata.id_token_encrypted_response_alg),
        ("userinfo_encrypted_response_alg", &metadata.userinfo_encrypted_response_alg),
        ("authorization_encrypted_response_alg", &metadata.authorization_encrypted_response_alg),
        ("introspection_encrypted_response_alg", &metadata.introspection_encrypted_response_alg),
    ];
    members.into_iter().filter_map(|(member, alg)| Some((member, alg.as_deref()?)))
}

/// Returns whether this is the name of a MAC algorithm.
pub(crate) fn is_mac(alg: &str) -> bool {
    alg.parse::<SignatureAlgorithm>().is_ok_and(SignatureAlgorithm::is_mac)
}

/// Returns whether this is the name of a key management algorithm with a shared key.
pub(crate) fn is_shared_key(alg: &str) -> bool {
    alg.parse::<KeyManagementAlgorithm>().is_ok_and(KeyManagementAlgorithm::is_shared_key)
}

/// Registration §2, JARM §3, RFC 9701 §6: `enc` is stated only beside `alg`.
pub(super) fn pair(
    member: &'static str,
    alg: Option<&String>,
    enc: Option<&String>,
    because: &'static str,
) -> Checked {
    match (alg, enc) {
        (None, Some(_)) => Err(ClientMetadataError::Excluded { member, because }),
        (_, None) => Ok(Verdict::NotApplicable),
        (Some(_), Some(_)) => Ok(Verdict::Held),
    }
}

/// Core §2: an ID Token without a signature must come straight from the token endpoint.
pub(super) fn unsigned_id_tokens(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    if metadata.id_token_signed_response_alg.as_deref() != Some("none") {
        return Ok(Verdict::NotApplicable);
    }
    let through_browser = metadata.effective_response_types();
    let through_browser = through_browser.iter().any(|it| it.includes("id_token"));
    let expected = "an algorithm that signs, because a response type contains `id_token`";
    require(!through_browser, "id_token_signed_response_alg", "none", expected)?;
    Ok(Verdict::Held)
}

/// JARM §3, RFC 9701 §5: these JWTs are always signed.
pub(super) fn always_signed(member: &'static str, alg: Option<&String>) -> Checked {
    each(alg, |alg| require(alg != "none", member, alg, "an algorithm that signs"))
}

/// RFC 9101 §10.5: a client that requires signed request objects does not register `none`.
pub(super) fn signed_request_objects(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    if metadata.require_signed_request_object != Some(true) {
        return Ok(Verdict::NotApplicable);
    }
    each(&metadata.request_object_signing_alg, |alg| {
        let expected = "an algorithm that signs, because `require_signed_request_object` is true";
        require(alg != "none", "request_object_signing_alg", alg, expected)
    })
}

/// CIBA §7.1.1: the algorithm of signed authentication requests is asymmetric.
pub(super) fn backchannel_requests(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    each(&metadata.backchannel_authentication_request_signing_alg, |alg| {
        let member = "backchannel_authentication_request_signing_alg";
        require(alg != "none" && !is_mac(alg), member, alg, "an asymmetric algorithm")
    })
}

/// Registration §2, Core §10.2: the provider encrypts with a key of the client.
pub(super) fn encryption_keys(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    each(responses(metadata).filter(|(_, alg)| !is_shared_key(alg)), |(_, alg)| {
        has_keys(metadata, "the provider encrypts responses for the client")?;
        let (Some(jwks), Ok(algorithm)) = (&metadata.jwks, alg.parse()) else { return Ok(()) };
        let expected = "a key with which the provider can encrypt for the client";
        require(jwks.can_encrypt(algorithm), "jwks", alg, expected)
    })
}

/// RFC 8725 §3.2: RSA1_5 and PBES2 let an attacker read messages or consume computing time.
pub(super) fn weak_encryption(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    each(encryption(metadata), |(member, alg)| {
        let holds = alg != "RSA1_5" && !alg.starts_with("PBES2-");
        require(holds, member, alg, "an algorithm other than `RSA1_5` and PBES2")
    })
}

/// RFC 8705 §6.4: a token from the authorization endpoint cannot be bound to a certificate.
pub(super) fn certificate_bound(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    if metadata.tls_client_certificate_bound_access_tokens != Some(true) {
        return Ok(Verdict::NotApplicable);
    }
    each(metadata.effective_response_types(), |response_type| {
        let expected = "no response type with `token`, because \
                        `tls_client_certificate_bound_access_tokens` is true";
        let holds = !response_type.includes("token");
        require(holds, "response_types", response_type.as_str(), expected)
    })
}
