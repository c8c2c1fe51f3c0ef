//! Changes one member in JSON text. The text can have a member twice, which a parsed value cannot.

use std::fmt;

use serde_json::Value;

/// The way to a member: names of members and positions in arrays.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Path(Vec<Step>);

#[derive(Clone, Debug, PartialEq)]
enum Step {
    Name(String),
    Position(usize),
}

/// What happens to the member.
pub(crate) enum Change<'a> {
    Map(&'a dyn Fn(&Value) -> Value),
    Drop,
    Duplicate,
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.0.iter().enumerate() {
            match step {
                Step::Name(name) if index == 0 => f.write_str(name)?,
                Step::Name(name) => write!(f, ".{name}")?,
                Step::Position(position) => write!(f, "[{position}]")?,
            }
        }
        Ok(())
    }
}

/// Returns the paths of all members, at any depth.
pub(crate) fn paths(value: &Value) -> Vec<Path> {
    let mut found = Vec::new();
    collect(value, &mut Vec::new(), &mut found);
    found
}

fn collect(value: &Value, at: &mut Vec<Step>, found: &mut Vec<Path>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                at.push(Step::Name(name.clone()));
                found.push(Path(at.clone()));
                collect(member, at, found);
                at.pop();
            }
        }
        Value::Array(elements) => {
            for (position, element) in elements.iter().enumerate() {
                at.push(Step::Position(position));
                collect(element, at, found);
                at.pop();
            }
        }
        _ => {}
    }
}

/// Returns the text of the value after a change of one member.
pub(crate) fn apply(value: &Value, path: &Path, change: &Change<'_>) -> String {
    print(value, Some(&path.0), change)
}

/// Prints a value. `target` is the rest of the path when the changed member is inside the value.
fn print(value: &Value, target: Option<&[Step]>, change: &Change<'_>) -> String {
    let first = target.and_then(<[Step]>::first);
    let rest = target.map(|steps| steps.get(1..).unwrap_or_default());
    match value {
        Value::Object(members) => {
            let mut printed = Vec::new();
            for (name, member) in members {
                let here = first == Some(&Step::Name(name.clone()));
                let key = Value::from(name.as_str());
                let last = here && rest == Some(&[]);
                match (last, change) {
                    (true, Change::Drop) => {}
                    (true, Change::Map(map)) => printed.push(format!("{key}:{}", map(member))),
                    (true, Change::Duplicate) => {
                        printed.extend([format!("{key}:{member}"), format!("{key}:{member}")]);
                    }
                    (false, _) => {
                        let target = rest.filter(|_| here);
                        printed.push(format!("{key}:{}", print(member, target, change)));
                    }
                }
            }
            format!("{{{}}}", printed.join(","))
        }
        Value::Array(elements) => {
            let printed = elements.iter().enumerate().map(|(position, element)| {
                let target = rest.filter(|_| first == Some(&Step::Position(position)));
                print(element, target, change)
            });
            format!("[{}]", printed.collect::<Vec<_>>().join(","))
        }
        other => other.to_string(),
    }
}

#[test]
fn a_member_is_replaced_dropped_or_duplicated() {
    let value = serde_json::json!({ "a": 1, "keys": [{ "kid": "x" }, { "kid": "y" }] });
    let all = paths(&value);
    let names: Vec<String> = all.iter().map(Path::to_string).collect();
    assert_eq!(names, ["a", "keys", "keys[0].kid", "keys[1].kid"]);
    assert_eq!(
        apply(&value, &all[3], &Change::Duplicate),
        r#"{"a":1,"keys":[{"kid":"x"},{"kid":"y","kid":"y"}]}"#
    );
    assert_eq!(apply(&value, &all[0], &Change::Drop), r#"{"keys":[{"kid":"x"},{"kid":"y"}]}"#);
    assert_eq!(
        apply(&value, &all[2], &Change::Map(&|_| "z".into())),
        r#"{"a":1,"keys":[{"kid":"z"},{"kid":"y"}]}"#
    );
}
