//! Questions about answers: those that wait for me, those I asked and what became of them.

mod ask;
mod composer;
mod reply;
#[cfg(test)]
mod tests;
mod view;
pub(super) mod words;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

pub use self::ask::AskQuestion;
pub use self::reply::ReplyEditor;

use super::inspection::Inspection;
use crate::assessment::OpenRound;
use crate::inspection::{EntryId, ItemKey, Member, Question, QuestionState, Recorder, Settling, UnitId};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::screen::{Effect, Event, Message, Screen, Subtitle, TypedHint};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::work::{Outcome, QuestionOutcome, QuestionRequest, Request, UnitWork, World};

type Effects = Vec<Effect<World>>;

/// Which questions are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filter {
    /// Those to me and those I asked, until they are settled.
    Mine,
    /// All that are not settled.
    Open,
    /// All.
    All,
}

impl Filter {
    const ALL: [Self; 3] = [Self::Mine, Self::Open, Self::All];

    fn name(self) -> String {
        match self {
            Self::Mine => t!("screen_questions.filter.mine"),
            Self::Open => t!("screen_questions.filter.open"),
            Self::All => t!("screen_questions.filter.all"),
        }
        .into_owned()
    }

    fn takes(self, question: &Question, me: &Member) -> bool {
        let me = me.id.as_str();
        match self {
            Self::Mine => Self::Open.takes_any(question) && (question.to == me || question.by.as_deref() == Some(me)),
            other => other.takes_any(question),
        }
    }

    fn takes_any(self, question: &Question) -> bool {
        self == Self::All || question.state() != QuestionState::Closed
    }

    fn step(self, by: usize) -> Self {
        let place = Self::ALL.iter().position(|filter| *filter == self).unwrap_or(0);
        Self::ALL[(place + by) % Self::ALL.len()]
    }
}

/// The questions of a round.
#[derive(Debug)]
pub struct QuestionList {
    open: Arc<OpenRound>,
    member: Member,
    /// The unit whose inspection lies below.
    below: Option<UnitId>,
    /// None until they were read.
    questions: Option<Vec<Question>>,
    filter: Filter,
    /// Settled on this screen: they stay listed, so that the same key takes it back.
    settled: BTreeSet<EntryId>,
    /// Those listed, as indexes of the questions.
    rows: Vec<usize>,
    cursor: ListCursor,
    /// The item the user is on the way to.
    opening: Option<(UnitId, ItemKey)>,
}

impl QuestionList {
    /// The questions of `open`, as `member` sees them, on top of the board.
    pub fn on_board(open: Arc<OpenRound>, member: Member) -> Self {
        Self {
            open,
            member,
            below: None,
            questions: None,
            filter: Filter::Mine,
            settled: BTreeSet::new(),
            rows: Vec::new(),
            cursor: ListCursor::default(),
            opening: None,
        }
    }

    /// The same, on top of the inspection of `work`'s unit.
    pub fn at_unit(work: &UnitWork) -> Self {
        let below = Some(work.unit.id.clone());
        Self { below, ..Self::on_board(work.open.clone(), work.member.clone()) }
    }

    fn all(&self) -> &[Question] {
        self.questions.as_deref().unwrap_or_default()
    }

    fn selected(&self) -> Option<&Question> {
        self.rows.get(self.cursor.selected()).map(|index| &self.all()[*index])
    }

    fn count(&self, filter: Filter) -> usize {
        self.all().iter().filter(|question| filter.takes(question, &self.member)).count()
    }

    fn read(&self) -> Effects {
        vec![Effect::Run(Request::Questions(QuestionRequest::OfRound(self.open.round.id.clone())))]
    }

    /// What waits for me first, then answers to me, then what waits for others, what is settled last.
    fn rank(&self, question: &Question) -> (u8, usize, usize) {
        let rank = match question.state() {
            QuestionState::Closed if !self.settled.contains(&question.id) => 3,
            _ if question.waits_for(&self.member.id) => 0,
            _ if question.is_answered_to(&self.member.id) => 1,
            _ => 2,
        };
        let unit = self.open.round.units.iter().position(|unit| unit.id == question.unit);
        let items = self.open.editions.iter().flat_map(|edition| {
            edition.checklist.items().map(|item| UnitWork::key(&edition.checklist, item)).collect::<Vec<_>>()
        });
        let item = items.into_iter().position(|key| key == question.key);
        (rank, unit.unwrap_or(usize::MAX), item.unwrap_or(usize::MAX))
    }

