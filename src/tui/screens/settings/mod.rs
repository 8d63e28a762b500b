//! The settings: what each is, where its value comes from, and another choice with a key.

use std::sync::Arc;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::key::Key;
use crate::tui::preferences::{Preferences, Setting, Source};
use crate::tui::screen::{Effect, Event, Message, Screen, TypedHint};
use crate::tui::theme::Role;
use crate::tui::widgets::list::ListCursor;
use crate::tui::width;
use crate::tui::work::{Outcome, Request, SettingsOutcome, SettingsRequest, World};

/// The settings.
#[derive(Debug)]
pub struct SettingsList {
    preferences: Arc<Preferences>,
    cursor: ListCursor,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Next,
    Previous,
}

/// Whether the window has a column for where values come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Room {
    Enough,
    Little,
}

/// Columns of the names, of the values and of their sources with the pointer.
const NAMES: usize = 26;
const VALUES: usize = 26;
const SOURCES: usize = 20;

impl SettingsList {
    /// The settings as they are.
    pub fn new(preferences: Arc<Preferences>) -> Self {
        Self { preferences, cursor: ListCursor::default() }
    }

    fn selected(&self) -> Setting {
        Setting::ALL[self.cursor.selected().min(Setting::ALL.len() - 1)]
    }

    fn switch(&self, step: Step) -> Vec<Effect<World>> {
        let setting = self.selected();
        let count = setting.choices().len();
        let at = self.preferences.chosen(setting).at;
        let next = match step {
            Step::Next => (at + 1) % count,
            Step::Previous => (at + count - 1) % count,
        };
        vec![Effect::Run(Request::Settings(SettingsRequest::Switch(setting, next)))]
    }

    /// Paragraphs below the list.
    fn paragraphs(&self, room: Room) -> Vec<(Role, String)> {
        let preferences = &self.preferences;
        let path = preferences.path().display().to_string();
        let file = if preferences.has_file() {
            t!("preferences.file_is", path = path)
        } else {
            t!("preferences.file_missing", path = path)
        };
        let about = self.selected().about();
        let about = match room {
            Room::Enough => about,
            Room::Little => format!("{about} ({})", source(preferences.chosen(self.selected()).source)),
        };
        let mut all = vec![(Role::Text, about), (Role::Dim, file.into_owned())];
        if !preferences.problems().is_empty() {
            let count = preferences.problems().len();
            all.push((Role::Error, t!("preferences.problems", count = count).into_owned()));
            all.extend(preferences.problems().iter().map(|problem| (Role::Text, problem.clone())));
        }
        all
    }
}

/// Where a value comes from, in words.
fn source(source: Source) -> String {
    let key = match source {
        Source::CommandLine => "preferences.source.command_line",
        Source::Environment => "preferences.source.environment",
        Source::Screen => "preferences.source.screen",
        Source::File => "preferences.source.file",
        Source::System => "preferences.source.system",
        Source::Default => "preferences.source.default",
    };
    t!(key).into_owned()
}

impl Screen<World> for SettingsList {
    fn title(&self) -> String {
        t!("preferences.title").into_owned()
    }

    fn help(&self) -> String {
        t!("preferences.help").into_owned()
    }

    fn offers(&self) -> Vec<Offer> {
        let sample = if self.preferences.has_file() {
            Offer::off(Action::WriteFile, t!("preferences.file_there", path = self.preferences.path().display()))
        } else {
            Offer::on(Action::WriteFile)
        };
        let here = t!("tui.close_first");
        vec![
            Offer::on(Action::Open).named(t!("preferences.change")),
            sample.named(t!("preferences.write_sample")),
            Offer::off(Action::Settings, here),
        ]
    }

    fn typed_hints(&self) -> Vec<TypedHint> {
        vec![TypedHint { keys: "←→".to_owned(), text: t!("preferences.choose").into_owned() }]
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Vec<Effect<World>> {
        match event {
            Event::Act(Action::Open) | Event::Key(Key::Right) => return self.switch(Step::Next),
            Event::Key(Key::Left) => return self.switch(Step::Previous),
            Event::Act(Action::WriteFile) => {
                return vec![Effect::Run(Request::Settings(SettingsRequest::WriteSample))];
            }
            Event::Key(key) => {
                self.cursor.press(key, Setting::ALL.len());
            }
            Event::Outcome(Outcome::Settings(SettingsOutcome::Switched(preferences))) => {
                self.preferences = preferences.clone();
            }
            Event::Outcome(Outcome::Settings(SettingsOutcome::SampleWritten(path))) => {
                let text = t!("preferences.sample_written", path = path.display());
                return vec![Effect::Say(Message::info(text))];
            }
            _ => {}
        }
        Vec::new()
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let room = if usize::from(area.width) < NAMES + VALUES + SOURCES { Room::Little } else { Room::Enough };
        let count = u16::try_from(Setting::ALL.len()).unwrap_or(u16::MAX).min(area.height);
        let list = Rect { height: count, ..area };
        self.cursor.render(canvas, list, Setting::ALL.len(), |index| {
            let setting = Setting::ALL[index];
            let chosen = self.preferences.chosen(setting);
            let name = theme.span(Role::Text, width::pad(&setting.label(), NAMES));
            let value = theme.span(Role::Title, width::pad(&setting.choice_label(chosen.at), VALUES));
            match room {
                Room::Enough => Line::from_iter([name, value, theme.span(Role::Dim, source(chosen.source))]),
                Room::Little => Line::from_iter([name, value]),
            }
        });
        let below = Rect { y: area.y + count, height: area.height - count, ..area };
        let below = below.inner(ratatui::layout::Margin { horizontal: 1, vertical: 0 });
        let mut row = 1;
        for (role, text) in self.paragraphs(room) {
            for line in width::paragraphs(&text, usize::from(below.width)) {
                canvas.text(below, row, role, line);
                row = row.saturating_add(1);
            }
        }
    }
}

#[cfg(test)]
mod tests;
