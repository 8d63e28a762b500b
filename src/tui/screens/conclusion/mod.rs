//! The conclusion editor: the passages of the draft notice at the left, the paper as it will print at the right.

mod acts;
#[cfg(test)]
mod contested_tests;
mod detail;
mod finding;
mod offers;
mod paper;
mod rows;
mod sources;
mod standing;
#[cfg(test)]
mod tests;
mod view;
mod writing;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use self::finding::Finding;
use self::paper::Paper;
use self::rows::{Rows, Stop};
use self::sources::Sources;
use self::writing::Writing;
use crate::conclusion::draft::{DraftAct, Passage};
use crate::inspection::{PassageId, RoundId, UnitId};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::screen::{Effect, Event, Failure, Message, Pending, Screen, Subtitle, TypedHint};
use crate::tui::screens::inspection::Inspection;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::text_field::TextField;
use crate::tui::work::{
    ConclusionOutcome, ConclusionRequest, Definition, DraftSheet, ExchangeOutcome, Outcome, Request, World,
};

type Effects = Vec<Effect<World>>;

/// Which half the arrows move in; on a narrow window the only one that is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pane {
    Passages,
    Paper,
}

/// What the user is at.
#[derive(Debug)]
enum Doing {
    /// Looking at the passages.
    Looking,
    /// Writing a text.
    Writing(Box<Writing>),
    /// Saying why a passage is left out.
    LeavingOut(PassageId, TextField),
    /// Saying until when something is required.
    Deadline(PassageId, TextField),
    /// Looking where the figures come from.
    Sources(Sources),
    /// Looking for words.
    Finding(Finding),
}

/// Edits the conclusion of one unit.
#[derive(Debug)]
pub struct ConclusionEditor {
    round: RoundId,
    unit: UnitId,
    name: String,
    sheet: Option<Arc<DraftSheet>>,
    /// Why there is no draft.
    problem: Option<String>,
    rows: Rows,
    paper: Paper,
    marked: BTreeSet<PassageId>,
    /// What was looked for last.
    sought: String,
    doing: Doing,
    pane: Pane,
    /// A step on its way; its text is not lost where it is refused.
    sent: Option<Sent>,
    /// The item the user is on the way to.
    opening: Option<crate::inspection::ItemKey>,
}

/// A step on its way.
#[derive(Debug)]
struct Sent {
    /// What was written.
    writing: Option<Box<Writing>>,
    /// The passages there were: one that is new is selected.
    before: BTreeSet<PassageId>,
}

impl ConclusionEditor {
    /// Edits the conclusion of `unit`, called `name`.
    pub fn new(round: RoundId, unit: UnitId, name: String) -> Self {
        Self {
            round,
            unit,
            name,
            sheet: None,
            problem: None,
            rows: Rows::default(),
            paper: Paper::default(),
            marked: BTreeSet::new(),
            sought: String::new(),
            doing: Doing::Looking,
            pane: Pane::Passages,
            sent: None,
            opening: None,
        }
    }

    fn compose(&self) -> Effects {
        let request = ConclusionRequest::Compose(self.round.clone(), self.unit.clone());
        vec![Effect::Run(Request::Conclusion(request))]
    }

    /// The passage under the cursor.
    fn selected(&self) -> Option<&Passage> {
        match self.rows.stop()? {
            Stop::Passage(place) => self.sheet.as_ref()?.passages().get(place),
            Stop::Empty(_) => None,
        }
    }

    /// Takes in the draft as it stands now.
    fn show(&mut self, sheet: &Arc<DraftSheet>) -> Effects {
        let first = self.sheet.is_none();
        let sent = self.sent.take();
        let new = sent.as_ref().and_then(|sent| {
            let mut ids = sheet.passages().iter().map(|passage| &passage.id);
            ids.find(|id| !sent.before.contains(id)).cloned()
        });
        let wanted = new.or_else(|| self.selected().map(|passage| passage.id.clone()));
        self.rows.list(sheet, wanted.as_ref());
        self.paper.print(sheet);
        self.marked.retain(|id| sheet.place_of(id).is_some());
        self.problem = None;
        self.sheet = Some(sheet.clone());
        match &mut self.doing {
            Doing::Sources(sources) => sources.renew(sheet),
            Doing::Finding(finding) => finding.renew(sheet),
            _ => {}
        }
        if let Doing::Writing(writing) = &self.doing {
            self.paper.type_in(sheet, writing);
        }
        if first { self.restore_typed() } else { Vec::new() }
    }