    /// Shows these questions; at first under the first filter that has any.
    fn show(&mut self, questions: Vec<Question>) {
        let selected = self.selected().map(|question| question.id.clone());
        let first = self.questions.is_none();
        self.rows.clear();
        self.questions = Some(questions);
        if first {
            let filled = Filter::ALL.into_iter().find(|filter| self.count(*filter) > 0);
            self.filter = filled.unwrap_or(Filter::Mine);
        }
        self.list(selected.as_ref());
    }

    /// Lists what the filter takes, at the question `selected` if it is among them.
    fn list(&mut self, selected: Option<&EntryId>) {
        let taken =
            |question: &Question| self.filter.takes(question, &self.member) || self.settled.contains(&question.id);
        let mut rows: Vec<usize> = (0..self.all().len()).filter(|index| taken(&self.all()[*index])).collect();
        rows.sort_by_cached_key(|index| self.rank(&self.all()[*index]));
        self.rows = rows;
        let place = self.rows.iter().position(|index| Some(&self.all()[*index].id) == selected);
        let last = self.rows.len().saturating_sub(1);
        self.cursor.select(place.unwrap_or_else(|| self.cursor.selected().min(last)));
    }

    fn turn(&mut self, by: usize) {
        let selected = self.selected().map(|question| question.id.clone());
        self.filter = self.filter.step(by);
        self.settled.clear();
        self.list(selected.as_ref());
    }

    fn recorder(&self, question: &Question) -> Recorder {
        let (round, unit) = (self.open.round.id.clone(), question.unit.clone());
        Recorder { round, unit, member: self.member.id.to_string(), reason: None }
    }

    /// Space: settles the question, or opens it again.
    fn settle(&mut self) -> Effects {
        let Some(question) = self.selected() else { return Vec::new() };
        let (settling, said) = match question.state() {
            QuestionState::Closed => (Settling::Reopen, t!("screen_questions.reopened")),
            _ => (Settling::Close(None), t!("screen_questions.closed")),
        };
        let (recorder, key, id) = (self.recorder(question), question.key.clone(), question.id.clone());
        self.settled.insert(id.clone());
        let request = QuestionRequest::Settle(recorder, key, id, settling);
        // Said first: a refusal takes its place.
        vec![Effect::Say(Message::info(said)), Effect::Run(Request::Questions(request))]
    }

    /// Enter: to the item.
    fn go(&mut self) -> Effects {
        let Some(question) = self.selected() else { return Vec::new() };
        let (unit, key) = (question.unit.clone(), question.key.clone());
        if self.below.as_ref() == Some(&unit) {
            return vec![Effect::Pop, Effect::Run(Request::JumpTo(key))];
        }
        self.opening = Some((unit.clone(), key));
        vec![Effect::Run(Request::OpenUnit(self.open.round.id.clone(), unit))]
    }

    fn ask_again(&self) -> Effects {
        let Some(question) = self.selected() else { return Vec::new() };
        let Some(unit) = self.open.round.unit(&question.unit) else { return Vec::new() };
        let ask = AskQuestion::new(self.open.clone(), self.member.clone(), unit.clone(), question.key.clone());
        // What is settled stays so; what somebody else asked is his to settle.
        let follows =
            question.state() != QuestionState::Closed && question.by.as_deref() == Some(self.member.id.as_str());
        vec![Effect::push(if follows { ask.again(question) } else { ask.to(&question.to) })]
    }

    fn act(&mut self, action: Action) -> Effects {
        let round = || self.open.round.id.clone();
        match action {
            Action::Open => return self.go(),
            Action::Remark => {
                let Some(question) = self.selected() else { return Vec::new() };
                let reply = ReplyEditor::new(self.open.clone(), self.member.clone(), question.clone());
                return vec![Effect::push(reply)];
            }
            Action::SendBack => return self.ask_again(),
            Action::NextPane => self.turn(1),
            Action::PreviousPane => self.turn(Filter::ALL.len() - 1),
            Action::Undo => return vec![Effect::Run(Request::Undo(round()))],
            Action::Redo => return vec![Effect::Run(Request::Redo(round()))],
            _ => {}
        }
        Vec::new()
    }

