//! The log: one line for each decision and each refusal, with its code.

use crate::support::{ALICE, Demo, Outcome, Tab, changed};

#[tokio::test]
async fn each_decision_and_each_refusal_of_both_parties_is_one_line() -> Outcome {
    let demo = Demo::start_logged()?;
    let request = demo.authorization_request().await?;
    demo.get(changed(&request, "client_id", Some("\u{1b}[2J")).as_str()).await?;
    demo.get(changed(&request, "response_type", Some("token")).as_str()).await?;
    demo.get(&format!("{}/callback?code=c&state=guessed", demo.app)).await?;
    let token = request.join("/token")?;
    demo.http.post(token).body("grant_type=authorization_code").send().await?;
    demo.http.get(request.join("/userinfo")?).send().await?;

    let mut tab = Tab::open(&demo, request).await?;
    let wrong = [("username", "alice"), ("password", "guessed"), ("action", "sign-in")];
    tab.post("/sign-in", &wrong).await?;
    tab.post("/sign-in", &ALICE).await?;
    tab.post("/consent", &[("action", "allow")]).await?;

    let log = demo.log()?;
    let mut lines = log.lines();
    for (party, what, code) in [
        ("provider", "refused", "client_id.syntax: "),
        ("provider", "refused", "authorize.unsupported_response_type: "),
        ("relying party", "refused", "app.no_login: "),
        ("provider", "refused", "parameters.content_type: "),
        ("provider", "refused", "user_info."),
        ("provider", "refused", "sign_in.wrong_password: "),
        ("provider", "granted", "sign_in.password: "),
        ("provider", "granted", "authorize.code: "),
    ] {
        let line = lines.next().ok_or_else(|| format!("no line for {code}: {log}"))?;
        let expected = format!("UTC  {party:<13}  {what}  {code}");
        assert!(line.contains(&expected), "{expected}: {line}");
    }
    assert_eq!(lines.next(), None, "{log}");
    for secret in ["guessed", "correct horse"] {
        assert!(!log.contains(secret), "{log}");
    }
    assert!(!log.contains('\u{1b}'), "a request cannot control the terminal: {log:?}");
    Ok(())
}
