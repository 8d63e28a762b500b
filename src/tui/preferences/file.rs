//! `config.toml` in the home folder.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;
use std::path::Path;

use rust_i18n::t;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys;
use super::setting::Setting;
use crate::checklist::{explain_syntax, nearest};
use crate::tui::action::{Action, Binding};
use crate::tui::keymap::Keymap;

/// The commented sample without its keys, which come from the table of actions.
const SAMPLE: &str = include_str!("../../../data/config.toml");

/// Largest file read: a sample with every key has a few KB.
const MAX_BYTES: u64 = 1024 * 1024;

/// What a file says.
#[derive(Debug, Clone, Default)]
pub struct FilePreferences {
    /// Settings it names rightly.
    pub values: BTreeMap<Setting, usize>,
    /// The shipped keys with its changes.
    pub keymap: Keymap,
    /// What is wrong in it, as `file:line:column: what, and what to do`.
    pub problems: Vec<String>,
}

impl FilePreferences {
    /// Reads `path`. No file says nothing; what is wrong in one is told and counts as not said.
    pub fn read(path: &Path) -> Self {
        let unreadable = |why: String| {
            let problem = t!("preferences.unreadable", path = path.display(), why = why).into_owned();
            Self { problems: vec![problem], ..Self::default() }
        };
        match std::fs::metadata(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Self::default(),
            Ok(found) if found.len() > MAX_BYTES => return unreadable(t!("preferences.too_large").into_owned()),
            _ => {}
        }
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&path.display().to_string(), &text),
            Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
                unreadable(t!("preferences.not_utf8").into_owned())
            }
            Err(error) => unreadable(crate::system::explain(&error)),
        }
    }

    /// Reads `text`; `name` stands before every problem.
    pub fn parse(name: &str, text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (document, errors) = DeTable::parse_recoverable(text);
        let broken: Vec<Range<usize>> = errors.iter().filter_map(toml::de::Error::span).collect();
        let mut reader = Reader { problems: Vec::new(), broken };
        for error in &errors {
            let at = error.span().map_or(0, |span| span.start);
            reader.problems.push(Problem { at, what: explain_syntax(error) });
        }
        let mut read = Self::default();
        for (key, value) in document.get_ref() {
            let id = key.get_ref().as_ref();
            if id == "keys" {
                read.keymap = reader.keymap(value);
            } else if let Some(setting) = Setting::named(id) {
                read.values.extend(reader.choice(setting, value).map(|at| (setting, at)));
            } else {
                let known = || Setting::ALL.into_iter().map(Setting::id).chain(["keys"]);
                let known_list = known().collect::<Vec<_>>().join(", ");
                let what = t!("preferences.unknown", id = id, known = known_list, hint = hint(id, known()));
                reader.wrong(key.span().start, what);
            }
        }
        reader.problems.sort_by_key(|problem| problem.at);
        read.problems = reader.problems.iter().map(|problem| problem.told(name, text)).collect();
        read
    }
}

/// The commented sample: everything at its default, the keys of every action among it.
pub fn sample() -> String {
    let mut text = SAMPLE.to_owned();
    for action in Action::ALL.iter().copied().filter(|action| keys::fixed(*action).is_none()) {
        let names = action.bindings().iter().map(|binding| format!("\"{binding}\"")).collect::<Vec<_>>().join(", ");
        // Writing to a String cannot fail.
        let _ = writeln!(text, "# {} = [{names}]  # {}", action.id(), action.label());
    }
    text
}

struct Problem {
    at: usize,
    what: String,
}

impl Problem {
    fn told(&self, name: &str, text: &str) -> String {
        let before = text.get(..self.at).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
        format!("{name}:{line}:{column}: {}", self.what)
    }
}

struct Reader {
    problems: Vec<Problem>,
    /// Where the syntax is broken: what stands there was told already.
    broken: Vec<Range<usize>>,
}

impl Reader {
    fn wrong(&mut self, at: usize, what: impl Into<String>) {
        self.problems.push(Problem { at, what: what.into() });
    }

