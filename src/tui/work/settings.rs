//! Settings of the screen: asked for by the frame's own actions and by the settings screen.

use std::path::PathBuf;
use std::sync::Arc;

use rust_i18n::t;

use super::office::{Office, refused, saving};
use super::request::{Outcome, Request, World};
use crate::tui::action::{Action, Offer};
use crate::tui::preferences::{Preferences, Setting, sample};
use crate::tui::screen::{Effect, EffectKind, Failure, Message};
use crate::tui::screens::settings::SettingsList;

/// What is asked of the settings.
#[derive(Debug, Clone)]
pub enum SettingsRequest {
    /// Switches a setting to one of its choices, at once, and remembers it → [`SettingsOutcome::Switched`].
    Switch(Setting, usize),
    /// Writes the commented sample where the file would lie → [`SettingsOutcome::SampleWritten`].
    WriteSample,
}

impl SettingsRequest {
    /// Not a write of the inspection: what is not remembered is told, and the saved mark has nothing to do with it.
    pub(super) const KIND: EffectKind = EffectKind::Read;
}

/// What came of it.
#[derive(Debug, Clone)]
pub enum SettingsOutcome {
    /// The settings as they are now.
    Switched(Arc<Preferences>),
    /// The sample lies here.
    SampleWritten(PathBuf),
}

impl Office {
    /// The settings, from wherever they come.
    #[must_use]
    pub fn with_preferences(mut self, preferences: Preferences) -> Self {
        self.preferences = Arc::new(preferences);
        self
    }

    /// The settings.
    pub fn preferences(&self) -> &Arc<Preferences> {
        &self.preferences
    }

    pub(super) fn settle(&mut self, request: &SettingsRequest) -> Result<Outcome, Failure> {
        match request {
            SettingsRequest::Switch(setting, at) => {
                let mut preferences = Preferences::clone(&self.preferences);
                preferences.switch(*setting, *at);
                self.preferences = Arc::new(preferences);
                if *setting == Setting::Language {
                    rust_i18n::set_locale(self.preferences.language().code());
                }
                let choice = setting.choices().get(*at).copied().unwrap_or_default();
                let remembered = self.store.remember_screen_setting(setting.id(), choice).map_err(saving);
                if let Err(Failure::Refused(why) | Failure::NotSaved(why)) = remembered {
                    return Err(Failure::Refused(t!("preferences.not_remembered", why = why).into_owned()));
                }
                Ok(Outcome::Settings(SettingsOutcome::Switched(self.preferences.clone())))
            }
            SettingsRequest::WriteSample => {
                let path = self.preferences.path().to_owned();
                let written = std::fs::File::create_new(&path)
                    .and_then(|mut file| std::io::Write::write_all(&mut file, sample().as_bytes()));
                written.map_err(|error| {
                    let why = crate::system::explain(&error);
                    Failure::Refused(t!("preferences.sample_failed", path = path.display(), why = why).into_owned())
                })?;
                Ok(Outcome::Settings(SettingsOutcome::SampleWritten(path)))
            }
        }
    }

    pub(super) fn settings_offers() -> Vec<Offer> {
        [Action::Settings, Action::SwitchTyping, Action::SwitchMouse].map(Offer::on).into()
    }

    pub(super) fn perform_setting(&self, action: Action) -> Vec<Effect<World>> {
        let setting = match action {
            Action::Settings => return vec![Effect::push(SettingsList::new(self.preferences.clone()))],
            Action::SwitchTyping => Setting::Typing,
            Action::SwitchMouse => Setting::Mouse,
            Action::SwitchLanguage => Setting::Language,
            _ => return Vec::new(),
        };
        let next = (self.preferences.chosen(setting).at + 1) % setting.choices().len();
        let run = Effect::Run(Request::Settings(SettingsRequest::Switch(setting, next)));
        if setting == Setting::Language {
            return vec![run];
        }
        // Said first: if it is not remembered, that is said instead.
        let text = t!("preferences.now", setting = setting.label(), choice = setting.choice_label(next));
        vec![Effect::Say(Message::info(text)), run]
    }

    /// What was switched in earlier sessions, as [`Preferences::switched`] takes it.
    pub fn remembered(store: &crate::inspection::Store) -> Result<Vec<(String, String)>, Failure> {
        Ok(store.screen_settings().map_err(refused)?.into_iter().collect())
    }
}
