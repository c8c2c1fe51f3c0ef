//! Rules about client authentication.

use std::net::IpAddr;

use symbolon_jose::SignatureAlgorithm;
use symbolon_jose::rule::Verdict;
use symbolon_oauth::ClientAuthenticationMethod;

use super::algorithms::{encryption, is_mac, is_shared_key, signing};
use super::keys::has_keys;
use super::{Checked, HttpUrls, each, require};
use crate::{ClientMetadata, ClientMetadataError};

const ALGORITHM: &str = "token_endpoint_auth_signing_alg";

/// Core §10.1, §10.2: a public client has no secret, so it has no key for a symmetric algorithm.
pub(super) fn public_clients(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    if !metadata.is_public() {
        return Ok(Verdict::NotApplicable);
    }
    let expected = "an asymmetric algorithm, because the client has no secret";
    each(signing(metadata), |(member, alg)| require(!is_mac(alg), member, alg, expected))?;
    each(encryption(metadata), |(member, alg)| {
        require(!is_shared_key(alg), member, alg, expected)
    })?;
    Ok(Verdict::Held)
}

/// Registration §2, Core §9: the algorithm of client assertions suits the method.
pub(super) fn assertion_algorithm(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    let method = metadata.authentication_method();
    each(&metadata.token_endpoint_auth_signing_alg, |alg| {
        let (holds, expected) = if alg == "none" {
            (false, "an algorithm that signs, because client assertions are always signed")
        } else if method == ClientAuthenticationMethod::PRIVATE_KEY_JWT {
            (!is_mac(alg), "an asymmetric algorithm, because the method is `private_key_jwt`")
        } else if method == ClientAuthenticationMethod::CLIENT_SECRET_JWT {
            (is_mac(alg), "a MAC algorithm, because the method is `client_secret_jwt`")
        } else {
            (false, "no value, because the method of the client uses no assertions")
        };
        require(holds, ALGORITHM, alg, expected)
    })
}

/// Registration §2, Core §9: the provider verifies the client's assertions with the client's
/// keys, so the client must register keys.
pub(super) fn private_key(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    if metadata.authentication_method() != ClientAuthenticationMethod::PRIVATE_KEY_JWT {
        return Ok(Verdict::NotApplicable);
    }
    has_keys(metadata, "the method is `private_key_jwt`")?;
    let algorithm = metadata.token_endpoint_auth_signing_alg.as_deref();
    has_signing_key(metadata, algorithm, "a key that verifies the client's assertions")
}

/// RFC 8705 §2.2.2: the client registers its certificates in the member `x5c` of its keys.
pub(super) fn self_signed(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    if metadata.authentication_method() != ClientAuthenticationMethod::SELF_SIGNED_TLS_CLIENT_AUTH {
        return Ok(Verdict::NotApplicable);
    }
    has_keys(metadata, "the method is `self_signed_tls_client_auth`")?;
    let keys = metadata.jwks.iter().flat_map(|jwks| jwks.keys());
    each(keys, |key| {
        let expected = "`x5c` in each key, because the method is `self_signed_tls_client_auth`";
        let found = key.kid().unwrap_or("a key without `kid`");
        require(key.extra().contains("x5c"), "jwks", found, expected)
    })?;
    Ok(Verdict::Held)
}

/// RFC 8705 §2.1.2: exactly one member names the subject of the certificate.
pub(super) fn certificate_subject(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    let subjects = [
        ("tls_client_auth_subject_dn", &metadata.tls_client_auth_subject_dn),
        ("tls_client_auth_san_dns", &metadata.tls_client_auth_san_dns),
        ("tls_client_auth_san_uri", &metadata.tls_client_auth_san_uri),
        ("tls_client_auth_san_ip", &metadata.tls_client_auth_san_ip),
        ("tls_client_auth_san_email", &metadata.tls_client_auth_san_email),
    ];
    let mut stated = subjects.into_iter().filter(|(_, subject)| subject.is_some());
    let (first, second) = (stated.next(), stated.next());
    let uses = metadata.authentication_method() == ClientAuthenticationMethod::TLS_CLIENT_AUTH;
    match (uses, first, second) {
        (false, None, _) => Ok(Verdict::NotApplicable),
        (false, Some((member, _)), _) => {
            let because = "the method of the client is not `tls_client_auth`";
            Err(ClientMetadataError::Excluded { member, because })
        }
        (true, None, _) => {
            let because = "the method is `tls_client_auth`, which needs one member that names the \
                           subject of the certificate";
            Err(ClientMetadataError::Needed { member: "tls_client_auth_subject_dn", because })
        }
        (true, Some(_), Some((member, _))) => {
            let because = "another member already names the subject of the certificate";
            Err(ClientMetadataError::Excluded { member, because })
        }
        (true, Some(_), None) => Ok(Verdict::Held),
    }
}

/// RFC 8705 §2.1.2: `tls_client_auth_san_ip` is an IPv4 or IPv6 address.
pub(super) fn certificate_address(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    each(&metadata.tls_client_auth_san_ip, |ip| {
        let is_address = ip.parse::<IpAddr>().is_ok();
        require(is_address, "tls_client_auth_san_ip", ip, "an IPv4 or IPv6 address")
    })
}

/// Core §6.3.2, CIBA §4: the provider verifies signed requests with the client's keys.
pub(super) fn signed_requests(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    let algorithms = [
        &metadata.request_object_signing_alg,
        &metadata.backchannel_authentication_request_signing_alg,
    ];
    let asymmetric = |alg: &&String| alg.as_str() != "none" && !is_mac(alg);
    each(algorithms.into_iter().flatten().filter(asymmetric), |alg| {
        has_keys(metadata, "the client signs its requests")?;
        has_signing_key(metadata, Some(alg), "a key that verifies the client's requests").map(drop)
    })
}

/// Checks that `jwks`, if it is stated, has a key for this algorithm, or for some algorithm.
fn has_signing_key(
    metadata: &ClientMetadata,
    algorithm: Option<&str>,
    expected: &'static str,
) -> Checked {
    let Some(jwks) = &metadata.jwks else { return Ok(Verdict::Held) };
    let possible = SignatureAlgorithm::ALL.iter().copied().filter(|it| !it.is_mac());
    let mut possible =
        possible.filter(|it| algorithm.is_none_or(|algorithm| it.as_str() == algorithm));
    // The rules about a provider's features refuse an algorithm that is not known.
    let is_unknown = algorithm.is_some_and(|it| it.parse::<SignatureAlgorithm>().is_err());
    let holds = is_unknown || possible.any(|it| jwks.can_verify(it));
    require(holds, "jwks", algorithm.unwrap_or("any algorithm"), expected)?;
    Ok(Verdict::Held)
}
