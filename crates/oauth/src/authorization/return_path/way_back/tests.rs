//! Tests of the link and the form on a page.

use crate::{ErrorCode, ErrorResponse, RedirectUri, ResponseMode, ResponseType, ReturnPath, State};

use super::*;

fn way_back(mode: &ResponseMode) -> Result<WayBack, crate::UndeliverableResponse> {
    let redirect_uri = RedirectUri::new("https://client.example/cb?a='1'").unwrap();
    let state = State::parse("\"><script>".to_owned()).unwrap();
    ReturnPath::new(redirect_uri, &ResponseType::CODE, Some(mode))
        .unwrap()
        .state(Some(state))
        .way_back(ErrorResponse::new(ErrorCode::ACCESS_DENIED))
}

#[test]
fn attack_095_the_link_and_the_form_escape_every_value() {
    let link = |separator| {
        format!(
            "<a href=\"https://client.example/cb?a=&#39;1&#39;{separator}error=access_denied&#38;\
             state=%22%3E%3Cscript%3E\" rel=\"noreferrer\">&#60;b&#62;</a>"
        )
    };
    let form = "<form method=\"post\" action=\"https://client.example/cb?a=&#39;1&#39;\" \
         rel=\"noreferrer\" autocomplete=\"off\">\n\
         <input type=\"hidden\" name=\"error\" value=\"access_denied\">\n\
         <input type=\"hidden\" name=\"state\" value=\"&#34;&#62;&#60;script&#62;\">\n\
         <button>&#60;b&#62;</button>\n</form>";
    let html = |mode| way_back(mode).unwrap().to_html("<b>");
    assert_eq!(html(&ResponseMode::QUERY), link("&#38;"));
    assert_eq!(html(&ResponseMode::FRAGMENT), link("#"));
    assert_eq!(html(&ResponseMode::FORM_POST), form);
}

#[test]
fn jarm_2_2_without_a_key_no_parameter_is_on_the_page() {
    for mode in ResponseMode::ALL.iter().filter(|mode| mode.is_jwt()) {
        let error = way_back(mode).unwrap_err();
        assert_eq!(error, crate::UndeliverableResponse::MissingJwt, "{mode}");
    }
}

#[test]
fn debug_does_not_show_the_parameters() {
    for mode in [ResponseMode::QUERY, ResponseMode::FRAGMENT, ResponseMode::FORM_POST] {
        let printed = format!("{:?}", way_back(&mode).unwrap());
        assert!(!printed.contains("script") && !printed.contains("denied"), "{printed}");
    }
}
