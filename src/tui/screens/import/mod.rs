//! From a file of another program into a register or a survey: choose it, see what would be recorded, then record it in one
//! step. A sample drawn at random comes the same way.

mod chooser;
mod preview;
mod settings;
mod view;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use crate::inspection::ItemKey;
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Message, Screen, Subtitle, TypedHint};
use crate::tui::screens::draws::DrawList;
use crate::tui::theme::{Role, Theme};
use crate::tui::work::{Outcome, Request, TableOutcome, TableRequest, UnitWork, World};
use chooser::{Chooser, Chosen};
use preview::{Preview, Recording};
use view::Pane;

/// More rows than this are recorded in a job.
const AT_ONCE: usize = 2000;

type Effects = Vec<Effect<World>>;

/// What the file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// All its rows.
    Rows,
    /// Some of them, drawn at random.
    Sample,
}

/// A file being brought in.
#[derive(Debug, Clone)]
pub struct ImportScreen {
    work: UnitWork,
    key: ItemKey,
    purpose: Purpose,
    chooser: Chooser,
    preview: Option<Preview>,
}

/// What a register offers of this screen; a survey offers the first alone.
pub fn offers(work: &UnitWork, key: &ItemKey) -> Vec<Offer> {
    let sampled = work.answer(key).is_some_and(|answer| !answer.rows.is_empty());
    let draws =
        if sampled { Offer::on(Action::Draws) } else { Offer::off(Action::Draws, t!("screen_import.no_rows_yet")) };
    vec![Offer::on(Action::ImportFile), Offer::on(Action::PickAtRandom), draws]
}

/// Opens what was called; nothing for other actions.
pub fn open(action: Action, work: &UnitWork, key: &ItemKey) -> Option<Effect<World>> {
    let (work, key) = (work.clone(), key.clone());
    match action {
        Action::ImportFile => Some(Effect::push(ImportScreen::new(work, key, Purpose::Rows))),
        Action::PickAtRandom => Some(Effect::push(ImportScreen::new(work, key, Purpose::Sample))),
        Action::Draws => Some(Effect::push(DrawList::new(work, key))),
        _ => None,
    }
}

impl ImportScreen {
    /// For the register or survey at `key`.
    pub fn new(work: UnitWork, key: ItemKey, purpose: Purpose) -> Self {
        Self { work, key, purpose, chooser: Chooser::default(), preview: None }
    }

    fn choose(&mut self) -> Effects {
        match self.chooser.chosen() {
            Chosen::Nothing => vec![Effect::Say(Message::info(t!("screen_import.nothing_chosen")))],
            Chosen::Folder(folder) => {
                self.chooser.clear();
                vec![Effect::Run(Request::Table(TableRequest::Folder(Some(folder))))]
            }
            Chosen::File(path) => vec![Effect::Start(Request::Table(TableRequest::Read(path)))],
        }
    }

