//! What the keys do.

use std::collections::BTreeSet;

use rust_i18n::t;

use super::sources::Sources;
use super::standing::{self, Wants};
use super::writing::{Target, Writing};
use super::{ConclusionEditor, Doing, Effects, Pane, Sent, Stop};
use crate::checklist::Section;
use crate::conclusion::draft::{Beside, DraftAct, Passage, PassageStanding};
use crate::inspection::{Deadline, ItemKey, PassageId, Slot};
use crate::tui::action::Action;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Message};
use crate::tui::screens::conflicts::Conflicts;
use crate::tui::screens::issue::IssueNotice;
use crate::tui::widgets::text_field::{Accepts, TextField};
use crate::tui::work::{ConclusionRequest, DraftSheet, Request, World};
use crate::vietnamese::date::parse_date;

/// Working days of a deadline at most; what is larger was meant as something else.
const MOST_DAYS: u32 = 999;

fn refused(text: impl Into<String>) -> Effects {
    vec![Effect::Say(Message::error(text))]
}

/// Whether the program says several items in it at once.
pub(super) fn is_group(passage: &Passage) -> bool {
    matches!(passage.id.slot, Slot::Group(..)) && passage.is_printed() && passage.items.len() > 1
}

impl ConclusionEditor {
    pub(super) fn act(&mut self, action: Action) -> Effects {
        match (&mut self.doing, action) {
            (Doing::Writing(_), Action::Open | Action::Back) => self.record(action),
            (Doing::Writing(_), Action::SplitPassage) => self.split(),
            (Doing::Writing(writing), Action::NextPane) => {
                writing.next_field();
                Vec::new()
            }
            (Doing::Writing(writing), Action::Undo) => {
                let forgotten = writing.forget();
                self.stop_writing();
                self.read_again_after(forgotten)
            }
            (Doing::LeavingOut(..), Action::Open) => self.leave_out(),
            (Doing::Deadline(..), Action::Open) => self.set_deadline(),
            (Doing::LeavingOut(..) | Doing::Deadline(..) | Doing::Sources(_), Action::Back) => {
                self.doing = Doing::Looking;
                Vec::new()
            }
            (Doing::Sources(sources), Action::Open) => {
                let Some(key) = sources.item() else { return Vec::new() };
                self.opening = Some(key);
                vec![Effect::Run(Request::OpenUnit(self.round.clone(), self.unit.clone()))]
            }
            (Doing::Finding(_), action) => self.act_finding(action),
            (Doing::Looking, action) => self.act_looking(action),
            _ => Vec::new(),
        }
    }

    fn act_looking(&mut self, action: Action) -> Effects {
        match action {
            Action::NextPane | Action::PreviousPane => self.change_pane(),
            Action::Back if self.pane == Pane::Paper => self.change_pane(),
            Action::Back => self.marked.clear(),
            Action::SelectAll => return self.mark_section(),
            Action::Open if self.marked.len() > 1 => return self.join(),
            Action::JoinPassages => return self.join(),
            Action::Open => return self.enter(),
            Action::NextProblem => return self.next_wanting(),
            Action::Figures => return self.look_at_sources(),
            Action::Add => self.add(),
            Action::MoveUp | Action::MoveDown => return self.move_passage(action),
            Action::Restore => return self.act_on(|id| DraftAct::Restore { id }),
            Action::TakeFigures => return self.act_on(|id| DraftAct::TakeFigures { id }),
            Action::SplitPassage => return self.split_group(),
            Action::LeaveOut => return self.ask_why(),
            Action::Deadline => self.ask_until(),
            Action::Undo => return vec![Effect::Run(Request::Undo(self.round.clone()))],
            Action::Redo => return vec![Effect::Run(Request::Redo(self.round.clone()))],
            Action::Conflicts => return self.conflicts(),
            Action::Find => self.find(),
            Action::Issue => {
                let (round, unit) = (self.round.clone(), self.unit.clone());
                return vec![Effect::push(IssueNotice::new(round, unit, self.name.clone()))];
            }
            _ => {}
        }
        Vec::new()
    }

    fn change_pane(&mut self) {
        self.pane = match self.pane {
            Pane::Passages => Pane::Paper,
            Pane::Paper => Pane::Passages,
        };
        if self.pane == Pane::Passages {
            self.paper.follow();
        }
    }

    /// Enter: what this passage wants.
    fn enter(&mut self) -> Effects {
        let Some(passage) = self.selected() else {
            self.add();
            return Vec::new();
        };
        let id = passage.id.clone();
        match &passage.standing {
            PassageStanding::Contested => self.conflicts(),
            PassageStanding::LeftOut { .. } => self.send(vec![DraftAct::Keep { id }], None),
            PassageStanding::Joined { .. } => self.send(vec![DraftAct::Restore { id }], None),
            PassageStanding::Orphaned => self.send(vec![DraftAct::Adopt { id }], None),
            _ => {
                self.edit(id);
                Vec::new()
            }
        }
    }