    fn take(&mut self, outcome: &Outcome) -> Effects {
        match outcome {
            Outcome::Questions(QuestionOutcome::OfRound(round, questions)) if *round == self.open.round.id => {
                self.show(questions.to_vec());
            }
            Outcome::Questions(QuestionOutcome::OfUnit(round, unit, questions))
                if *round == self.open.round.id && self.questions.is_some() =>
            {
                let mut all: Vec<Question> = self.all().iter().filter(|other| other.unit != *unit).cloned().collect();
                all.extend(questions.iter().cloned());
                all.sort_by(|a, b| (&a.unit, &a.key, &a.id).cmp(&(&b.unit, &b.key, &b.id)));
                self.show(all);
            }
            Outcome::Unit(work) if work.open.round.id == self.open.round.id => {
                let opening = self.opening.take_if(|(unit, _)| *unit == work.unit.id);
                let Some((_, key)) = opening else { return Vec::new() };
                return vec![Effect::push(Inspection::new(work.as_ref().clone()).at(&key))];
            }
            // An undone action may have been a question; what is undone here is told here.
            Outcome::Changed { round, reversal: Some(reversal), .. } if *round == self.open.round.id => {
                let mut effects = self.read();
                if self.below.is_none() {
                    effects.push(Effect::Say(Message::info(reversal.sentence(None))));
                }
                return effects;
            }
            _ => {}
        }
        Vec::new()
    }
}

impl Screen<World> for QuestionList {
    fn title(&self) -> String {
        t!("screen_questions.title").into_owned()
    }

    fn note(&self) -> Option<String> {
        let mine = self.all().iter().filter(|question| question.waits_for(&self.member.id)).count();
        (mine > 0).then(|| t!("screen_questions.note", count = mine).into_owned())
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let pieces = Filter::ALL.into_iter().map(|filter| {
            let role = if filter == self.filter { Role::Title } else { Role::Dim };
            let (open, close) = if filter == self.filter { ("[", "]") } else { ("", "") };
            vec![theme.span(role, format!("{open}{} {}{close}", filter.name(), self.count(filter)))]
        });
        let left = crate::tui::canvas::joined(pieces, &format!(" {} ", theme.marks().dot).into());
        Some(Subtitle { left, right: Line::default() })
    }

    fn help(&self) -> String {
        t!("screen_questions.help").into_owned()
    }

    fn offers(&self) -> Vec<Offer> {
        let next = Offer::on(Action::NextPane).named(self.filter.step(1).name());
        let mut offers = match self.selected() {
            None => vec![Offer::off(Action::Open, t!("screen_questions.none")), next],
            Some(_) => vec![
                Offer::on(Action::Open).named(t!("screen_questions.go")),
                Offer::on(Action::Remark).named(t!("screen_questions.reply")),
                next,
                Offer::on(Action::SendBack).named(t!("screen_questions.ask_again")),
            ],
        };
        offers.push(Offer::on(Action::PreviousPane));
        offers.extend([Action::Undo, Action::Redo].map(Offer::on));
        offers
    }

    fn typed_hints(&self) -> Vec<TypedHint> {
        let Some(question) = self.selected().filter(|question| question.is_settled_by(&self.member)) else {
            return Vec::new();
        };
        let settled = question.state() == QuestionState::Closed;
        let text = if settled { t!("screen_questions.reopen") } else { t!("screen_questions.close") };
        vec![TypedHint { keys: t!("screen_grid.space").into_owned(), text: text.into_owned() }]
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Effects {
        match event {
            Event::Opened | Event::Returned => self.read(),
            Event::Outcome(outcome) => self.take(outcome),
            Event::Failed(Request::OpenUnit(..), _) => {
                self.opening = None;
                Vec::new()
            }
            Event::Act(action) => self.act(action),
            Event::Text(" ") => self.settle(),
            Event::Key(key) => {
                self.cursor.press(key, self.rows.len());
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        self.draw(canvas, area);
    }
}
