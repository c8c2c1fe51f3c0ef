//! Authorization requests, as OAuth and as OpenID Connect read them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use symbolon_oauth::{AuthorizationRequest, Parameters};
use symbolon_oidc::AuthenticationRequest;

fuzz_target!(|encoded: &str| {
    let Ok(parameters) = Parameters::parse(encoded) else { return };
    if let Ok(request) = AuthorizationRequest::from_parameters(parameters.clone()) {
        let again = AuthorizationRequest::from_parameters(request.to_parameters());
        assert_eq!(again.as_ref(), Ok(&request));
    }
    if let Ok(request) = AuthenticationRequest::from_parameters(parameters) {
        let again = AuthenticationRequest::from_parameters(request.to_parameters());
        assert_eq!(again.as_ref(), Ok(&request));
    }
});
