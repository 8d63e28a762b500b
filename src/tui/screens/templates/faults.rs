//! What in a file has to be mended before it can be a template, each with its place; the same file is checked again once
//! it was mended in Word.

use std::path::PathBuf;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use super::{Place, set};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::screen::{Effect, Event, Failure, Message, Screen, Subtitle};
use crate::tui::screens::files::FileList;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::width;
use crate::tui::work::{EvidenceOutcome, Outcome, Request, TemplatesOutcome, TemplatesRequest, World};

/// Columns of a fault's number.
const NUMBER: usize = 4;

/// What is wrong with a file.
#[derive(Debug)]
pub(super) struct TemplateFaults {
    place: Place,
    path: PathBuf,
    faults: Vec<String>,
    view: ListCursor,
    choosing: Choosing,
}

/// Whether another file is being chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choosing {
    No,
    Yes,
}

impl TemplateFaults {
    pub(super) fn new(place: Place, path: PathBuf, faults: Vec<String>) -> Self {
        Self { place, path, faults, view: ListCursor::default(), choosing: Choosing::No }
    }

    fn take(&mut self, outcome: &Outcome) -> Vec<Effect<World>> {
        match outcome {
            Outcome::Evidence(EvidenceOutcome::Picked(files)) if self.choosing == Choosing::Yes => {
                self.choosing = Choosing::No;
                return files.first().map(|file| set(&self.place, file)).into_iter().collect();
            }
            Outcome::Templates(TemplatesOutcome::Refused { path, faults }) => {
                let again = *path == self.path;
                let (before, now) = (self.faults.len(), faults.len());
                self.path.clone_from(path);
                self.faults.clone_from(faults);
                self.view = ListCursor::default();
                let text = if again {
                    t!("screen_templates.checked_again", before = before, now = now)
                } else {
                    t!("screen_templates.checked", count = now)
                };
                return vec![Effect::Say(Message { text: text.into_owned(), role: Role::Changed })];
            }
            Outcome::Templates(TemplatesOutcome::Kept { .. }) => return vec![Effect::Pop],
            _ => {}
        }
        Vec::new()
    }

    /// The sentences, numbered and wrapped.
    fn lines(&self, columns: usize) -> Vec<String> {
        let wrapped = |(number, fault): (usize, &String)| {
            let room = columns.saturating_sub(NUMBER).max(1);
            let lines: Vec<String> = width::paragraphs(fault, room).into_iter().map(str::to_owned).collect();
            let first = width::pad(&format!("{}.", number + 1), NUMBER);
            let before = move |place: usize| if place == 0 { first.clone() } else { " ".repeat(NUMBER) };
            lines.into_iter().enumerate().map(move |(place, line)| before(place) + &line).collect::<Vec<_>>()
        };
        self.faults.iter().enumerate().flat_map(wrapped).collect()
    }
}

impl Screen<World> for TemplateFaults {
    fn title(&self) -> String {
        t!("screen_templates.faults_title").into_owned()
    }

    fn help(&self) -> String {
        t!("screen_templates.faults_help").into_owned()
    }

    fn note(&self) -> Option<String> {
        Some(t!("screen_templates.faults_count", count = self.faults.len()).into_owned())
    }

    fn offers(&self) -> Vec<Offer> {
        vec![
            Offer::on(Action::Open).named(t!("screen_templates.check_again")),
            Offer::on(Action::ImportFile).named(t!("screen_templates.other_file")),
        ]
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Vec<Effect<World>> {
        match event {
            Event::Outcome(outcome) => return self.take(outcome),
            Event::Failed(Request::Templates(TemplatesRequest::Set(..)), Failure::Refused(why)) => {
                self.faults = vec![why.clone()];
                self.view = ListCursor::default();
            }
            Event::Act(Action::Open) => return vec![set(&self.place, &self.path)],
            Event::Act(Action::ImportFile) => {
                self.choosing = Choosing::Yes;
                return vec![Effect::push(FileList::of_documents())];
            }
            Event::Key(key) => self.view.scroll(key),
            _ => {}
        }
        Vec::new()
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let left = Line::from(theme.span(Role::Text, self.path.display().to_string()));
        Some(Subtitle { left, right: Line::default() })
    }

    /// ```text
    ///  1.  Phần chính, đoạn 3 (“Số: {{numbr}}…”): không có dấu nào tên là numbr; có phải ý là number
    ///  2.  …
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let lines = self.lines(usize::from(inner.width));
        let seen = self.view.window(lines.len(), inner.height);
        for (row, line) in (0..).zip(&lines[seen]) {
            canvas.text(inner, row, Role::Text, line);
        }
    }
}
