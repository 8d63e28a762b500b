//! What the user prefers: where each setting comes from and what it comes to.
//!
//! Command line before environment before what was switched on the screen before the file before the default. What is
//! switched on the screen counts at once, whatever the command line says, and is remembered.

mod file;
mod keys;
mod setting;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use file::{FilePreferences, sample};
pub use setting::{Language, Setting};

use super::appearance::{Appearance, InputMethod, LayoutDigits};
use super::keymap::Keymap;
use super::terminal::Mouse;
use super::theme::{GlyphChoice, Theme, ThemeChoice};
use crate::vietnamese::typing::{Method, ToneStyle};

/// Name of the file in the home folder.
pub const CONFIG_FILE: &str = "config.toml";

/// Where a value comes from, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// Typed behind `kiemtra`.
    CommandLine,
    /// An environment variable.
    Environment,
    /// Switched on the screen.
    Screen,
    /// The file.
    File,
    /// What the system says of itself.
    System,
    /// Nobody said anything.
    Default,
}

/// A value with its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chosen {
    /// Which of the setting's choices.
    pub at: usize,
    /// Who says so.
    pub source: Source,
}

/// Everything that has a say, and what comes of it.
#[derive(Debug, Clone, Default)]
pub struct Preferences {
    given: BTreeMap<Setting, Chosen>,
    switched: BTreeMap<Setting, usize>,
    /// Switched since the program was started.
    now: BTreeMap<Setting, usize>,
    file: FilePreferences,
    keymap: Arc<Keymap>,
    path: PathBuf,
}

impl Preferences {
    /// What the file in `home` says, and what is wrong with it ([`Self::problems`]).
    pub fn of_home(home: &Path) -> Self {
        let path = home.join(CONFIG_FILE);
        let file = FilePreferences::read(&path);
        Self { keymap: Arc::new(file.keymap.clone()), file, path, ..Self::default() }
    }

    /// With what command line, environment or system say of a setting.
    #[must_use]
    pub fn given(mut self, setting: Setting, at: usize, source: Source) -> Self {
        self.given.insert(setting, Chosen { at, source });
        self
    }

    /// With what was switched on the screen in earlier sessions: id of the setting → name of the choice. What this
    /// version does not know is passed over.
    #[must_use]
    pub fn switched(mut self, remembered: impl IntoIterator<Item = (String, String)>) -> Self {
        self.switched = remembered
            .into_iter()
            .filter_map(|(id, choice)| {
                let setting = Setting::named(&id)?;
                Some((setting, setting.position(&choice)?))
            })
            .collect();
        self
    }

    /// Switches a setting on the screen.
    pub fn switch(&mut self, setting: Setting, at: usize) {
        self.now.insert(setting, at);
        self.switched.insert(setting, at);
    }

    /// What a setting comes to, and why.
    pub fn chosen(&self, setting: Setting) -> Chosen {
        let switched =
            |from: &BTreeMap<Setting, usize>| from.get(&setting).map(|at| Chosen { at: *at, source: Source::Screen });
        let given = self.given.get(&setting).copied();
        let forced = given.filter(|chosen| chosen.source <= Source::Environment);
        let in_file = self.file.values.get(&setting).map(|at| Chosen { at: *at, source: Source::File });
        let default = Chosen { at: 0, source: Source::Default };
        switched(&self.now).or(forced).or_else(|| switched(&self.switched)).or(in_file).or(given).unwrap_or(default)
    }

    /// Where the file lies, or would.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether there is such a file.
    pub fn has_file(&self) -> bool {
        self.path.is_file()
    }

    /// What is wrong with the file, each with line and column; the defaults count there.
    pub fn problems(&self) -> &[String] {
        &self.file.problems
    }

    /// The language.
    pub fn language(&self) -> Language {
        Language::ALL[self.chosen(Setting::Language).at]
    }

    /// What the frame is to look like.
    pub fn appearance(&self) -> Appearance {
        let of = |setting| self.chosen(setting).at;
        let style = [ToneStyle::Old, ToneStyle::New][of(Setting::Tone)];
        let method = [None, Some(Method::Telex), Some(Method::Vni)][of(Setting::Typing)];
        let colours = [ThemeChoice::Dark, ThemeChoice::Light, ThemeChoice::HighContrast, ThemeChoice::Mono];
        let borders = [GlyphChoice::Standard, GlyphChoice::Ascii];
        Appearance {
            theme: Theme::new(colours[of(Setting::Theme)], borders[of(Setting::Borders)]),
            keymap: self.keymap.clone(),
            typing: method.map(|method| InputMethod { method, style }),
            mouse: [Mouse::Off, Mouse::On][of(Setting::Mouse)],
            digits: [LayoutDigits::Off, LayoutDigits::On][of(Setting::Digits)],
        }
    }
}

#[cfg(test)]
mod tests;
