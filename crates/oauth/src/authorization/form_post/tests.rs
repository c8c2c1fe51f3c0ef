//! Tests of the form post page.

use http::StatusCode;

use super::*;

fn parameters(pairs: &[(&str, &str)]) -> Parameters {
    let mut parameters = Parameters::new();
    for (name, value) in pairs {
        parameters.push(name, value);
    }
    parameters
}

fn post(pairs: &[(&str, &str)]) -> Result<Response<Vec<u8>>, UndeliverableResponse> {
    let redirect_uri = RedirectUri::new("https://client.example/cb?a='1'&b=2").unwrap();
    check(&parameters(pairs))?;
    Ok(response(&redirect_uri, &parameters(pairs)))
}

fn body(pairs: &[(&str, &str)]) -> String {
    String::from_utf8(post(pairs).unwrap().into_body()).unwrap()
}

#[test]
fn form_post_2_the_whole_page() {
    assert_eq!(
        body(&[("code", "Splx"), ("state", "af0")]),
        r#"<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Back to the app</title></head>
<body>
<form method="post" action="https://client.example/cb?a=&#39;1&#39;&#38;b=2" autocomplete="off">
<input type="hidden" name="code" value="Splx">
<input type="hidden" name="state" value="af0">
<noscript><p>Press the button to go back to the app.</p><button>Continue</button></noscript>
</form>
<script>HTMLFormElement.prototype.submit.call(document.forms[0])</script>
</body>
</html>
"#
    );
}

#[test]
fn attack_095_the_form_post_page_escapes_names_and_values() {
    let hostile = "\"><script>alert(1)</script><input value='&quot;";
    let page = body(&[("state", hostile), (hostile, "x")]);
    let escaped =
        "&#34;&#62;&#60;script&#62;alert(1)&#60;/script&#62;&#60;input value=&#39;&#38;quot;";
    assert!(page.contains(&format!("name=\"state\" value=\"{escaped}\">")));
    assert!(page.contains(&format!("name=\"{escaped}\" value=\"x\">")));
    assert_eq!(page.matches("<script>").count(), 1);
}

#[test]
fn form_post_2_header_fields() {
    let response = post(&[("code", "Splx")]).unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let headers = response.headers();
    assert_eq!(headers["content-type"], "text/html; charset=utf-8");
    assert_eq!(headers["cache-control"], "no-store");
    assert_eq!(headers["referrer-policy"], "no-referrer");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert!(!headers.contains_key("x-frame-options"));
    let script = page::source_of(SCRIPT);
    let policy = format!("default-src 'none'; script-src {script}; base-uri 'none'");
    assert_eq!(headers["content-security-policy"], policy);
}

#[test]
fn what_a_form_would_change_is_not_sent() {
    for (name, value) in [
        ("x", "a\0b"),
        ("x", "a\nb"),
        ("x", "a\rb"),
        ("a\nb", "x"),
        ("_charset_", "x"),
        ("_Charset_", "x"),
    ] {
        let error = UndeliverableResponse::Parameter { name: Excerpt::new(name) };
        assert_eq!(post(&[(name, value)]).unwrap_err(), error, "{name:?}");
    }
    assert!(post(&[("x", "a\tb\u{7f}é\u{85}"), ("submit", "x")]).is_ok());
}
