//! The first form of a page, and its fields.

/// A form with its fields, and with the name and value of its first button.
#[derive(Debug, Default)]
pub struct Form {
    pub action: String,
    pub fields: Vec<(String, String)>,
}

impl Form {
    /// Reads the first form of a page. Returns `None` if the page has no form.
    pub fn first(page: &str) -> Option<Self> {
        let (_, rest) = page.split_once("<form")?;
        let (inside, _) = rest.split_once("</form>")?;
        let (form, inside) = inside.split_once('>')?;
        let mut found =
            Self { action: attribute(form, "action").unwrap_or_default(), fields: Vec::new() };
        let mut has_button = false;
        for element in inside.split('<') {
            let Some((tag, _)) = element.split_once('>') else { continue };
            let is_button = tag.starts_with("button ");
            if !tag.starts_with("input ") && (!is_button || has_button) {
                continue;
            }
            has_button |= is_button;
            if let Some(name) = attribute(tag, "name") {
                found.fields.push((name, attribute(tag, "value").unwrap_or_default()));
            }
        }
        Some(found)
    }

    /// Fills in the fields whose names the servers use for a user's name and password.
    pub fn fill_in(&mut self, username: &str, password: &str) {
        for (name, value) in &mut self.fields {
            match name.as_str() {
                "username" | "login" => username.clone_into(value),
                "password" => password.clone_into(value),
                _ => {}
            }
        }
    }

    pub fn encode(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.fields).finish()
    }
}

/// Returns the value of an attribute, without the references that it can contain.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!(" {name}=\""))?;
    let value = tag[start..].split('"').nth(1)?;
    Some(value.replace("&#38;", "&").replace("&amp;", "&"))
}