    /// Opens the words of a passage.
    pub(super) fn edit(&mut self, id: PassageId) {
        let text = self.sheet.as_ref().and_then(|sheet| sheet.passage(&id)).map(|passage| passage.text.clone());
        if let Some(text) = text {
            self.begin(Target::Passage(id), &text);
        }
    }

    fn begin(&mut self, target: Target, text: &str) {
        if let Some(sheet) = self.sheet.clone() {
            self.write(Writing::begin(&sheet, target, text));
        }
    }

    pub(super) fn write(&mut self, writing: Writing) {
        if let Some(sheet) = &self.sheet {
            if let Target::Passage(id) = &writing.target
                && let Some(place) = sheet.place_of(id)
            {
                self.rows.go_to(place);
            }
            self.paper.type_in(sheet, &writing);
            self.paper.follow();
        }
        self.pane = Pane::Passages;
        self.doing = Doing::Writing(Box::new(writing));
    }

    /// What was given up must not come back with the next opening of the passage: the list of such texts is read again.
    fn read_again_after(&self, forgotten: Option<Effect<World>>) -> Effects {
        let Some(forgotten) = forgotten else { return Vec::new() };
        std::iter::once(forgotten).chain(self.compose()).collect()
    }

    fn stop_writing(&mut self) {
        self.doing = Doing::Looking;
        self.paper.type_no_more();
    }

    fn send(&mut self, acts: Vec<DraftAct>, writing: Option<Box<Writing>>) -> Effects {
        let Some(sheet) = &self.sheet else { return Vec::new() };
        let before = sheet.passages().iter().map(|passage| passage.id.clone()).collect();
        let clears_draft = writing.as_ref().and_then(|writing| writing.kept());
        self.sent = Some(Sent { writing, before });
        self.marked.clear();
        let (round, unit) = (self.round.clone(), self.unit.clone());
        vec![Effect::Run(Request::Conclusion(ConclusionRequest::Change { round, unit, acts, clears_draft }))]
    }

    /// Something done to the passage under the cursor.
    fn act_on(&mut self, act: impl FnOnce(PassageId) -> DraftAct) -> Effects {
        match self.selected().map(|passage| passage.id.clone()) {
            Some(id) => self.send(vec![act(id)], None),
            None => refused(t!("screen_conclusion.none_selected")),
        }
    }

    /// `<` and `>`: past its neighbour in the part, and under the same field.
    fn move_passage(&mut self, action: Action) -> Effects {
        let Some((sheet, passage)) = self.sheet.as_ref().zip(self.selected()) else {
            return refused(t!("screen_conclusion.none_selected"));
        };
        let alike = |other: &&Passage| {
            (other.id.part, other.field) == (passage.id.part, passage.field)
                && (other.id == passage.id || other.standing != PassageStanding::Orphaned)
        };
        let row: Vec<&Passage> = sheet.passages().iter().filter(alike).collect();
        let here = row.iter().position(|other| other.id == passage.id).unwrap_or(0);
        let id = passage.id.clone();
        let beside = if action == Action::MoveUp {
            here.checked_sub(1).map(|above| Beside::Before(row[above].id.clone()))
        } else {
            row.get(here + 1).map(|below| Beside::After(below.id.clone()))
        };
        match beside {
            Some(beside) => self.send(vec![DraftAct::Place { id, beside }], None),
            None if action == Action::MoveUp => refused(t!("screen_conclusion.moved_top")),
            None => refused(t!("screen_conclusion.moved_bottom")),
        }
    }

    /// Takes the items of a sentence apart that says several.
    fn split_group(&mut self) -> Effects {
        let Some(passage) = self.selected().filter(|passage| is_group(passage)) else {
            return refused(t!("screen_conclusion.no_group"));
        };
        let single = |item: &crate::inspection::ItemKey| DraftAct::Single {
            id: PassageId::of_item(passage.id.part, item.clone()),
        };
        let acts = passage.items.iter().skip(1).map(single).collect();
        self.send(acts, None)
    }

