//! Ticking, taking out and deleting in the editor.

use rust_i18n::t;

use super::RoundEditor;
use super::page::{Act, Page, Tick, Ticked, place_of};
use crate::tui::screen::{Effect, Message};
use crate::tui::widgets::confirm::Confirm;
use crate::tui::work::{Request, World};

impl RoundEditor {
    pub(super) fn tick(&mut self, tick: &Tick) -> Vec<Effect<World>> {
        match tick {
            Tick::Checklist(id) => self.draft.toggle_checklist(id),
            Tick::Listed(list, at) => {
                let listed = self.sources.lists.get(*list).and_then(|list| list.units.get(*at));
                let Some(unit) = listed.cloned() else { return Vec::new() };
                if let Some(place) = place_of(&self.draft, &unit) {
                    return self.remove_unit(place);
                }
                if let Err(reason) = self.draft.put_unit(unit.id.as_str(), unit.name, unit.kind, unit.under) {
                    return vec![Effect::Say(Message::error(reason))];
                }
            }
            Tick::AssignedChecklist(at, id) => {
                if let Some(assignment) = self.draft.round.assignments.get_mut(*at) {
                    toggle(&mut assignment.checklists, id);
                }
            }
            Tick::AssignedUnit(at, id) => {
                if let Some(assignment) = self.draft.round.assignments.get_mut(*at) {
                    toggle(&mut assignment.units, id);
                }
            }
        }
        self.changed()
    }

    pub(super) fn select_all(&mut self) -> Vec<Effect<World>> {
        for row in self.rows() {
            if let Act::Tick(Tick::Listed(list, at), Ticked::No) = row.act
                && let Some(unit) = self.sources.lists.get(list).and_then(|list| list.units.get(at)).cloned()
                && let Err(reason) = self.draft.put_unit(unit.id.as_str(), unit.name, unit.kind, unit.under)
            {
                return vec![Effect::Say(Message::error(reason))];
            }
        }
        self.changed()
    }

    /// What would be taken out now.
    pub(super) fn removable(&self) -> Option<Removable> {
        match (self.page().clone(), self.selected().map(|row| row.act)) {
            (Page::Member(at), _) | (Page::Members, Some(Act::Go(Page::Member(at)))) => {
                (at < self.draft.round.members.len()).then_some(Removable::Member(at))
            }
            (Page::Unit(at), _) | (Page::Units, Some(Act::Go(Page::Unit(at)))) => {
                (at < self.draft.round.units.len()).then_some(Removable::Unit(at))
            }
            _ => None,
        }
    }

    pub(super) fn ask_to_take_out(&mut self) {
        let name = match self.removable() {
            Some(Removable::Member(at)) => &self.draft.round.members[at].name,
            Some(Removable::Unit(at)) => &self.draft.round.units[at].name,
            None => return,
        };
        let consequence = t!("screen_round_editor.take_out", name = name);
        self.confirm = Some(Confirm::new(consequence, t!("screen_units.take_out_word")));
    }

    pub(super) fn take_out(&mut self) -> Vec<Effect<World>> {
        self.confirm = None;
        let Some(removable) = self.removable() else { return Vec::new() };
        if matches!(self.page(), Page::Member(_) | Page::Unit(_)) && self.steps.len() > 1 {
            self.steps.pop();
        }
        match removable {
            Removable::Unit(at) => self.remove_unit(at),
            Removable::Member(at) => {
                let id = self.draft.remove_member(at);
                let mut effects = self.changed();
                if self.draft.is_member_kept(&id) {
                    effects.push(Effect::Run(Request::RemoveMember(self.draft.round.id.clone(), id)));
                }
                effects
            }
        }
    }

    pub(super) fn remove_unit(&mut self, place: usize) -> Vec<Effect<World>> {
        let id = self.draft.remove_unit(place);
        let mut effects = self.changed();
        if self.draft.is_unit_kept(&id) {
            effects.push(Effect::Run(Request::RemoveUnit(self.draft.round.id.clone(), id)));
        }
        effects
    }

    pub(super) fn assignment_here(&self) -> Option<usize> {
        match (self.page().clone(), self.selected().map(|row| row.act)) {
            (Page::Assignment(at), _) | (Page::Assignments, Some(Act::Go(Page::Assignment(at)))) => Some(at),
            _ => None,
        }
    }

    pub(super) fn delete_assignment(&mut self) -> Vec<Effect<World>> {
        let Some(at) = self.assignment_here() else { return Vec::new() };
        if matches!(self.page(), Page::Assignment(_)) {
            self.steps.pop();
        }
        self.draft.round.assignments.remove(at);
        self.changed()
    }
}

/// Something that can be taken out of the round, by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Removable {
    Member(usize),
    Unit(usize),
}

fn toggle<T: Clone + PartialEq>(chosen: &mut Vec<T>, one: &T) {
    if chosen.contains(one) {
        chosen.retain(|known| known != one);
    } else {
        chosen.push(one.clone());
    }
}
