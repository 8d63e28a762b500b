//! The names that expressions and sentences of a checklist may use, and what stands behind them.

use std::cell::Cell;
use std::collections::BTreeMap;

use rust_i18n::t;

use super::expression::{Expression, Reference, Sentence};
use super::keys::RESERVED;
use super::reader::{Located, Value, did_you_mean};

/// How many names a dangling one is compared with, and for how many dangling ones of a file: enough
/// for any real checklist, while a file made to be slow stays quick.
const MAX_GUESSES: usize = 500;
const MAX_HINTS: usize = 100;

/// What may follow a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Members {
    /// Nothing: the name is the value.
    Plain,
    /// `.rows`, `.ok`, `.share`.
    Register,
    /// `.forms`, `.index`, `.question.<one of these>.index`.
    Survey(Vec<String>),
    /// The item itself is broken; whatever is asked of it is not complained about.
    Unknown,
}

/// Whose names they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// The items of the checklist.
    Items,
    /// The columns of one register.
    Columns,
}

/// The names that may be used in one place; `target.<name>` may be used everywhere.
#[derive(Debug)]
pub(super) struct Names {
    scope: Scope,
    by_variable: BTreeMap<String, Members>,
    hints_left: Cell<usize>,
}

/// The name of `id` in expressions.
pub(super) fn variable(id: &str) -> String {
    id.replace('-', "_")
}

/// Whether `id` would read as a word of the expression language.
pub(super) fn is_reserved(id: &str) -> bool {
    RESERVED.contains(&variable(id).as_str())
}

impl Names {
    /// No names yet.
    pub fn new(scope: Scope) -> Self {
        Self { scope, by_variable: BTreeMap::new(), hints_left: Cell::new(MAX_HINTS) }
    }

    /// Makes `id` known.
    pub fn add(&mut self, id: &str, members: Members) {
        self.by_variable.insert(variable(id), members);
    }

    /// Reads an expression and checks what it refers to.
    pub fn expression(&self, value: Value<'_>) -> Option<Located<Expression>> {
        let text = value.text()?;
        match Expression::parse(&text.value) {
            Ok(expression) => {
                self.check(expression.references(), value);
                Some(Located { value: expression, offset: text.offset })
            }
            Err(error) => {
                report(value, &text.value, error.offset, &error.message);
                None
            }
        }
    }

    /// Reads a sentence and checks what it refers to.
    pub fn sentence(&self, value: Value<'_>) -> Option<Sentence> {
        let text = value.text()?;
        match Sentence::parse(&text.value) {
            Ok(sentence) => {
                self.check(sentence.references(), value);
                Some(sentence)
            }
            Err(error) => {
                report(value, &text.value, error.offset, &error.message);
                None
            }
        }
    }

    fn check(&self, references: &[Reference], value: Value<'_>) {
        for reference in references {
            if let Some(message) = self.fault(&reference.0) {
                value.error(message);
            }
        }
    }

    fn hint(&self, name: &str) -> String {
        let Some(left) = self.hints_left.get().checked_sub(1) else { return String::new() };
        self.hints_left.set(left);
        did_you_mean(name, self.by_variable.keys().map(String::as_str).take(MAX_GUESSES))
    }

    /// What is wrong with a reference, if anything.
    fn fault(&self, path: &[String]) -> Option<String> {
        let (name, members) = path.split_first()?;
        let members: Vec<&str> = members.iter().map(String::as_str).collect();
        if name == "target" {
            let message = || t!("checklist.reference.target").into_owned();
            return (members.len() != 1).then(message);
        }
        let Some(known) = self.by_variable.get(name) else {
            let hint = self.hint(name);
            return Some(match self.scope {
                Scope::Items => t!("checklist.reference.no_item", name = name, hint = hint).into_owned(),
                Scope::Columns => t!("checklist.reference.no_column", name = name, hint = hint).into_owned(),
            });
        };
        match (known, members.as_slice()) {
            (Members::Unknown, _)
            | (Members::Plain, [])
            | (Members::Register, ["rows" | "ok" | "share"])
            | (Members::Survey(_), ["forms" | "index"]) => None,
            (Members::Survey(questions), ["question", question, "index"]) => {
                let hint = did_you_mean(question, questions.iter().map(String::as_str));
                let message = || {
                    t!("checklist.reference.no_question", name = name, question = *question, hint = hint).into_owned()
                };
                (!questions.iter().any(|known| known == question)).then(message)
            }
            (Members::Plain, _) => {
                Some(t!("checklist.reference.no_members", name = name, path = path.join(".")).into_owned())
            }
            (Members::Register, _) => Some(t!("checklist.reference.register", name = name).into_owned()),
            (Members::Survey(_), _) => Some(t!("checklist.reference.survey", name = name).into_owned()),
        }
    }
}

/// Reports a text that does not parse: at its opening quote, naming the character within it.
fn report(value: Value<'_>, text: &str, offset: usize, message: &str) {
    let character = text[..text.floor_char_boundary(offset)].chars().count() + 1;
    let key = value.key();
    value.error(t!("checklist.not_parsed", key = key, character = character, message = message));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let mut names = Names::new(Scope::Items);
        names.add("tong-tthc", Members::Plain);
        names.add("mau", Members::Register);
        names.add("phieu", Members::Survey(vec!["thai_do".into()]));
        names.add("hong", Members::Unknown);
        names
    }

    fn fault(path: &str) -> Option<String> {
        names().fault(&path.split('.').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn names_and_their_members_are_found() {
        for good in [
            "tong_tthc",
            "target.ty_le",
            "mau.rows",
            "mau.ok",
            "mau.share",
            "phieu.forms",
            "phieu.index",
            "phieu.question.thai_do.index",
            "hong.gi.cung.duoc",
        ] {
            assert_eq!(fault(good), None, "{good}");
        }
    }

    #[test]
    fn everything_else_dangles() {
        for bad in [
            "tong",
            "tong_tthc.rows",
            "target",
            "target.a.b",
            "mau",
            "mau.index",
            "mau.rows.x",
            "phieu",
            "phieu.ok",
            "phieu.question",
            "phieu.question.thai_do",
            "phieu.question.thoi_gian.index",
        ] {
            assert!(fault(bad).is_some(), "{bad}");
        }
        assert!(fault("tong_tthd").unwrap().contains("tong_tthc"), "names the near one");
    }

    #[test]
    fn words_of_the_language_are_reserved_with_hyphens_too() {
        assert!(is_reserved("not") && is_reserved("working-days") && is_reserved("target"));
        assert!(!is_reserved("notice"));
    }
}