    fn take(&mut self, outcome: &Outcome) -> Effects {
        self.work.take(outcome);
        match outcome {
            Outcome::Table(TableOutcome::Folder(list)) => {
                self.chooser.show(list.clone());
                list.error.iter().map(|error| Effect::Say(Message::error(error.clone()))).collect()
            }
            Outcome::Table(TableOutcome::NotRead(path, why)) => {
                let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
                let text = t!("screen_import.not_read", name = name, why = why);
                vec![Effect::Say(Message::error(text))]
            }
            Outcome::Table(TableOutcome::Read(path, table)) => self.show(path.clone(), table),
            Outcome::Changed { touched, .. } => {
                let mine = touched.iter().any(|touched| touched.unit == self.work.unit.id && touched.key == self.key);
                match &mut self.preview {
                    Some(preview) if mine && preview.recording == Recording::Asked => {
                        let said = preview.done_words(self.purpose);
                        vec![Effect::Pop, Effect::Say(Message::info(said))]
                    }
                    Some(preview) if mine => {
                        preview.refresh(&self.work, &self.key);
                        Vec::new()
                    }
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        }
    }

    fn show(&mut self, path: PathBuf, table: &Arc<crate::table::Table>) -> Effects {
        self.chooser.clear();
        self.preview = Preview::new(&self.work, &self.key, self.purpose, path, table);
        Vec::new()
    }

    fn record(&mut self) -> Effects {
        let Some(preview) = &mut self.preview else { return Vec::new() };
        if self.purpose == Purpose::Sample {
            let Some(draw) = preview.draw.clone() else { return Vec::new() };
            let checklist = self.work.checklist(&self.key).map(|assessed| assessed.checklist().clone());
            let (Some(checklist), Some(item)) = (checklist, self.work.item(&self.key)) else { return Vec::new() };
            preview.recording = Recording::Asked;
            let request = TableRequest::RecordDraw {
                recorder: self.work.recorder(),
                checklist,
                item: Box::new(item.clone()),
                draw: Box::new(draw),
                list: preview.list(),
            };
            return vec![Effect::Run(Request::Table(request))];
        }
        let changes: Vec<_> = preview.prepared.ready.iter().map(|ready| ready.entry.change()).collect();
        let many = changes.len() > AT_ONCE;
        preview.recording = Recording::Asked;
        let request = self.work.record_sets(&self.key, changes);
        request.map(|request| if many { Effect::Start(request) } else { Effect::Run(request) }).into_iter().collect()
    }

    fn act(&mut self, action: Action) -> Effects {
        match (action, &mut self.preview) {
            (Action::Open, None) => return self.choose(),
            (Action::Open, Some(_)) => return self.record(),
            (Action::Back, Some(_)) => self.preview = None,
            (Action::NextPane, Some(preview)) => preview.pane = preview.pane.other(),
            _ => {}
        }
        Vec::new()
    }

    fn press(&mut self, event: &Event<'_, World>) {
        let Some(preview) = &mut self.preview else {
            self.chooser.take(event);
            return;
        };
        match event {
            Event::Key(key @ (Key::Up | Key::Down)) => preview.go(*key),
            Event::Key(key @ (Key::PageUp | Key::PageDown | Key::Home | Key::End)) => preview.scroll(*key),
            Event::Key(Key::Left) => preview.turn(settings::Turn::Back, &self.work, &self.key),
            Event::Key(Key::Right) => preview.turn(settings::Turn::On, &self.work, &self.key),
            event => preview.type_in(event),
        }
    }
}

impl Screen<World> for ImportScreen {
    fn title(&self) -> String {
        let key = match self.purpose {
            Purpose::Rows => "screen_import.title",
            Purpose::Sample => "screen_import.title_sample",
        };
        t!(key).into_owned()
    }

    fn offers(&self) -> Vec<Offer> {
        let Some(preview) = &self.preview else {
            return vec![Offer::on(Action::Open).named(t!("screen_import.choose"))];
        };
        let open = match preview.record_words(self.purpose) {
            Ok(words) => Offer::on(Action::Open).named(words),
            Err(why) => Offer::off(Action::Open, why),
        };
        let pane = match preview.pane {
            Pane::Rows => t!("screen_import.see_issues", count = preview.issues.len()),
            Pane::Issues => t!("screen_import.see_rows"),
        };
        vec![
            open,
            Offer::on(Action::NextPane).named(pane),
            Offer::on(Action::Back).named(t!("screen_import.other_file")),
        ]
    }

    fn handle(&mut self, event: Event<'_, World>, _at: Instant) -> Effects {
        match event {
            Event::Opened => vec![Effect::Run(Request::Table(TableRequest::Folder(None)))],
            Event::Outcome(outcome) => self.take(outcome),
            Event::Failed(Request::RecordSets { .. } | Request::Table(TableRequest::RecordDraw { .. }), _) => {
                if let Some(preview) = &mut self.preview {
                    preview.recording = Recording::NotAsked;
                }
                Vec::new()
            }
            Event::Act(action) => self.act(action),
            Event::Key(_) | Event::Text(_) | Event::Paste(_) => {
                self.press(&event);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        match &self.preview {
            None => self.chooser.draw(canvas, area),
            Some(preview) => preview.render(canvas, area, self.purpose),
        }
    }

    fn focus(&self) -> Focus {
        Focus::Literal
    }

    fn typed_hints(&self) -> Vec<TypedHint> {
        let hint = |keys: &str, key| TypedHint { keys: keys.to_owned(), text: t!(key).into_owned() };
        match &self.preview {
            None => vec![hint("↑ ↓", "screen_import.hint_files")],
            Some(_) => vec![hint("↑ ↓", "screen_import.hint_lines"), hint("← →", "screen_import.hint_change")],
        }
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let ask = self.work.item(&self.key).map(|item| item.ask.clone()).unwrap_or_default();
        let right = self.preview.as_ref().map(|preview| preview.count_words(self.purpose)).unwrap_or_default();
        Some(Subtitle { left: Line::from(ask), right: Line::from(theme.span(Role::Text, right)) })
    }

    fn status(&self) -> Option<Message> {
        let preview = self.preview.as_ref()?;
        let first = preview.issues.first()?;
        let text = match preview.issues.len() {
            1 => first.clone(),
            count => t!("screen_import.issues_status", count = count, first = first).into_owned(),
        };
        Some(Message::info(text))
    }

    fn help(&self) -> String {
        let key = match self.purpose {
            Purpose::Rows => "screen_import.help",
            Purpose::Sample => "screen_import.help_sample",
        };
        t!(key).into_owned()
    }
}

#[cfg(test)]
mod tests;