    /// A text that was being typed when the program last ended is gone on with.
    fn restore_typed(&mut self) -> Effects {
        let Some(sheet) = self.sheet.clone() else { return Vec::new() };
        let Some(writing) = Writing::restored(&sheet) else { return Vec::new() };
        self.write(writing);
        let text = t!("screen_conclusion.restored").into_owned();
        vec![Effect::Say(Message { text, role: Role::Changed })]
    }

    /// Whether what was recorded concerns this draft.
    fn concerns(&self, outcome: &Outcome) -> bool {
        match outcome {
            Outcome::Changed { round, touched, definition, reversal, .. } => {
                let here = touched.iter().any(|touched| touched.unit == self.unit);
                *round == self.round && (here || reversal.is_some() || *definition == Definition::Changed)
            }
            Outcome::RoundSaved { open, .. } => open.round.id == self.round,
            Outcome::Exchange(ExchangeOutcome::Refreshed(rounds)) => rounds.contains(&self.round),
            _ => false,
        }
    }

    fn take(&mut self, outcome: &Outcome) -> Effects {
        match outcome {
            Outcome::Conclusion(ConclusionOutcome::Drafted(sheet))
                if sheet.round == self.round && sheet.unit == self.unit =>
            {
                return self.show(sheet);
            }
            Outcome::Conclusion(ConclusionOutcome::Voices(voices)) => {
                if let Doing::Sources(sources) = &mut self.doing {
                    sources.hear(voices);
                }
            }
            Outcome::Unit(work) if work.unit.id == self.unit && work.open.round.id == self.round => {
                let Some(key) = self.opening.take() else { return Vec::new() };
                return vec![Effect::push(Inspection::new(work.as_ref().clone()).at(&key))];
            }
            outcome if self.concerns(outcome) => {
                let mut effects = self.compose();
                if let Outcome::Changed { reversal: Some(reversal), .. } = outcome {
                    effects.push(Effect::Say(Message::info(reversal.sentence(Some(&self.unit)))));
                }
                return effects;
            }
            _ => {}
        }
        Vec::new()
    }

    /// What was refused goes on being written.
    fn failed(&mut self, request: &Request, failure: &Failure) -> Effects {
        match (request, failure) {
            (Request::Conclusion(ConclusionRequest::Compose(..)), Failure::Refused(why) | Failure::NotSaved(why)) => {
                self.problem = Some(why.clone());
            }
            (Request::Conclusion(ConclusionRequest::Change { acts, .. }), Failure::Refused(_)) => {
                if let Some(writing) = self.sent.take().and_then(|sent| sent.writing) {
                    self.write(*writing);
                } else if let [DraftAct::TakeFigures { id }] = acts.as_slice() {
                    // Old and new figures are shown, and the person writes.
                    self.edit(id.clone());
                }
            }
            (Request::OpenUnit(..), _) => self.opening = None,
            _ => {}
        }
        Vec::new()
    }

    fn typed(&mut self, event: &Event<'_, World>, at: Instant) -> Effects {
        match (&mut self.doing, event) {
            (Doing::Writing(writing), event) => {
                let changed = writing.take(event, at).changed();
                if let (true, Some(sheet)) = (changed, &self.sheet) {
                    self.paper.type_in(sheet, writing);
                    self.paper.follow();
                }
            }
            (Doing::LeavingOut(_, field) | Doing::Deadline(_, field), event) => _ = field.take(event),
            (Doing::Sources(sources), Event::Key(key)) => sources.press(*key),
            (Doing::Finding(_), event) => self.seek(event),
            (Doing::Looking, Event::Key(key)) if self.pane == Pane::Paper => self.paper.scroll(*key),
            (Doing::Looking, Event::Key(key)) => {
                self.rows.press(*key);
                self.paper.follow();
            }
            (Doing::Looking, Event::Text(" ")) => return self.mark(),
            (Doing::Looking, Event::Text("1")) => return self.decide(Action::TakeFigures),
            (Doing::Looking, Event::Text("2")) => return self.decide(Action::LeaveOut),
            _ => {}
        }
        Vec::new()
    }

