//! The tokens of a file, without its tests.

use std::str::FromStr;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The tokens of a file in order, groups opened up, and the child modules that are declared for
/// tests only.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    pub(crate) all: Vec<String>,
    pub(crate) test_modules: Vec<String>,
}

impl Tokens {
    pub(crate) fn of(text: &str) -> Self {
        let mut tokens = Self::default();
        tokens.add(TokenStream::from_str(text).unwrap());
        tokens
    }

    fn add(&mut self, stream: TokenStream) {
        let mut rest = stream.into_iter().peekable();
        while let Some(token) = rest.next() {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == '#' => {
                    // The attribute itself holds no path that matters.
                    let inner = rest.next_if(|next| next.to_string() == "!").is_some();
                    let attribute = rest.next().map(|group| group.to_string());
                    let test = attribute.is_some_and(|it| it.replace(' ', "") == "[cfg(test)]");
                    if test && !inner {
                        self.skip_item(&mut rest);
                    }
                }
                TokenTree::Group(group) => {
                    let (open, close) = match group.delimiter() {
                        Delimiter::Parenthesis => ("(", ")"),
                        Delimiter::Brace => ("{", "}"),
                        Delimiter::Bracket => ("[", "]"),
                        Delimiter::None => ("", ""),
                    };
                    self.all.push(open.to_owned());
                    self.add(group.stream());
                    self.all.push(close.to_owned());
                }
                TokenTree::Literal(_) => self.all.push("\"\"".to_owned()),
                other => self.all.push(other.to_string()),
            }
        }
    }

    /// Skips an item up to its semicolon or the end of its body.
    fn skip_item(&mut self, rest: &mut impl Iterator<Item = TokenTree>) {
        let mut before = String::new();
        for token in rest {
            let text = token.to_string();
            match &token {
                TokenTree::Punct(punct) if punct.as_char() == ';' => return,
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => return,
                _ if before == "mod" => self.test_modules.push(text.clone()),
                _ => {}
            }
            before = text;
        }
    }
}

#[test]
fn tests_and_attributes_are_left_out() {
    let tokens = Tokens::of(
        "/// Doc.\n#[derive(Debug)] struct A { b: crate::B }\n#[cfg(test)] mod tests;\n\
         #[cfg(test)] fn c() { d(); }\nconst E: &str = \"crate::F\";",
    );
    let expected = "struct A { b : crate : : B } const E : & str = \"\" ;";
    assert_eq!(tokens.all.join(" "), expected);
    assert_eq!(tokens.test_modules, ["tests"]);
}
