//! The rounds of this home; the first screen.

use std::time::{Duration, Instant};

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use super::acting::ActingChoice;
use super::exchange;
use super::names;
use super::requirements::Requirements;
use super::round_editor::RoundEditor;
use super::templates::Templates;
use super::units::Units;
use crate::inspection::RoundId;
use crate::tui::Purpose;
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::screen::{Effect, Event, Message, Screen};
use crate::tui::theme::Role;
use crate::tui::widgets::list::ListCursor;
use crate::tui::widgets::table::{self, Column, ColumnWidth};
use crate::tui::work::{
    ExchangeOutcome, FollowUpOutcome, FollowUpRequest, Outcome, Pressing, Request, RoundLine, SOON, World,
};
use crate::vietnamese::date::format_date;

/// The list of rounds.
#[derive(Debug, Clone, Default)]
pub struct Rounds {
    purpose: Purpose,
    /// `None` until they were read.
    lines: Option<Vec<RoundLine>>,
    cursor: ListCursor,
    /// The round the user is on the way into.
    opening: Option<RoundId>,
    /// A round made just now: the one to be selected.
    made: Option<RoundId>,
    /// What of the home cannot be used, and why.
    notices: Vec<String>,
    /// Whether the demonstration is being loaded.
    loading: Option<Loading>,
    /// When to look for what is overdue: the first picture does not wait for it.
    pressing_due: Option<Instant>,
    /// What issued notices require that is overdue or due soon.
    pressing: Pressing,
}

/// The list of rounds is drawn before what is overdue is counted.
const AFTER_OPENING: Duration = Duration::from_millis(30);

/// The demonstration is being loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Loading;

impl Rounds {
    /// The list, read when it is opened.
    pub fn new() -> Self {
        Self::default()
    }

    /// Says what the screens are opened for.
    #[must_use]
    pub fn opened_for(self, purpose: Purpose) -> Self {
        Self { purpose, ..self }
    }

    /// Says what of the home cannot be used, and why.
    #[must_use]
    pub fn with_notices(self, notices: Vec<String>) -> Self {
        Self { notices, ..self }
    }

    fn lines(&self) -> &[RoundLine] {
        self.lines.as_deref().unwrap_or_default()
    }

    fn is_empty(&self) -> bool {
        self.lines.as_ref().is_some_and(Vec::is_empty)
    }

    fn selected(&self) -> Option<&RoundLine> {
        self.lines().get(self.cursor.selected())
    }

    fn open(&mut self) -> Vec<Effect<World>> {
        if self.is_empty() {
            let chosen = [Action::AddDemo, Action::Add, Action::MergePacks];
            return vec![Effect::Perform(chosen[self.cursor.selected().min(2)])];
        }
        let Some(line) = self.selected() else { return Vec::new() };
        let id = line.summary.id.clone();
        self.opening = Some(id.clone());
        vec![Effect::Run(Request::OpenRound(id))]
    }

    fn add_demo(&mut self) -> Vec<Effect<World>> {
        self.loading = Some(Loading);
        vec![Effect::Start(Request::AddDemo)]
    }

