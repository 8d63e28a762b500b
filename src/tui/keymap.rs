//! Which key calls which action: the table of [`Action`] with the user's changes on top.

use super::action::{Action, Binding};
use super::input::{Focus, Input};
use super::key::Key;

/// The keys of every action. Lookup, hints, help and palette all ask it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    /// In the order of [`Action::ALL`].
    bindings: Vec<Vec<Binding>>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self { bindings: Action::ALL.iter().map(|action| action.bindings().to_vec()).collect() }
    }
}

impl Keymap {
    /// Gives `action` other keys.
    pub fn rebind(&mut self, action: Action, bindings: Vec<Binding>) {
        if let Some(place) = self.bindings.get_mut(action as usize) {
            *place = bindings;
        }
    }

    /// The keys of `action`: the main key first. Empty: by name in the palette only.
    pub fn bindings(&self, action: Action) -> &[Binding] {
        self.bindings.get(action as usize).map(Vec::as_slice).unwrap_or_default()
    }

    /// The action bound to `binding`.
    pub fn bound_to(&self, binding: Binding) -> Option<Action> {
        Action::ALL.iter().copied().find(|action| self.bindings(*action).contains(&binding))
    }

    /// The action an input calls for, if it is the key of one.
    pub fn action_of(&self, input: &Input, focus: Focus) -> Option<Action> {
        let wanted = match (input, focus) {
            (Input::Key(key), _) => Binding::Key(*key),
            (Input::Text(text), Focus::Commands) => {
                let mut chars = text.chars();
                let first = chars.next()?;
                if chars.next().is_some() {
                    return None;
                }
                Binding::Sign(first)
            }
            _ => return None,
        };
        self.bound_to(wanted)
    }

    /// The first key of `action` that works where typing goes to `focus`, for hints.
    pub fn binding(&self, action: Action, focus: Focus) -> Option<Binding> {
        self.working(action, focus).next()
    }

    /// All keys of `action` that work where typing goes to `focus`, as help prints them (`Ctrl+K, F2`).
    pub fn keys(&self, action: Action, focus: Focus) -> String {
        self.working(action, focus).map(|binding| binding.to_string()).collect::<Vec<_>>().join(", ")
    }

    fn working(&self, action: Action, focus: Focus) -> impl Iterator<Item = Binding> {
        let bindings = self.bindings(action).iter().copied();
        bindings.filter(move |binding| focus == Focus::Commands || matches!(binding, Binding::Key(_)))
    }

    /// A sentence that names keys of the shipped table, with the keys that now do the same.
    ///
    /// Sentences of the screens are written with the shipped keys; where such a key does something else now, its name
    /// in a sentence would be wrong.
    pub fn retold(&self, text: &str) -> String {
        let shipped = Self::default();
        if *self == shipped || !text.contains("Ctrl+") {
            return text.to_owned();
        }
        let mut told = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find("Ctrl+") {
            let (before, from) = rest.split_at(at);
            told.push_str(before);
            let mut letters = from["Ctrl+".len()..].chars();
            let letter = letters.next().filter(char::is_ascii_uppercase);
            let alone = letters.next().is_none_or(|next| !next.is_alphanumeric());
            let length = "Ctrl+".len() + usize::from(letter.is_some());
            let key = letter.map(|letter| Binding::Key(Key::Ctrl(letter.to_ascii_lowercase())));
            let action = key.filter(|_| alone).and_then(|key| shipped.bound_to(key));
            let now = action.filter(|action| shipped.bindings(*action) != self.bindings(*action));
            match now {
                Some(action) => match self.bindings(action).first() {
                    Some(binding) => told.push_str(&binding.to_string()),
                    None => told.extend(["«", &action.label(), "»"]),
                },
                None => told.push_str(&from[..length]),
            }
            rest = &from[length..];
        }
        told + rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_those_of_the_design() {
        let keymap = Keymap::default();
        let expected = [
            (Action::Help, "?, F1"),
            (Action::Palette, "Ctrl+P, F10"),
            (Action::Remark, "Ctrl+K, F2"),
            (Action::Find, "Ctrl+F, /"),
            (Action::NextProblem, "Ctrl+L, F3"),
            (Action::Undo, "Ctrl+Z"),
            (Action::Redo, "Ctrl+Y"),
            (Action::NextUnanswered, "Ctrl+N, F5"),
            (Action::Evidence, "Ctrl+E"),
            (Action::Grid, "Ctrl+G, F6"),
            (Action::History, "Ctrl+T, F7"),
            (Action::Preview, "Ctrl+R, F9"),
            (Action::Quit, "Ctrl+Q, Ctrl+C"),
            (Action::VerdictNotApplicable, "4, 0"),
        ];
        for (action, keys) in expected {
            assert_eq!(keymap.keys(action, Focus::Commands), keys);
        }
        assert_eq!(keymap.keys(Action::Find, Focus::Text), "Ctrl+F");
        assert_eq!(keymap.keys(Action::Find, Focus::Literal), "Ctrl+F");
    }

    #[test]
    fn signs_are_commands_only_outside_fields() {
        let keymap = Keymap::default();
        let question = Input::Text("?".to_owned());
        assert_eq!(keymap.action_of(&question, Focus::Commands), Some(Action::Help));
        assert_eq!(keymap.action_of(&question, Focus::Text), None);
        assert_eq!(keymap.action_of(&question, Focus::Literal), None);
        assert_eq!(keymap.action_of(&Input::Key(Key::Function(1)), Focus::Text), Some(Action::Help));
        assert_eq!(keymap.action_of(&Input::Paste("?".to_owned()), Focus::Commands), None);
    }

    #[test]
    fn sentences_name_the_keys_that_work() {
        rust_i18n::set_locale("vi");
        let mut keymap = Keymap::default();
        let sentence = "Ctrl+Z hoàn tác; Ctrl+S lưu lại, Ctrl+Home về đầu";
        assert_eq!(keymap.retold(sentence), sentence);
        keymap.rebind(Action::Undo, vec![Binding::Key(Key::Function(8))]);
        keymap.rebind(Action::Save, Vec::new());
        assert_eq!(keymap.retold(sentence), "F8 hoàn tác; «lưu lại» lưu lại, Ctrl+Home về đầu");
    }
}
