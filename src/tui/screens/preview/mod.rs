//! The paper as it will print, kept current, and written to a file.

pub(in crate::tui::screens) mod page;

use std::path::PathBuf;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use crate::inspection::{RoundId, UnitId};
use crate::paper::Status;
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Failure, Message, Screen, Subtitle};
use crate::tui::screens::conclusion::ConclusionEditor;
use crate::tui::screens::issue::IssueNotice;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::widgets::text_field::{Accepts, TextField};
use crate::tui::width;
use crate::tui::work::{Definition, Existing, IssueOutcome, IssuedMark, Outcome, PaperChoice, Request, World};
use page::Page;

/// Columns that the left and right arrows move a wide table.
const PAN: usize = 16;

/// Whether the file that was named is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    /// Nothing is known of it.
    Open,
    /// It is there: the user must say that it is to be replaced.
    Taken,
}

/// The name of the file being typed.
#[derive(Debug, Clone)]
struct FileName {
    field: TextField,
    target: Target,
}

/// A unit's papers.
#[derive(Debug, Clone)]
pub struct Preview {
    round: RoundId,
    unit: UnitId,
    name: String,
    paper: PaperChoice,
    status: Status,
    /// That it is an issued notice.
    issued: Option<IssuedMark>,
    page: Option<Page>,
    proposal: PathBuf,
    /// Why there is no page.
    problem: Option<String>,
    view: ListCursor,
    panned: usize,
    file: Option<FileName>,
}

impl Preview {
    /// The papers of `unit`, called `name`; the notice first.
    pub fn new(round: RoundId, unit: UnitId, name: String) -> Self {
        Self {
            round,
            unit,
            name,
            paper: PaperChoice::Notice,
            status: Status::Draft,
            issued: None,
            page: None,
            proposal: PathBuf::new(),
            problem: None,
            view: ListCursor::default(),
            panned: 0,
            file: None,
        }
    }

    /// The same, the minutes first.
    #[must_use]
    pub fn of_minutes(self) -> Self {
        Self { paper: PaperChoice::Minutes, ..self }
    }

    fn compose(&self) -> Vec<Effect<World>> {
        vec![Effect::Run(Request::Compose(self.round.clone(), self.unit.clone(), self.paper))]
    }

    fn switch(&mut self) -> Vec<Effect<World>> {
        self.paper = other(self.paper);
        self.page = None;
        self.panned = 0;
        self.view = ListCursor::default();
        self.compose()
    }

    /// Whether what was recorded concerns this paper.
    fn concerns(&self, outcome: &Outcome) -> bool {
        match outcome {
            Outcome::Changed { round, touched, definition, .. } => {
                let here = touched.iter().any(|touched| touched.unit == self.unit);
                *round == self.round && (here || *definition == Definition::Changed)
            }
            Outcome::RoundSaved { open, .. } => open.round.id == self.round,
            Outcome::Issue(IssueOutcome::Issued(round, unit, _)) => *round == self.round && *unit == self.unit,
            _ => false,
        }
    }

    fn take(&mut self, outcome: &Outcome) -> Vec<Effect<World>> {
        match outcome {
            outcome if self.concerns(outcome) => return self.compose(),
            Outcome::Paper { unit, paper, text, proposal, status, issued }
                if *unit == self.unit && *paper == self.paper =>
            {
                self.page = Some(Page::new(text));
                self.status = *status;
                self.issued.clone_from(issued);
                self.proposal.clone_from(proposal);
                self.problem = None;
            }
            Outcome::PaperWritten(paper) if self.file.is_some() => {
                self.file = None;
                return vec![Effect::Say(Message::info(t!("screen_preview.written", path = paper)))];
            }
            Outcome::PaperExists(_) => {
                if let Some(file) = &mut self.file {
                    file.target = Target::Taken;
                }
            }
            _ => {}
        }
        Vec::new()
    }

    fn ask_for_file(&mut self) {
        let field = TextField::new(&self.proposal.display().to_string(), Accepts::Verbatim);
        self.file = Some(FileName { field, target: Target::Open });
    }

    fn write(&self, existing: Existing) -> Vec<Effect<World>> {
        let Some(file) = &self.file else { return Vec::new() };
        // Windows' "Copy as path" puts quotation marks around.
        let path = file.field.text().trim().trim_matches('"');
        if path.is_empty() {
            return vec![Effect::Say(Message::error(t!("screen_preview.no_name")))];
        }
        let (round, unit, paper) = (self.round.clone(), self.unit.clone(), self.paper);
        vec![Effect::Run(Request::WritePaper { round, unit, paper, path: path.into(), existing })]
    }

    fn act(&mut self, action: Action) -> Vec<Effect<World>> {
        match (action, &self.file) {
            (Action::NextPane | Action::PreviousPane, None) => return self.switch(),
            (Action::WriteFile, None) => self.ask_for_file(),
            (Action::Issue, None) => {
                let (round, unit) = (self.round.clone(), self.unit.clone());
                return vec![Effect::push(IssueNotice::new(round, unit, self.name.clone()))];
            }
            (Action::Open | Action::Conclude, None) => {
                let (round, unit) = (self.round.clone(), self.unit.clone());
                return vec![Effect::push(ConclusionEditor::new(round, unit, self.name.clone()))];
            }
            (Action::Open, Some(FileName { target: Target::Open, .. })) => return self.write(Existing::Keep),
            // Not Enter: a key held too long must not replace what somebody has worked on.
            (Action::WriteFile, Some(FileName { target: Target::Taken, .. })) => return self.write(Existing::Replace),
            (Action::Back, Some(_)) => self.file = None,
            _ => {}
        }
        Vec::new()
    }