    fn choice(&mut self, setting: Setting, value: &Spanned<DeValue<'_>>) -> Option<usize> {
        let said = match value.get_ref() {
            DeValue::String(text) => text.as_ref().to_owned(),
            DeValue::Boolean(said) => said.to_string(),
            _ => String::new(),
        };
        if let Some(at) = setting.position(&said) {
            return Some(at);
        }
        let at = value.span();
        if !self.broken.iter().any(|broken| broken.start >= at.start && broken.start <= at.end) {
            let truth = setting.choices().contains(&"true");
            let quoted = |choice: &&str| if truth { (*choice).to_owned() } else { format!("\"{choice}\"") };
            let choices = setting.choices().iter().map(quoted).collect::<Vec<_>>().join(", ");
            let hint = hint(&said, setting.choices().iter().copied());
            self.wrong(at.start, t!("preferences.bad_choice", id = setting.id(), choices = choices, hint = hint));
        }
        None
    }

    fn keymap(&mut self, value: &Spanned<DeValue<'_>>) -> Keymap {
        let mut keymap = Keymap::default();
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(value.span().start, t!("preferences.keys_no_table"));
            return keymap;
        };
        let mut changed = Vec::new();
        for (key, value) in table {
            let id = key.get_ref().as_ref();
            let Some(action) = Action::named(id) else {
                let known = Action::ALL.iter().map(|action| action.id());
                self.wrong(key.span().start, t!("preferences.no_action", id = id, hint = hint(id, known)));
                continue;
            };
            if let Some(why) = keys::fixed(action) {
                self.wrong(key.span().start, why);
            } else if let Some(bindings) = self.bindings(action, value) {
                changed.push(Rebound { action, at: value.span().start, bindings });
            }
        }
        // All at once: two actions may change keys with each other.
        for rebound in &changed {
            keymap.rebind(rebound.action, rebound.bindings.clone());
        }
        for rebound in &changed {
            let clash = |binding: &Binding| {
                let other = Action::ALL
                    .iter()
                    .find(|other| **other != rebound.action && keymap.bindings(**other).contains(binding));
                other.map(|other| (*binding, *other))
            };
            if let Some((binding, other)) = rebound.bindings.iter().find_map(clash) {
                let key = binding.to_string();
                self.wrong(rebound.at, t!("preferences.key.taken", key = key, other = other.id()));
                // The shipped keys of the other are never taken away silently.
                let free: Vec<Binding> = rebound.action.bindings().to_vec();
                let free = free.into_iter().filter(|own| {
                    !Action::ALL.iter().any(|other| *other != rebound.action && keymap.bindings(*other).contains(own))
                });
                let free = free.collect();
                keymap.rebind(rebound.action, free);
            }
        }
        keymap
    }

    fn bindings(&mut self, action: Action, value: &Spanned<DeValue<'_>>) -> Option<Vec<Binding>> {
        let DeValue::Array(names) = value.get_ref() else {
            self.wrong(value.span().start, t!("preferences.key.no_list", action = action.id()));
            return None;
        };
        let mut bindings = Vec::new();
        let before = self.problems.len();
        for name in names {
            match name.get_ref() {
                DeValue::String(text) => match keys::read(text) {
                    Ok(binding) => bindings.push(binding),
                    Err(why) => self.wrong(name.span().start, why),
                },
                _ => self.wrong(name.span().start, t!("preferences.key.no_list", action = action.id())),
            }
        }
        if bindings.is_empty()
            && self.problems.len() == before
            && let Some(why) = keys::needs_a_key(action)
        {
            self.wrong(value.span().start, why);
        }
        (self.problems.len() == before).then_some(bindings)
    }
}

/// A change of the keys of one action.
struct Rebound {
    action: Action,
    at: usize,
    bindings: Vec<Binding>,
}

fn hint<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> String {
    nearest(word, candidates).map_or_else(String::new, |near| t!("preferences.did_you_mean", near = near).into_owned())
}
