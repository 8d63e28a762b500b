//! What issued notices require, over all rounds: what is overdue, what is due next, what was reported.

mod decision;
mod detail;
mod marking;
mod report;
mod shown;
#[cfg(test)]
mod tests;
mod view;
mod withdrawal;
mod words;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use self::decision::DecisionForm;
use self::detail::RequirementDetail;
use self::marking::{Mark, mark_of};
use self::report::ReportForm;
use self::shown::{Row, Shown, WINDOWS};
use crate::conclusion::follow_up::{Filter, FollowUp, RequirementState};
use crate::inspection::{RoundId, UnitId};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::{Canvas, joined};
use crate::tui::input::Focus;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Message, Screen, Subtitle, TypedHint};
use crate::tui::screens::letter;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::widgets::text_field::TextField;
use crate::tui::work::{
    FollowUpOutcome, FollowUpRequest, FollowUps, LetterKind, LetterPlace, Outcome, Request, UnitPlace, World,
};
use crate::vietnamese::fold::fold;

type Effects = Vec<Effect<World>>;

/// The digit that goes to where a requirement has moved.
const FOLLOW: &str = "5";

/// Whose texts name the lines of the forms.
const ROOM: &str = "screen_requirements";

/// What can be done with chosen requirements, by the digit that does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Report,
    Accept,
    Return,
    Remind,
}

impl Act {
    const ALL: [Self; 4] = [Self::Report, Self::Accept, Self::Return, Self::Remind];

    fn of(typed: &str) -> Option<Self> {
        let digit = typed.parse::<usize>().ok()?;
        Self::ALL.get(digit.checked_sub(1)?).copied()
    }

    fn name(self) -> String {
        match self {
            Self::Report => t!("screen_requirements.act.report"),
            Self::Accept => t!("screen_requirements.act.accept"),
            Self::Return => t!("screen_requirements.act.return"),
            Self::Remind => t!("screen_requirements.act.remind"),
        }
        .into_owned()
    }

    /// The screen that does it with `chosen`, which are of one unit; else why it cannot be done.
    fn begin(self, chosen: &[&FollowUp]) -> Result<Effect<World>, String> {
        let Some(first) = chosen.first() else { return Err(t!("screen_requirements.none_chosen").into_owned()) };
        let place = UnitPlace { round: first.round.clone(), unit: first.unit.clone() };
        let all: Vec<FollowUp> = chosen.iter().map(|one| (*one).clone()).collect();
        let unreported = chosen.iter().find(|one| one.current().is_none());
        let contested = chosen.iter().find(|one| one.state == RequirementState::Contested);
        match self {
            Self::Report => Ok(Effect::push(ReportForm::new(place, all))),
            Self::Accept | Self::Return => match (unreported, contested) {
                (Some(one), _) => Err(t!("remediation.no_report", text = one.requirement.text).into_owned()),
                (None, Some(one)) => Err(t!("remediation.contested", text = one.requirement.text).into_owned()),
                (None, None) if self == Self::Accept => Ok(Effect::push(DecisionForm::accepting(place, all))),
                (None, None) => Ok(Effect::push(DecisionForm::returning(place, all))),
            },
            Self::Remind => {
                let (round, unit) = (first.round.clone(), Some(first.unit.clone()));
                Ok(letter::open(LetterPlace { round, unit, kind: LetterKind::Reminder }))
            }
        }
    }
}

/// Hints for the digits.
fn act_hints() -> Vec<TypedHint> {
    (1..)
        .zip(Act::ALL)
        .map(|(digit, act): (usize, Act)| TypedHint { keys: digit.to_string(), text: act.name() })
        .collect()
}

/// Opens the requirements of one round.
pub fn of_round(round: &RoundId) -> Effect<World> {
    Effect::push(Requirements::new(Some(round.clone())))
}

/// The list of requirements.
#[derive(Debug)]
pub struct Requirements {
    /// None until they were read.
    known: Option<Arc<FollowUps>>,
    /// Of this round alone.
    round: Option<RoundId>,
    /// Of this unit alone, chosen from the list by units.
    unit: Option<(RoundId, UnitId)>,
    shown: Shown,
    /// Place in [`WINDOWS`].
    window: usize,
    /// What is looked for: the unit, the requirement, the report.
    sought: TextField,
    is_seeking: Seeking,
    rows: Vec<Row>,
    marked: BTreeSet<Mark>,
    /// Listed although what was just recorded moved them elsewhere: nobody loses what he works on.
    stayed: BTreeSet<Mark>,
    cursor: ListCursor,
}

