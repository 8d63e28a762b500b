//! Views of a round for other programs: which one, as what, where to.

use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use super::target::{Target, written};
use crate::export::{ExportFormat, View};
use crate::inspection::RoundId;
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::screen::{Effect, Event, Message, Screen, Subtitle};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::work::{Outcome, Request, ResultsOutcome, ResultsRequest, World, export_name};

/// The choice of a view.
#[derive(Debug, Clone)]
pub struct Export {
    round: RoundId,
    cursor: ListCursor,
    format: ExportFormat,
    target: Option<Target>,
}

impl Export {
    /// Of `round`, at `view`.
    pub fn new(round: RoundId, view: View) -> Self {
        let mut cursor = ListCursor::default();
        cursor.select(View::ALL.iter().position(|known| *known == view).unwrap_or(0));
        Self { round, cursor, format: ExportFormat::Xlsx, target: None }
    }

    fn view(&self) -> View {
        View::ALL[self.cursor.selected().min(View::ALL.len() - 1)]
    }

    fn turn(&mut self, steps: usize) {
        let place = ExportFormat::ALL.iter().position(|format| *format == self.format).unwrap_or(0);
        self.format = ExportFormat::ALL[(place + steps) % ExportFormat::ALL.len()];
    }

    fn act(&mut self, action: Action) -> Vec<Effect<World>> {
        let Some(target) = &self.target else {
            match action {
                Action::Open | Action::WriteFile => {
                    self.target = Some(Target::new(&export_name(&self.round, self.view(), self.format)));
                }
                Action::NextPane => self.turn(1),
                Action::PreviousPane => self.turn(ExportFormat::ALL.len() - 1),
                _ => {}
            }
            return Vec::new();
        };
        match target.asked(action) {
            Some(Ok((path, existing))) => {
                let (round, view) = (self.round.clone(), self.view());
                let request = ResultsRequest::Export { round, view, path, existing };
                return vec![Effect::Start(Request::Results(request))];
            }
            Some(Err(message)) => return vec![Effect::Say(message)],
            None if action == Action::Back => self.target = None,
            None => {}
        }
        Vec::new()
    }

    fn take(&mut self, outcome: &ResultsOutcome) -> Vec<Effect<World>> {
        match (outcome, &mut self.target) {
            (ResultsOutcome::Written { files, missing }, Some(_)) => {
                self.target = None;
                return vec![Effect::Say(written(files, missing.as_deref()))];
            }
            (ResultsOutcome::Exists(file), Some(target)) => target.is_taken_by(file),
            _ => {}
        }
        Vec::new()
    }
}

impl Screen<World> for Export {
    fn title(&self) -> String {
        t!("screen_results.export").into_owned()
    }

    fn help(&self) -> String {
        t!("screen_results.export_help").into_owned()
    }

    fn offers(&self) -> Vec<Offer> {
        match &self.target {
            Some(target) => target.offers(),
            None => vec![
                Offer::on(Action::Open).named(t!("screen_results.choose")),
                Offer::on(Action::NextPane).named(t!("screen_results.next_format")),
                Offer::on(Action::PreviousPane).named(t!("screen_results.next_format")),
                Offer::on(Action::WriteFile),
            ],
        }
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Vec<Effect<World>> {
        match (event, &mut self.target) {
            (Event::Outcome(Outcome::Results(outcome)), _) => return self.take(outcome),
            (Event::Act(action), _) => return self.act(action),
            (event, Some(target)) => target.take(&event),
            (Event::Key(key), None) => {
                self.cursor.press(key, View::ALL.len());
            }
            _ => {}
        }
        Vec::new()
    }

    /// ```text
    ///  Đơn vị theo phiếu kiểm tra            overview
    ///  Đơn vị                                units
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let area = self.target.as_ref().map_or(area, |target| target.render(canvas, area));
        let theme = canvas.theme();
        self.cursor.render(canvas, area, View::ALL.len(), |index| {
            let view = View::ALL[index];
            let title = format!("{:<42}", view.title());
            Line::from_iter([theme.span(Role::Text, title), theme.span(Role::Dim, view.as_str())])
        });
    }

    fn focus(&self) -> Focus {
        self.target.as_ref().map_or(Focus::Commands, Target::focus)
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let tab = |format: ExportFormat| {
            let is_chosen = format == self.format;
            let role = if is_chosen { Role::Title } else { Role::Dim };
            let (before, after) = if is_chosen { ("[", "]") } else { (" ", " ") };
            theme.span(role, format!("{before}{}{after}", format.as_str()))
        };
        let right = Line::from(theme.span(Role::Dim, t!("screen_results.columns_told").into_owned()));
        Some(Subtitle { left: Line::from_iter(ExportFormat::ALL.map(tab)), right })
    }

    fn status(&self) -> Option<Message> {
        self.target.as_ref().map(|target| target.status(t!("screen_results.export_endings").into_owned()))
    }
}