    /// Keeps what was typed and not recorded yet.
    fn keep(&mut self) -> Effects {
        match &mut self.doing {
            Doing::Writing(writing) => writing.keep().into_iter().collect(),
            _ => Vec::new(),
        }
    }
}

impl Screen<World> for ConclusionEditor {
    fn title(&self) -> String {
        t!("screen_conclusion.title", unit = self.name).into_owned()
    }

    fn note(&self) -> Option<String> {
        let wanting = standing::wanting(self.sheet.as_ref()?);
        Some(match wanting {
            0 => t!("screen_conclusion.draft").into_owned(),
            count => t!("screen_conclusion.draft_wanting", count = count).into_owned(),
        })
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let sheet = self.sheet.as_ref()?;
        let tab = |pane, text: std::borrow::Cow<'_, str>| {
            let here = pane == self.pane;
            let (before, after) = if here { ("[", "]") } else { (" ", " ") };
            theme.span(if here { Role::Title } else { Role::Dim }, format!("{before}{text}{after}"))
        };
        let left = Line::from(vec![
            tab(Pane::Passages, t!("screen_conclusion.passages")),
            tab(Pane::Paper, t!("screen_conclusion.paper")),
        ]);
        let counts = standing::counts(sheet);
        Some(Subtitle { left, right: Line::from(theme.span(Role::Dim, counts)) })
    }

    fn help(&self) -> String {
        t!("screen_conclusion.help").into_owned()
    }

    fn focus(&self) -> Focus {
        match &self.doing {
            Doing::Writing(_) | Doing::Finding(_) => Focus::Text,
            Doing::LeavingOut(_, field) | Doing::Deadline(_, field) => field.focus(),
            Doing::Looking | Doing::Sources(_) => Focus::Commands,
        }
    }

    fn offers(&self) -> Vec<Offer> {
        self.offered()
    }

    fn typed_hints(&self) -> Vec<TypedHint> {
        self.hinted()
    }

    fn status(&self) -> Option<Message> {
        let sheet = self.sheet.as_ref()?;
        match &self.doing {
            Doing::Looking => {
                let of_passage = self.selected().and_then(|passage| standing::status(sheet, passage));
                of_passage.or_else(|| standing::issued(sheet))
            }
            _ => None,
        }
    }

    fn wakes_at(&self) -> Option<Instant> {
        match &self.doing {
            Doing::Writing(writing) => writing.due(),
            _ => None,
        }
    }

    fn pending(&self) -> Pending {
        match &self.doing {
            Doing::Writing(writing) => writing.pending(),
            _ => Pending::Nothing,
        }
    }

    fn handle(&mut self, event: Event<'_, World>, at: Instant) -> Effects {
        match event {
            Event::Opened | Event::Returned => self.compose(),
            Event::Outcome(outcome) => self.take(outcome),
            Event::Failed(request, failure) => self.failed(request, failure),
            Event::Tick if self.wakes_at().is_some_and(|due| due <= at) => self.keep(),
            Event::Tick => Vec::new(),
            Event::SaveNow => self.keep(),
            Event::Act(action) => self.act(action),
            event => self.typed(&event, at),
        }
    }

    /// ```text
    ///  Tồn tại, hạn chế                                   │           THÔNG BÁO
    ///   Cải cách thủ tục hành chính                       │  Kết luận kiểm tra công tác cải cách …
    /// > a) Mới niêm yết 143/155 thủ tục (92,26%)    * đổi │ II. TỒN TẠI, HẠN CHẾ
    ///   b) Mẫu phiếu khảo sát còn ít thông tin            │ a) Mới niêm yết 143/155 thủ tục …
    /// ── số liệu đã thay đổi ─────────────────────────────│
    ///  Trước: 143/155 thủ tục. Nay: 150/155 thủ tục.      │
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        self.draw(canvas, area);
    }
}