    fn pan(&mut self, key: Key) {
        let most = self.page.as_ref().map_or(0, Page::widest).saturating_sub(PAN);
        self.panned = match key {
            Key::Right => (self.panned + PAN).min(most),
            Key::Left => self.panned.saturating_sub(PAN),
            _ => self.panned,
        };
    }
}

fn other(paper: PaperChoice) -> PaperChoice {
    match paper {
        PaperChoice::Notice => PaperChoice::Minutes,
        PaperChoice::Minutes => PaperChoice::Notice,
    }
}

fn title_of(paper: PaperChoice) -> String {
    match paper {
        PaperChoice::Notice => t!("screen_preview.notice").into_owned(),
        PaperChoice::Minutes => t!("screen_preview.minutes").into_owned(),
    }
}

impl Screen<World> for Preview {
    fn title(&self) -> String {
        t!("screen_preview.title", unit = self.name).into_owned()
    }

    fn note(&self) -> Option<String> {
        match &self.issued {
            Some(IssuedMark::Issued { number, .. }) => Some(t!("screen_issue.note", number = number).into_owned()),
            _ => (self.status == Status::Draft).then(|| t!("screen_preview.draft").into_owned()),
        }
    }

    fn offers(&self) -> Vec<Offer> {
        match &self.file {
            None => {
                let write = match self.page {
                    Some(_) => Offer::on(Action::WriteFile),
                    None => Offer::off(Action::WriteFile, t!("screen_preview.nothing")),
                };
                let switch = Offer::on(Action::NextPane).named(title_of(other(self.paper)).to_lowercase());
                let back = Offer::on(Action::PreviousPane).named(title_of(other(self.paper)).to_lowercase());
                let mut offers = vec![switch, write, back, Offer::on(Action::Issue)];
                if self.paper == PaperChoice::Notice {
                    offers.insert(0, Offer::on(Action::Open).named(Action::Conclude.label()));
                }
                offers.push(Offer::on(Action::Conclude));
                offers
            }
            Some(FileName { target: Target::Open, .. }) => vec![
                Offer::on(Action::Open).named(t!("screen_preview.write")),
                Offer::on(Action::Back).named(t!("screen_preview.not_now")),
            ],
            Some(FileName { target: Target::Taken, .. }) => vec![
                Offer::off(Action::Open, t!("screen_preview.taken")),
                Offer::on(Action::WriteFile).named(t!("screen_preview.replace")),
                Offer::on(Action::Back).named(t!("screen_preview.not_now")),
            ],
        }
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Vec<Effect<World>> {
        match (event, &mut self.file) {
            // The conclusion may have been edited above.
            (Event::Opened | Event::Returned, _) => return self.compose(),
            (Event::Outcome(outcome), _) => return self.take(outcome),
            (Event::Failed(Request::Compose(..), Failure::Refused(why) | Failure::NotSaved(why)), _) => {
                self.problem = Some(why.clone());
            }
            (Event::Act(action), _) => return self.act(action),
            (event, Some(file)) => {
                let taken = file.field.take(&event);
                if taken.changed() {
                    file.target = Target::Open;
                }
            }
            (Event::Key(key @ (Key::Left | Key::Right)), None) => self.pan(key),
            (Event::Key(key), None) => self.view.scroll(key),
            _ => {}
        }
        Vec::new()
    }

    /// ```text
    ///                                  DỰ THẢO
    ///
    ///          SỞ NỘI VỤ                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
    ///             ---                         Độc lập - Tự do - Hạnh phúc
    /// ── Ghi ra tệp ─────────────────────────────────────────────────────────
    ///  /home/…/Documents/mau-a-thong-bao.docx
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let below = if self.file.is_some() { 2.min(area.height) } else { 0 };
        let paper = Rect { height: area.height - below, ..area };
        match (&self.page, &self.problem) {
            (Some(page), _) => page.render(canvas, paper, &self.view, self.panned),
            (None, Some(why)) => {
                let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..paper };
                for (row, line) in (0..inner.height).zip(width::paragraphs(why, usize::from(inner.width))) {
                    canvas.text(inner, row, Role::Error, line);
                }
            }
            (None, None) => {}
        }
        if let Some(file) = &self.file {
            let asked = Rect { y: paper.bottom(), height: below, ..area };
            canvas.rule_titled(asked, 0, &t!("screen_preview.file"));
            let place = Rect {
                x: area.x.saturating_add(1),
                y: asked.y.saturating_add(1),
                width: area.width.saturating_sub(2),
                height: 1,
            };
            file.field.render(canvas, place.intersection(area));
        }
    }

    fn focus(&self) -> Focus {
        self.file.as_ref().map_or(Focus::Commands, |file| file.field.focus())
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let tab = |paper| {
            let role = if paper == self.paper { Role::Title } else { Role::Dim };
            let (before, after) = if paper == self.paper { ("[", "]") } else { (" ", " ") };
            theme.span(role, format!("{before}{}{after}", title_of(paper)))
        };
        let left = Line::from(vec![tab(PaperChoice::Notice), tab(PaperChoice::Minutes)]);
        Some(Subtitle { left, right: Line::default() })
    }

    fn status(&self) -> Option<Message> {
        let Some(file) = &self.file else {
            let Some(IssuedMark::Issued { number, date, later: later @ 1.. }) = &self.issued else { return None };
            let date = crate::vietnamese::date::format_date(*date);
            let text = t!("screen_preview.issued_later", number = number, date = date, count = later);
            return Some(Message { text: text.into_owned(), role: Role::Changed });
        };
        match file.target {
            Target::Open => Some(Message::info(t!("screen_preview.endings"))),
            Target::Taken => Some(Message::error(t!("screen_preview.taken"))),
        }
    }

    fn help(&self) -> String {
        t!("screen_preview.help").into_owned()
    }
}

#[cfg(test)]
mod tests;