    fn take(&mut self, outcome: &Outcome) -> Vec<Effect<World>> {
        match outcome {
            Outcome::Rounds(lines) => {
                let selected = self.made.take().or_else(|| self.selected().map(|line| line.summary.id.clone()));
                let place = lines.iter().position(|line| Some(&line.summary.id) == selected.as_ref());
                self.cursor.select(place.unwrap_or(0));
                let grown = lines.len() > self.lines().len();
                self.lines = Some(lines.clone());
                match self.loading.take() {
                    Some(Loading) if grown => vec![Effect::Say(Message::info(t!("screen_rounds.demo_loaded")))],
                    _ => Vec::new(),
                }
            }
            Outcome::Round { open, acting } if self.opening.as_ref() == Some(&open.round.id) => {
                self.opening = None;
                if acting.is_none() && !open.round.members.is_empty() {
                    // The choice comes back as another Outcome::Round.
                    self.opening = Some(open.round.id.clone());
                    return vec![Effect::push(ActingChoice::new(open.clone(), None))];
                }
                vec![Effect::push(Units::new(open.clone(), acting.clone()))]
            }
            Outcome::Exchange(ExchangeOutcome::Refreshed(rounds)) => {
                // A round that came with a pack is the one somebody waits for.
                let is_new = |id: &&RoundId| !self.lines().iter().any(|line| line.summary.id == **id);
                self.made = rounds.iter().find(is_new).cloned();
                vec![Effect::Run(Request::ListRounds)]
            }
            Outcome::FollowUp(FollowUpOutcome::Pressing(pressing)) => {
                self.pressing = *pressing;
                Vec::new()
            }
            Outcome::RoundSaved { open, .. } => {
                if !self.lines().iter().any(|line| line.summary.id == open.round.id) {
                    self.made = Some(open.round.id.clone());
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }
}

impl Screen<World> for Rounds {
    fn title(&self) -> String {
        match self.purpose {
            Purpose::Work => t!("screen_rounds.title").into_owned(),
            Purpose::Demo => t!("screen_rounds.demo_title").into_owned(),
        }
    }

    fn help(&self) -> String {
        let about = t!("screen_rounds.help").into_owned();
        std::iter::once(about).chain(self.notices.iter().cloned()).collect::<Vec<_>>().join("\n")
    }

    fn offers(&self) -> Vec<Offer> {
        let edit = match self.selected() {
            Some(RoundLine { round: Some(_), .. }) => Offer::on(Action::Edit),
            Some(line) => Offer::off(Action::Edit, t!("screen_rounds.unreadable", id = line.summary.id)),
            None => Offer::off(Action::Edit, t!("screen_rounds.none")),
        };
        vec![
            Offer::on(Action::Open),
            Offer::on(Action::Add).named(t!("screen_rounds.new")),
            edit.named(t!("screen_rounds.edit")),
            Offer::on(Action::AddDemo),
            Offer::on(Action::Requirements),
            Offer::on(Action::OfficeTemplates),
        ]
        .into_iter()
        .chain(exchange::offers(self.selected().map(|line| &line.summary.id)))
        .collect()
    }

    fn wakes_at(&self) -> Option<Instant> {
        self.pressing_due
    }

    fn handle(&mut self, event: Event<'_, World>, at: Instant) -> Vec<Effect<World>> {
        match event {
            Event::Opened => {
                self.pressing_due = Some(at + AFTER_OPENING);
                return vec![Effect::Run(Request::ListRounds)];
            }
            Event::Tick if self.pressing_due.take_if(|due| *due <= at).is_some() => {
                return vec![Effect::Run(Request::FollowUp(FollowUpRequest::Pressing))];
            }
            Event::Act(Action::Requirements) => return vec![Effect::push(Requirements::new(None))],
            Event::Act(Action::OfficeTemplates) => {
                let round = self.selected().map(|line| line.summary.id.clone());
                return vec![Effect::push(Templates::new(round))];
            }
            Event::Returned => {
                self.pressing_due = Some(at + AFTER_OPENING);
                self.opening = None;
                self.loading = None;
                return vec![Effect::Run(Request::ListRounds)];
            }
            Event::Outcome(outcome) => return self.take(outcome),
            Event::Failed(Request::OpenRound(_), _) => self.opening = None,
            Event::Act(Action::Open) => return self.open(),
            Event::Act(Action::Add) => return vec![Effect::push(RoundEditor::new(None))],
            Event::Act(Action::Edit) => {
                if let Some(round) = self.selected().and_then(|line| line.round.as_ref()) {
                    return vec![Effect::push(RoundEditor::new(Some(round)))];
                }
            }
            Event::Act(Action::AddDemo) => return self.add_demo(),
            Event::Act(action) => {
                let round = self.selected().map(|line| &line.summary.id);
                return exchange::act(action, round).unwrap_or_default();
            }
            Event::Key(key) => {
                let count = if self.is_empty() { 3 } else { self.lines().len() };
                self.cursor.press(key, count);
            }
            _ => {}
        }
        Vec::new()
    }

    /// ```text
    ///     Mã             Đợt kiểm tra                Thời kỳ kiểm tra          Đơn vị  Hình thức
    ///  >  2025-dot-1     Kiểm tra CCHC năm 2025      01/01/2025 – 30/06/2025       12  theo kế hoạch
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(lines) = &self.lines else { return };
        if lines.is_empty() {
            return self.render_welcome(canvas, area);
        }
        let theme = canvas.theme();
        let mut columns = vec![
            Column::text(t!("screen_rounds.id"), ColumnWidth::Fit(18)),
            Column::text(t!("screen_rounds.name"), ColumnWidth::Fill),
        ];
        // A narrow window shows what tells rounds apart first.
        let roomy = area.width >= 100;
        if area.width >= 76 {
            columns.push(Column::text(t!("screen_rounds.period"), ColumnWidth::Fit(23)));
        }
        columns.push(Column::number(t!("screen_rounds.units"), ColumnWidth::Fit(6)));
        if roomy {
            columns.push(Column::text(t!("screen_rounds.mode"), ColumnWidth::Fit(14)));
        }
        let row = |line: &RoundLine| {
            let mut cells = vec![
                Line::from(theme.span(Role::Dim, line.summary.id.to_string())),
                Line::from(theme.span(Role::Text, line.summary.title.clone())),
            ];
            let period = line.round.as_ref().map(|round| round.period);
            if area.width >= 76 {
                let text = period.map(|period| format!("{} – {}", format_date(period.from), format_date(period.to)));
                cells.push(Line::from(text.unwrap_or_default()));
            }
            cells.push(Line::from(line.units.to_string()));
            if roomy {
                cells.push(Line::from(line.round.as_ref().map(|round| names::mode(round.mode)).unwrap_or_default()));
            }
            cells
        };
        let rows: Vec<_> = lines.iter().map(row).collect();
        table::render(canvas, area, &columns, &rows, &self.cursor);
    }

    fn status(&self) -> Option<Message> {
        if let Some(line) = self.selected().filter(|line| line.round.is_none()) {
            return Some(Message::error(t!("screen_rounds.unreadable", id = line.summary.id)));
        }
        match self.notices.as_slice() {
            [] => self.pressing_line(),
            [only] => Some(Message::error(only)),
            [first, rest @ ..] => Some(Message::error(t!("screen_rounds.notices", first = first, count = rest.len()))),
        }
    }
}

impl Rounds {
    /// What is overdue and due soon, where anything is.
    fn pressing_line(&self) -> Option<Message> {
        let Pressing { overdue, units, soon } = self.pressing;
        if overdue > 0 {
            let text = t!("screen_requirements.pressing", overdue = overdue, units = units, soon = soon, days = SOON);
            return Some(Message { text: text.into_owned(), role: Role::Changed });
        }
        (soon > 0).then(|| Message::info(t!("screen_requirements.pressing_soon", soon = soon, days = SOON)))
    }

    fn render_welcome(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
        canvas.text(inner, 1, Role::Text, &t!("screen_rounds.welcome"));
        let rest = Rect { y: area.y.saturating_add(3), height: area.height.saturating_sub(3).min(3), ..area };
        let theme = canvas.theme();
        let offers = [t!("screen_rounds.offer_demo"), t!("screen_rounds.offer_new"), t!("screen_rounds.offer_merge")];
        self.cursor.render(canvas, rest, 3, |index| theme.span(Role::Text, offers[index].to_string()).into());
        canvas.text(inner, 7, Role::Dim, &t!("screen_rounds.elsewhere"));
    }
}

#[cfg(test)]
mod tests;
