//! From the board to the papers of a unit.

use super::Units;
use crate::tui::screen::Effect;
use crate::tui::screens::conclusion::ConclusionEditor;
use crate::tui::screens::issue::IssueNotice;
use crate::tui::screens::preview::Preview;
use crate::tui::work::World;

impl Units {
    /// The papers of the selected unit.
    pub(super) fn preview(&mut self) -> Vec<Effect<World>> {
        let Some(unit) = self.selected() else { return Vec::new() };
        let preview = Preview::new(self.open.round.id.clone(), unit.id.clone(), unit.name.clone());
        self.cover(vec![Effect::push(preview)])
    }

    /// The conclusion of the selected unit; whoever edits it is named in the history.
    pub(super) fn conclude(&mut self) -> Vec<Effect<World>> {
        if self.acting.is_none() {
            return self.change_acting();
        }
        let Some(unit) = self.selected() else { return Vec::new() };
        let editor = ConclusionEditor::new(self.open.round.id.clone(), unit.id.clone(), unit.name.clone());
        self.cover(vec![Effect::push(editor)])
    }

    /// Issuing the notice of the selected unit.
    pub(super) fn issue(&mut self) -> Vec<Effect<World>> {
        if self.acting.is_none() {
            return self.change_acting();
        }
        let Some(unit) = self.selected() else { return Vec::new() };
        let issuing = IssueNotice::new(self.open.round.id.clone(), unit.id.clone(), unit.name.clone());
        self.cover(vec![Effect::push(issuing)])
    }
}
