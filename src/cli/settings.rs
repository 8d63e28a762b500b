//! What every command and the screen start from.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use chrono::DateTime;
use clap::ValueEnum;

use super::arguments::GlobalArguments;
use super::environment::Environment;
use super::error::CommandError;
use crate::exchange::hub::AccessKey;
use crate::journal::Clock;
use crate::tui::Opener;
pub use crate::tui::preferences::Language;
use crate::tui::preferences::{Preferences, Setting, Source};

/// Folder beside the program that, where it exists, is the home: program and data on one folder to copy.
const PORTABLE_HOME: &str = "kiemtra-data";

/// What every command and the screen start from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The home folder.
    pub home: PathBuf,
    /// Whether somebody named the home folder.
    pub home_choice: HomeChoice,
    /// Language of the screen and of messages; papers are always Vietnamese.
    pub language: LanguageChoice,
    /// Who acts, where somebody said so; else it is chosen per round.
    pub member: Option<String>,
    /// Where times come from.
    pub clock: Clock,
    /// Whether colours may be shown.
    pub colours: Colours,
    /// What shows attached files.
    pub opener: Opener,
    /// The key to a bucket, where the environment holds one.
    pub access_key: Option<AccessKey>,
}

/// Whether somebody named the home folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HomeChoice {
    /// By `--home` or `KIEMTRA_HOME`.
    Named,
    /// It is the usual one.
    Usual,
}

/// Whether colours may be shown (`NO_COLOR`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colours {
    /// They may.
    Shown,
    /// Only bold, dim and reverse.
    Hidden,
}

/// A language and who chose it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LanguageChoice {
    /// The language.
    pub language: Language,
    /// Who chose it.
    pub source: Source,
}

impl LanguageChoice {
    /// Before anything is parsed, so that help and usage errors are already in it: `--lang`, `KIEMTRA_LANG`, the
    /// system's, Vietnamese.
    pub fn new(arguments: &[OsString], environment: &Environment) -> Self {
        let named = |text: &str| Language::from_str(text, false).ok();
        let mut arguments = arguments.iter().map(|argument| argument.to_string_lossy());
        let mut said = None;
        while let Some(argument) = arguments.next() {
            if argument == "--" {
                break;
            } else if argument == "--lang" {
                said = arguments.next().as_deref().and_then(named);
            } else if let Some(value) = argument.strip_prefix("--lang=") {
                said = named(value);
            }
        }
        let by_variable = || environment.language.as_deref().and_then(named);
        let by_system = || environment.system_language.as_deref().filter(|code| code.starts_with("en"));
        let choice = |source| move |language| Self { language, source };
        said.map(choice(Source::CommandLine))
            .or_else(|| by_variable().map(choice(Source::Environment)))
            .or_else(|| by_system().map(|_| Self { language: Language::En, source: Source::System }))
            .unwrap_or(Self { language: Language::default(), source: Source::Default })
    }
}

impl Settings {
    /// Puts together what was typed, what the environment says, and the defaults.
    pub fn new(
        arguments: &GlobalArguments,
        environment: &Environment,
        language: LanguageChoice,
    ) -> Result<Self, CommandError> {
        let wrong = |name, value: &str| CommandError::Variable { name, value: value.to_owned() };
        if let Some(code) = &environment.language {
            Language::from_str(code, false).map_err(|_| wrong("KIEMTRA_LANG", code))?;
        }
        let clock = match &environment.now {
            None => Clock::System,
            Some(text) => {
                let time = DateTime::parse_from_rfc3339(text).map_err(|_| wrong("KIEMTRA_NOW", text))?;
                Clock::Fixed(time)
            }
        };
        let named = arguments.home.clone().or_else(|| environment.home.clone().map(PathBuf::from));
        let (home, home_choice) = match named {
            Some(home) => (home, HomeChoice::Named),
            None => (usual_home(portable_home().as_deref())?, HomeChoice::Usual),
        };
        let colours = if environment.no_color.is_some() { Colours::Hidden } else { Colours::Shown };
        let member = arguments.member.clone().or_else(|| environment.member.clone());
        let opener = environment.opener.clone().map_or(Opener::System, |program| Opener::Program(program.into()));
        let access_key = environment.access_key.clone();
        Ok(Self { home, home_choice, language, member, clock, colours, opener, access_key })
    }

    /// The file of the home with what command line, environment and system say.
    pub fn preferences(&self) -> Preferences {
        let LanguageChoice { language, source } = self.language;
        let at = Language::ALL.iter().position(|known| *known == language).unwrap_or(0);
        let preferences = Preferences::of_home(&self.home).given(Setting::Language, at, source);
        match (self.colours, Setting::Theme.position("mono")) {
            (Colours::Hidden, Some(mono)) => preferences.given(Setting::Theme, mono, Source::Environment),
            _ => preferences,
        }
    }
}

