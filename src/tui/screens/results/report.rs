//! The report of a round as it will print, and written with its annex.

use std::time::Instant;

use ratatui::layout::Rect;
use rust_i18n::t;

use super::target::{Target, written};
use crate::inspection::RoundId;
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Failure, Message, Screen};
use crate::tui::screens::preview::page::Page;
use crate::tui::theme::Role;
use crate::tui::widgets::list::ListCursor;
use crate::tui::width;
use crate::tui::work::{Outcome, Request, ResultsOutcome, ResultsRequest, World, report_name};

/// Columns that the left and right arrows move a wide table.
const PAN: usize = 16;

/// The report of a round.
#[derive(Debug, Clone)]
pub struct RoundReport {
    round: RoundId,
    page: Option<Page>,
    /// Why there is no page.
    problem: Option<String>,
    view: ListCursor,
    panned: usize,
    target: Option<Target>,
}

impl RoundReport {
    /// Of `round`.
    pub fn new(round: RoundId) -> Self {
        Self { round, page: None, problem: None, view: ListCursor::default(), panned: 0, target: None }
    }

    fn take(&mut self, outcome: &ResultsOutcome) -> Vec<Effect<World>> {
        match outcome {
            ResultsOutcome::Report { round, text } if *round == self.round => {
                self.page = Some(Page::new(text));
                self.problem = None;
            }
            ResultsOutcome::Written { files, missing } if self.target.is_some() => {
                self.target = None;
                return vec![Effect::Say(written(files, missing.as_deref()))];
            }
            ResultsOutcome::Exists(file) => {
                if let Some(target) = &mut self.target {
                    target.is_taken_by(file);
                }
            }
            _ => {}
        }
        Vec::new()
    }

    fn act(&mut self, action: Action) -> Vec<Effect<World>> {
        let Some(target) = &self.target else {
            if action == Action::WriteFile && self.page.is_some() {
                self.target = Some(Target::new(&report_name(&self.round)));
            }
            return Vec::new();
        };
        match target.asked(action) {
            Some(Ok((path, existing))) => {
                let round = self.round.clone();
                return vec![Effect::Start(Request::Results(ResultsRequest::Write { round, path, existing }))];
            }
            Some(Err(message)) => return vec![Effect::Say(message)],
            None if action == Action::Back => self.target = None,
            None => {}
        }
        Vec::new()
    }

    fn press(&mut self, key: Key) {
        let most = self.page.as_ref().map_or(0, Page::widest).saturating_sub(PAN);
        match key {
            Key::Right => self.panned = (self.panned + PAN).min(most),
            Key::Left => self.panned = self.panned.saturating_sub(PAN),
            key => self.view.scroll(key),
        }
    }
}

impl Screen<World> for RoundReport {
    fn title(&self) -> String {
        t!("screen_results.report").into_owned()
    }

    fn note(&self) -> Option<String> {
        Some(t!("screen_preview.draft").into_owned())
    }

    fn help(&self) -> String {
        t!("screen_results.report_help").into_owned()
    }

    fn offers(&self) -> Vec<Offer> {
        match (&self.target, &self.page) {
            (Some(target), _) => target.offers(),
            (None, Some(_)) => vec![Offer::on(Action::WriteFile)],
            (None, None) => vec![Offer::off(Action::WriteFile, t!("screen_preview.nothing"))],
        }
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Vec<Effect<World>> {
        match (event, &mut self.target) {
            (Event::Opened, _) => {
                return vec![Effect::Start(Request::Results(ResultsRequest::Compose(self.round.clone())))];
            }
            (Event::Outcome(Outcome::Results(outcome)), _) => return self.take(outcome),
            (Event::Failed(Request::Results(ResultsRequest::Compose(_)), failure), _) => {
                self.problem = Some(match failure {
                    Failure::Refused(why) | Failure::NotSaved(why) => why.clone(),
                    Failure::Cancelled => t!("screen_results.stopped").into_owned(),
                });
            }
            (Event::Act(action), _) => return self.act(action),
            (event, Some(target)) => target.take(&event),
            (Event::Key(key), None) => self.press(key),
            _ => {}
        }
        Vec::new()
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let area = self.target.as_ref().map_or(area, |target| target.render(canvas, area));
        if let Some(page) = &self.page {
            page.render(canvas, area, &self.view, self.panned);
            return;
        }
        let (role, text) = match &self.problem {
            Some(why) => (Role::Error, why.clone()),
            None => (Role::Dim, t!("screen_results.reading").into_owned()),
        };
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        for (row, line) in (0..inner.height).zip(width::paragraphs(&text, usize::from(inner.width))) {
            canvas.text(inner, row, role, line);
        }
    }

    fn focus(&self) -> Focus {
        self.target.as_ref().map_or(Focus::Commands, Target::focus)
    }

    fn status(&self) -> Option<Message> {
        self.target.as_ref().map(|target| target.status(t!("screen_results.report_endings").into_owned()))
    }
}