/// Whether typing goes into what is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Seeking {
    #[default]
    No,
    Yes,
}

impl Requirements {
    /// Those of `round`, or of all rounds.
    pub fn new(round: Option<RoundId>) -> Self {
        Self {
            known: None,
            round,
            unit: None,
            shown: Shown::Overdue,
            window: 0,
            sought: TextField::default(),
            is_seeking: Seeking::No,
            rows: Vec::new(),
            marked: BTreeSet::new(),
            stayed: BTreeSet::new(),
            cursor: ListCursor::default(),
        }
    }

    fn all(&self) -> &[FollowUp] {
        self.known.as_ref().map_or(&[][..], |known| &known.all)
    }

    fn filter(&self, shown: Shown) -> Filter {
        let unit = self.unit.as_ref();
        Filter {
            round: self.round.clone().or_else(|| unit.map(|(round, _)| round.clone())),
            unit: unit.map(|(_, unit)| unit.clone()),
            state: None,
            urgency: shown.urgency(WINDOWS[self.window]),
        }
    }

    /// The places of those that `shown` takes and that hold what is looked for.
    fn taken(&self, shown: Shown) -> Vec<usize> {
        let filter = self.filter(shown);
        let sought = fold(self.sought.text());
        let words: Vec<&str> = sought.split_whitespace().collect();
        let holds = |one: &FollowUp| {
            let numbers = one.reports.iter().map(|report| report.content.number.as_str());
            let texts = [one.unit_name.as_str(), &one.round_title, &one.requirement.text, &one.notice.number];
            let text = fold(&texts.into_iter().chain(numbers).collect::<Vec<_>>().join(" "));
            words.iter().all(|word| text.split_whitespace().any(|known| known.starts_with(word)))
        };
        let wanted = |one: &FollowUp| filter.takes(one) && shown.takes(one) && (words.is_empty() || holds(one));
        (0..self.all().len()).filter(|place| wanted(&self.all()[*place])).collect()
    }

    /// Lists what is asked for and no more, at the requirement `selected` if it is there.
    fn list(&mut self, selected: Option<&Mark>) {
        self.stayed.clear();
        self.relist(selected);
    }

    /// Lists anew, with what stays although it has moved elsewhere.
    fn relist(&mut self, selected: Option<&Mark>) {
        let mut taken = self.taken(self.shown);
        let stays = |place: &usize| self.stayed.contains(&mark_of(&self.all()[*place])) && !taken.contains(place);
        let stayed: Vec<usize> = (0..self.all().len()).filter(stays).collect();
        taken.extend(stayed);
        taken.sort_unstable();
        if matches!(self.shown, Shown::Overdue | Shown::Due) {
            taken.sort_by_key(|place| self.all()[*place].due);
        }
        self.rows = match self.shown {
            Shown::Units => shown::by_unit(self.all(), &taken),
            _ => taken.into_iter().map(Row::One).collect(),
        };
        let is_it = |row: &Row| matches!(row, Row::One(place) if Some(&mark_of(&self.all()[*place])) == selected);
        let place = self.rows.iter().position(is_it);
        let last = self.rows.len().saturating_sub(1);
        self.cursor.select(place.unwrap_or_else(|| self.cursor.selected().min(last)));
    }

    fn selected(&self) -> Option<&FollowUp> {
        match self.rows.get(self.cursor.selected())? {
            Row::One(place) => self.all().get(*place),
            Row::Unit { .. } | Row::Round { .. } => None,
        }
    }

    /// Takes in what is known now; the first time under the first choice that has any.
    fn take(&mut self, known: &Arc<FollowUps>) {
        let selected = self.selected().map(mark_of);
        let first = self.known.is_none();
        let listed = self.rows.iter().filter_map(|row| match row {
            Row::One(place) => self.all().get(*place).map(mark_of),
            Row::Unit { .. } | Row::Round { .. } => None,
        });
        self.stayed = listed.collect();
        self.rows.clear();
        self.known = Some(known.clone());
        let there: BTreeSet<Mark> = self.all().iter().map(mark_of).collect();
        self.marked.retain(|mark| there.contains(mark));
        let taken: BTreeSet<Mark> = self.taken(self.shown).iter().map(|place| mark_of(&self.all()[*place])).collect();
        self.stayed.retain(|mark| there.contains(mark) && !taken.contains(mark));
        if first {
            let filled = Shown::ALL.into_iter().find(|shown| !self.taken(*shown).is_empty());
            self.shown = filled.unwrap_or(Shown::All);
        }
        self.relist(selected.as_ref());
    }