    /// Delete: why a passage is left out; an orphan is not printed and goes at once.
    fn ask_why(&mut self) -> Effects {
        let Some(passage) = self.selected() else { return refused(t!("screen_conclusion.none_selected")) };
        let id = passage.id.clone();
        if passage.standing == PassageStanding::Orphaned {
            return self.send(vec![DraftAct::Restore { id }], None);
        }
        let reason = match &passage.standing {
            _ if passage.is_printed() => "",
            // Left out before the records changed: it may be left out again.
            PassageStanding::LeftOut { reason, .. } if passage.change.is_some() => reason,
            _ => return refused(t!("screen_conclusion.not_printed_anyway")),
        };
        self.doing = Doing::LeavingOut(id, TextField::new(reason, Accepts::Text));
        Vec::new()
    }

    fn ask_until(&mut self) {
        let Some(passage) = self.selected().filter(|passage| passage.deadline.is_some()) else { return };
        self.doing = Doing::Deadline(passage.id.clone(), TextField::new("", Accepts::Date));
    }

    /// `15` working days, a day, `0` for none; blank goes back to what the checklist says.
    fn set_deadline(&mut self) -> Effects {
        let Doing::Deadline(id, field) = &self.doing else { return Vec::new() };
        let text = field.text().trim();
        let deadline = match (text.parse::<u32>(), text) {
            (_, "") => None,
            (Ok(0), _) => Some(Deadline::None),
            (Ok(days), _) if days <= MOST_DAYS => Some(Deadline::WorkingDays(days)),
            (_, text) => match parse_date(text) {
                Ok(day) => Some(Deadline::Day(day)),
                Err(error) => return refused(error.to_string()),
            },
        };
        let act = DraftAct::Deadline { id: id.clone(), deadline };
        self.doing = Doing::Looking;
        self.send(vec![act], None)
    }

    /// Enter and Esc record what was written; what was emptied is not recorded, since leaving out wants a reason.
    fn record(&mut self, action: Action) -> Effects {
        let Doing::Writing(mut writing) = std::mem::replace(&mut self.doing, Doing::Looking) else { return Vec::new() };
        self.paper.type_no_more();
        // Enter on a passage whose figures changed says that the words still hold.
        let confirms = action == Action::Open && self.holds_on(&writing.target) && !writing.text().is_empty();
        if writing.is_unchanged() && !confirms {
            let forgotten = writing.forget();
            let mut effects = self.read_again_after(forgotten);
            if writing.text().is_empty() && matches!(writing.target, Target::Passage(_)) {
                effects.extend(refused(t!("screen_conclusion.emptied")));
            }
            return effects;
        }
        let act = writing.act();
        self.send(vec![act], Some(writing))
    }

    fn holds_on(&self, target: &Target) -> bool {
        let Target::Passage(id) = target else { return false };
        let passage = self.sheet.as_ref().and_then(|sheet| sheet.passage(id));
        passage.is_some_and(|passage| matches!(passage.standing, PassageStanding::Changed { .. }))
    }

    fn split(&mut self) -> Effects {
        let Doing::Writing(writing) = &self.doing else { return Vec::new() };
        let Some(acts) = writing.split() else { return refused(t!("screen_conclusion.split_inside")) };
        let Doing::Writing(writing) = std::mem::replace(&mut self.doing, Doing::Looking) else { return Vec::new() };
        self.paper.type_no_more();
        self.send(acts, Some(writing))
    }

    fn leave_out(&mut self) -> Effects {
        let Doing::LeavingOut(id, reason) = &self.doing else { return Vec::new() };
        let reason = reason.text().trim().to_owned();
        if reason.is_empty() {
            return refused(t!("screen_conclusion.reason_empty"));
        }
        let act = DraftAct::LeaveOut { id: id.clone(), reason };
        self.doing = Doing::Looking;
        self.send(vec![act], None)
    }

    /// Ctrl+B: a passage of one's own behind the one under the cursor, in its part and field.
    fn add(&mut self) {
        let Some(sheet) = self.sheet.clone() else { return };
        let target = match (self.selected(), self.rows.stop()) {
            (Some(passage), _) => {
                Target::Own { part: passage.id.part, field: passage.field, behind: Some(passage.id.clone()) }
            }
            (None, Some(Stop::Empty(part))) => Target::Own { part, field: sheet.first_field(part), behind: None },
            (None, _) => return,
        };
        self.begin(target, "");
    }

    /// Space: chooses the passage to be joined with others of its part and field.
    pub(super) fn mark(&mut self) -> Effects {
        let Some((sheet, passage)) = self.sheet.clone().zip(self.selected().cloned()) else { return Vec::new() };
        if !passage.is_printed() {
            return refused(t!("screen_conclusion.not_printed_anyway"));
        }
        if self.marked.remove(&passage.id) {
            return Vec::new();
        }
        let alike = |other: &Passage| (other.id.part, other.field) == (passage.id.part, passage.field);
        let mut marked = self.marked.iter().filter_map(|id| sheet.passage(id));
        if !marked.all(alike) {
            return refused(t!("screen_conclusion.mark_alike"));
        }
        let place = sheet.place_of(&passage.id).unwrap_or(0);
        if sheet.passages().get(place + 1).is_some_and(alike) {
            self.rows.press(Key::Down);
            self.paper.follow();
        }
        self.marked.insert(passage.id);
        Vec::new()
    }