fn portable_home() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    Some(program.parent()?.join(PORTABLE_HOME))
}

/// The folder beside the program where it exists, else the platform's folder for data that stay on this machine: a
/// roaming profile lies on a server.
fn usual_home(portable: Option<&Path>) -> Result<PathBuf, CommandError> {
    if let Some(portable) = portable.filter(|folder| folder.is_dir()) {
        return Ok(portable.to_owned());
    }
    let folders = directories::ProjectDirs::from("", "", "kiemtra").ok_or(CommandError::NoHome)?;
    Ok(folders.data_local_dir().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choose(typed: &[&str], variable: Option<&str>, system: Option<&str>) -> Language {
        let typed: Vec<OsString> = typed.iter().map(OsString::from).collect();
        let environment = Environment {
            language: variable.map(str::to_owned),
            system_language: system.map(str::to_owned),
            ..Environment::default()
        };
        LanguageChoice::new(&typed, &environment).language
    }

    fn settings(environment: &Environment) -> Result<Settings, CommandError> {
        let arguments = GlobalArguments { home: None, lang: None, member: None, help: None, version: None };
        Settings::new(&arguments, environment, LanguageChoice { language: Language::Vi, source: Source::Default })
    }

    #[test]
    fn the_language_is_what_was_typed_then_the_variable_then_the_systems_then_vietnamese() {
        assert_eq!(choose(&[], None, None), Language::Vi);
        assert_eq!(choose(&[], None, Some("fr_FR.UTF-8")), Language::Vi);
        assert_eq!(choose(&[], None, Some("C.UTF-8")), Language::Vi);
        assert_eq!(choose(&[], None, Some("en_US.UTF-8")), Language::En);
        assert_eq!(choose(&[], Some("vi"), Some("en_US.UTF-8")), Language::Vi);
        assert_eq!(choose(&["status", "--lang", "en"], Some("vi"), None), Language::En);
        assert_eq!(choose(&["--lang=vi", "status"], Some("en"), None), Language::Vi);
        assert_eq!(choose(&["record", "--", "--lang=en"], None, None), Language::Vi);
        assert_eq!(choose(&["--lang"], None, None), Language::Vi);
    }

    #[test]
    fn a_folder_beside_the_program_is_the_home_where_it_exists() {
        let folder = tempfile::tempdir().unwrap();
        let portable = folder.path().join(PORTABLE_HOME);
        assert_ne!(usual_home(Some(&portable)).unwrap(), portable);
        std::fs::create_dir(&portable).unwrap();
        assert_eq!(usual_home(Some(&portable)).unwrap(), portable);
    }

    #[test]
    fn the_file_of_the_home_names_the_language_where_nobody_else_does() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("config.toml"), "language = \"en\"\n").unwrap();
        let environment = Environment { home: Some(folder.path().into()), ..Environment::default() };
        let arguments = GlobalArguments { home: None, lang: None, member: None, help: None, version: None };
        let language = |source| {
            let choice = LanguageChoice { language: Language::Vi, source };
            Settings::new(&arguments, &environment, choice).unwrap().preferences().language()
        };
        assert_eq!(language(Source::Default), Language::En);
        assert_eq!(language(Source::CommandLine), Language::Vi);
    }

    #[test]
    fn the_environment_is_refused_where_it_makes_no_sense() {
        let now = |text: &str| Environment { now: Some(text.to_owned()), ..Environment::default() };
        let fixed = settings(&now("2025-10-20T08:00:00+07:00")).unwrap();
        assert!(matches!(fixed.clock, Clock::Fixed(_)));
        assert!(matches!(settings(&now("20/10/2025")), Err(CommandError::Variable { name: "KIEMTRA_NOW", .. })));
        let french = Environment { language: Some("fr".to_owned()), ..Environment::default() };
        assert!(matches!(settings(&french), Err(CommandError::Variable { name: "KIEMTRA_LANG", .. })));
        let plain = Environment { no_color: Some("1".into()), home: Some("nhà".into()), ..Environment::default() };
        let plain = settings(&plain).unwrap();
        assert_eq!(plain.colours, Colours::Hidden);
        let theme = plain.preferences().chosen(Setting::Theme);
        assert_eq!((Setting::Theme.choices()[theme.at], theme.source), ("mono", Source::Environment));
        assert_eq!((plain.home.as_path(), plain.home_choice), (Path::new("nhà"), HomeChoice::Named));
    }
}