    /// Where the selected requirement stands now, if it is listed only because it stayed.
    fn moved(&self) -> Option<Shown> {
        let one = self.selected()?;
        self.stayed.contains(&mark_of(one)).then(|| Shown::home_of(one))
    }

    /// Goes to where the selected requirement stands now.
    fn follow(&mut self) {
        if let Some(shown) = self.moved() {
            let selected = self.selected().map(mark_of);
            self.shown = shown;
            self.list(selected.as_ref());
        }
    }

    fn turn(&mut self, by: usize) {
        let selected = self.selected().map(mark_of);
        self.shown = self.shown.step(by);
        self.list(selected.as_ref());
    }

    /// Enter: opens the requirement, or lists those of a unit.
    fn open(&mut self) -> Effects {
        match self.rows.get(self.cursor.selected()) {
            Some(Row::One(place)) => self
                .all()
                .get(*place)
                .map(|one| Effect::push(RequirementDetail::new(one.clone())))
                .into_iter()
                .collect(),
            Some(row @ (Row::Unit { first, .. } | Row::Round { first, .. })) => {
                let (round, unit) = (self.all()[*first].round.clone(), self.all()[*first].unit.clone());
                match row {
                    Row::Unit { .. } => self.unit = Some((round, unit)),
                    _ => self.round = Some(round),
                }
                self.shown = Shown::All;
                self.cursor = ListCursor::default();
                self.list(None);
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    fn act(&mut self, action: Action) -> Effects {
        match action {
            Action::Open if self.is_seeking == Seeking::Yes => self.is_seeking = Seeking::No,
            Action::Open => return self.open(),
            Action::SelectAll => self.mark_unit(),
            Action::NextPane => self.turn(1),
            Action::PreviousPane => self.turn(Shown::ALL.len() - 1),
            Action::Find => self.is_seeking = Seeking::Yes,
            Action::Back if self.is_seeking == Seeking::Yes => {
                self.is_seeking = Seeking::No;
                self.sought.take_text();
                self.list(None);
            }
            Action::Back if self.unit.is_some() => {
                self.unit = None;
                self.shown = Shown::Units;
                self.list(None);
            }
            Action::Back if !self.sought.text().is_empty() => {
                self.sought.take_text();
                self.list(None);
            }
            Action::Back => return vec![Effect::Pop],
            Action::Undo | Action::Redo => {
                let Some(round) = self.chosen().first().map(|one| one.round.clone()) else { return Vec::new() };
                let request = if action == Action::Undo { Request::Undo(round) } else { Request::Redo(round) };
                return vec![Effect::Run(request)];
            }
            _ => {}
        }
        Vec::new()
    }

    /// Typing goes into what is looked for; up and down go through what is found.
    fn seek(&mut self, event: &Event<'_, World>) {
        match event {
            Event::Key(key @ (Key::Up | Key::Down)) => _ = self.cursor.press(*key, self.rows.len()),
            event if self.sought.take(event).changed() => self.list(None),
            _ => {}
        }
    }

    fn begin(&self, act: Act) -> Effects {
        vec![act.begin(&self.chosen()).unwrap_or_else(|why| Effect::Say(Message::error(why)))]
    }

    fn read() -> Effects {
        vec![Effect::Run(Request::FollowUp(FollowUpRequest::List))]
    }
}

impl Screen<World> for Requirements {
    fn title(&self) -> String {
        t!("screen_requirements.title").into_owned()
    }

    fn note(&self) -> Option<String> {
        (!self.marked.is_empty()).then(|| t!("screen_requirements.marked", count = self.marked.len()).into_owned())
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        self.known.as_ref()?;
        let pieces = Shown::ALL.into_iter().map(|shown| {
            let (role, open, close) = if shown == self.shown { (Role::Title, "[", "]") } else { (Role::Dim, "", "") };
            let name = shown.name(WINDOWS[self.window]);
            let count = if shown == Shown::Units { String::new() } else { format!(" {}", self.taken(shown).len()) };
            vec![theme.span(role, format!("{open}{name}{count}{close}"))]
        });
        let left = joined(pieces, &format!(" {} ", theme.marks().dot).into());
        Some(Subtitle { left, right: Line::default() })
    }

    fn help(&self) -> String {
        t!("screen_requirements.help").into_owned()
    }

    fn focus(&self) -> Focus {
        if self.is_seeking == Seeking::Yes { Focus::Text } else { Focus::Commands }
    }

    fn offers(&self) -> Vec<Offer> {
        let next = Offer::on(Action::NextPane).named(self.shown.step(1).name(WINDOWS[self.window]));
        let mut offers = match (self.is_seeking, self.rows.get(self.cursor.selected())) {
            (Seeking::Yes, _) => vec![Offer::on(Action::Open).named(t!("screen_requirements.sought"))],
            (Seeking::No, None) => vec![Offer::off(Action::Open, t!("screen_requirements.nothing"))],
            (Seeking::No, Some(Row::One(_))) => vec![Offer::on(Action::Open).named(t!("screen_requirements.open"))],
            (Seeking::No, Some(_)) => vec![Offer::on(Action::Open).named(t!("screen_requirements.list_them"))],
        };
        if self.is_seeking == Seeking::No {
            offers.extend([next, Offer::on(Action::Find).named(t!("screen_requirements.find"))]);
        }
        offers.push(Offer::on(Action::PreviousPane));
        if self.is_seeking == Seeking::Yes || self.unit.is_some() || !self.sought.text().is_empty() {
            offers.push(Offer::on(Action::Back).named(t!("screen_requirements.all_again")));
        }
        if self.selected().is_some() && self.is_seeking == Seeking::No {
            offers.push(Offer::on(Action::SelectAll).named(t!("screen_requirements.mark_unit")));
            offers.extend([Action::Undo, Action::Redo].map(Offer::on));
        }
        offers
    }

    fn typed_hints(&self) -> Vec<TypedHint> {
        if self.is_seeking == Seeking::Yes {
            return Vec::new();
        }
        let mut hints = Vec::new();
        if self.selected().is_some() {
            let space = t!("screen_grid.space").into_owned();
            hints.push(TypedHint { keys: space, text: t!("screen_requirements.mark").into_owned() });
            hints.extend(act_hints());
        }
        if let Some(moved) = self.moved() {
            hints.push(TypedHint { keys: FOLLOW.to_owned(), text: moved.name(WINDOWS[self.window]) });
        }
        if self.shown == Shown::Due {
            hints.push(TypedHint { keys: "← →".to_owned(), text: t!("screen_requirements.window").into_owned() });
        }
        hints
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Effects {
        match event {
            Event::Opened | Event::Returned => return Self::read(),
            Event::Outcome(Outcome::FollowUp(FollowUpOutcome::All(known))) => self.take(known),
            // What was undone may have been a report; what is undone here is told here.
            Event::Outcome(Outcome::Changed { reversal: Some(reversal), .. }) => {
                let mut effects = Self::read();
                effects.push(Effect::Say(Message::info(reversal.sentence(None))));
                return effects;
            }
            Event::Act(action) => return self.act(action),
            event if self.is_seeking == Seeking::Yes => self.seek(&event),
            Event::Text(" ") => return self.mark(),
            Event::Text(FOLLOW) => self.follow(),
            Event::Text(typed) => {
                return Act::of(typed).map(|act| self.begin(act)).unwrap_or_default();
            }
            Event::Key(key @ (Key::Left | Key::Right)) if self.shown == Shown::Due => {
                let last = WINDOWS.len() - 1;
                self.window =
                    if key == Key::Left { self.window.saturating_sub(1) } else { (self.window + 1).min(last) };
                self.list(None);
            }
            Event::Key(key) => {
                self.cursor.press(key, self.rows.len());
            }
            _ => {}
        }
        Vec::new()
    }

    fn status(&self) -> Option<Message> {
        let known = self.known.as_ref()?;
        let here = |round: &RoundId| self.round.as_ref().is_none_or(|of| of == round);
        if let Some(left) = known.left.iter().find(|left| here(&left.round)) {
            let (number, paper) = (left.withdrawal.issued.content.number_line(), left.papers.first());
            let paper = paper.map(ToString::to_string).unwrap_or_default();
            return Some(Message::error(t!(
                "screen_requirements.left",
                unit = left.unit,
                number = number,
                paper = paper
            )));
        }
        let first = known.unsettled.iter().find(|one| self.round.as_ref().is_none_or(|round| *round == one.round))?;
        Some(Message::error(t!("screen_requirements.unsettled", unit = first.unit_name)))
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        self.draw(canvas, area);
    }
}