    /// Ctrl+A: marks what stands in the same part about the same section of a checklist, to be joined at once; again to
    /// let go of it.
    fn mark_section(&mut self) -> Effects {
        let Some((sheet, passage)) = self.sheet.clone().zip(self.selected().cloned()) else { return Vec::new() };
        let Some(section) = section_of(&sheet, &passage) else {
            return refused(t!("screen_conclusion.no_section"));
        };
        let is_alike = |other: &&Passage| {
            (other.id.part, other.field) == (passage.id.part, passage.field)
                && other.is_printed()
                && other.standing != PassageStanding::Contested
                && section_of(&sheet, other).is_some_and(|of| std::ptr::eq(of, section))
        };
        let alike: BTreeSet<_> = sheet.passages().iter().filter(is_alike).map(|passage| passage.id.clone()).collect();
        if alike.len() < 2 {
            return refused(t!("screen_conclusion.alone_in_section", section = section.title));
        }
        if self.marked == alike {
            self.marked.clear();
            return Vec::new();
        }
        let said = t!("screen_conclusion.section_marked", count = alike.len(), section = section.title);
        self.marked = alike;
        vec![Effect::Say(Message::info(said))]
    }

    /// One text for the passages that are marked; the first of them keeps its place.
    fn join(&mut self) -> Effects {
        let Some(sheet) = self.sheet.clone() else { return Vec::new() };
        let marked: Vec<_> = sheet.passages().iter().filter(|passage| self.marked.contains(&passage.id)).collect();
        if marked.len() < 2 {
            return refused(t!("screen_conclusion.mark_first"));
        }
        let texts: Vec<&str> = marked.iter().map(|passage| passage.text.as_str()).collect();
        let text = standing::said_together(&texts);
        let ids = marked.iter().map(|passage| passage.id.clone()).collect();
        self.begin(Target::Joined(ids), &text);
        Vec::new()
    }

    /// `1` and `2`, on a passage whose figures changed.
    pub(super) fn decide(&mut self, action: Action) -> Effects {
        match self.selected().map(|passage| &passage.standing) {
            Some(PassageStanding::Changed { .. }) => self.act_looking(action),
            Some(PassageStanding::LeftOut { .. }) if action == Action::LeaveOut => self.act_looking(action),
            _ => refused(t!("screen_conclusion.not_changed_here")),
        }
    }

    fn next_wanting(&mut self) -> Effects {
        let Some(sheet) = self.sheet.clone() else { return Vec::new() };
        let here = match self.rows.stop() {
            Some(Stop::Passage(place)) => place + 1,
            _ => 0,
        };
        let count = sheet.passages().len();
        let mut places = (here.min(count)..count).chain(0..here.min(count));
        let wants = |place: &usize| standing::wants(&sheet, &sheet.passages()[*place]) != Wants::Nothing;
        match places.find(wants) {
            Some(place) => {
                self.rows.go_to(place);
                self.paper.follow();
                Vec::new()
            }
            None => vec![Effect::Say(Message::info(t!("screen_conclusion.nothing_wanting")))],
        }
    }

    fn look_at_sources(&mut self) -> Effects {
        let Some((sheet, passage)) = self.sheet.as_ref().zip(self.selected()) else { return Vec::new() };
        let sources = Sources::of(sheet, passage);
        let ask = sources.ask(sheet);
        self.doing = Doing::Sources(sources);
        vec![ask]
    }

    fn conflicts(&mut self) -> Effects {
        let Some(sheet) = &self.sheet else { return Vec::new() };
        let wanted = self.selected().and_then(|passage| sheet.record_of(&passage.id));
        vec![Effect::push(Conflicts::at_record(sheet.open.clone(), self.unit.clone(), wanted))]
    }
}

/// The section of a checklist that all items of `passage` belong to.
fn section_of<'s>(sheet: &'s DraftSheet, passage: &Passage) -> Option<&'s Section> {
    let first = passage.items.first()?;
    let checklist = sheet.open.editions.iter().map(|edition| &edition.checklist).find(|of| of.id == first.checklist)?;
    let holds = |section: &&Section| {
        let has = |key: &ItemKey| key.checklist == checklist.id && section.items.iter().any(|item| item.id == key.item);
        passage.items.iter().all(has)
    };
    checklist.sections.iter().find(holds)
}
