//! Which keys work, and what the hints call them.

use rust_i18n::t;

use super::acts::is_group;
use super::standing;
use super::writing::Target;
use super::{ConclusionEditor, Doing, Pane};
use crate::conclusion::draft::PassageStanding;
use crate::tui::action::{Action, Offer};
use crate::tui::screen::TypedHint;

impl ConclusionEditor {
    pub(super) fn offered(&self) -> Vec<Offer> {
        match &self.doing {
            Doing::Writing(writing) => {
                let mut offers = vec![Offer::on(Action::Open).named(t!("screen_conclusion.record"))];
                match &writing.target {
                    Target::Passage(_) => offers.push(Offer::on(Action::SplitPassage)),
                    Target::Own { field: Some(_), .. } => {
                        offers.push(Offer::on(Action::NextPane).named(t!("screen_conclusion.other_field")));
                    }
                    Target::Joined(_) | Target::Own { .. } => {}
                }
                offers.push(Offer::on(Action::Undo).named(t!("screen_conclusion.give_up")));
                offers.push(Offer::on(Action::Back).named(t!("screen_conclusion.record_back")));
                offers
            }
            Doing::LeavingOut(..) => vec![
                Offer::on(Action::Open).named(t!("screen_conclusion.leave_out")),
                Offer::on(Action::Back).named(t!("screen_conclusion.not_now")),
            ],
            Doing::Deadline(..) => vec![
                Offer::on(Action::Open).named(t!("screen_conclusion.record")),
                Offer::on(Action::Back).named(t!("screen_conclusion.not_now")),
            ],
            Doing::Sources(sources) => sources.offers(),
            Doing::Finding(finding) => self.offered_finding(finding),
            Doing::Looking => self.offered_looking(),
        }
    }

    fn offered_looking(&self) -> Vec<Offer> {
        let other = match self.pane {
            Pane::Passages => t!("screen_conclusion.to_paper"),
            Pane::Paper => t!("screen_conclusion.to_passages"),
        };
        let tabs = [Offer::on(Action::NextPane).named(other), Offer::on(Action::PreviousPane)];
        if self.pane == Pane::Paper {
            return tabs
                .into_iter()
                .chain([
                    Offer::on(Action::Back).named(t!("screen_conclusion.to_passages")),
                    Offer::on(Action::Find),
                    Offer::on(Action::Issue),
                ])
                .collect();
        }
        let none = || t!("screen_conclusion.none_selected");
        let on_passage = |action| match self.selected() {
            Some(_) => Offer::on(action),
            None => Offer::off(action, none()),
        };
        let mut offers = vec![Offer::on(Action::Open).named(self.label_of_enter())];
        offers.push(if self.sheet.as_ref().is_some_and(|sheet| standing::wanting(sheet) > 0) {
            Offer::on(Action::NextProblem).named(t!("screen_conclusion.next_wanting"))
        } else {
            Offer::off(Action::NextProblem, t!("screen_conclusion.nothing_wanting"))
        });
        offers.push(on_passage(Action::Figures).named(t!("screen_conclusion.sources")));
        offers.push(match self.selected().map(|passage| &passage.standing) {
            Some(PassageStanding::Orphaned) => Offer::on(Action::LeaveOut).named(t!("screen_conclusion.drop_orphan")),
            Some(_) if self.selected().is_some_and(|of| !of.is_printed() && of.change.is_none()) => {
                Offer::off(Action::LeaveOut, t!("screen_conclusion.not_printed_anyway"))
            }
            _ => on_passage(Action::LeaveOut).named(t!("screen_conclusion.leave_out")),
        });
        offers.push(Offer::on(Action::Add).named(t!("screen_conclusion.own")));
        offers.extend([Action::MoveUp, Action::MoveDown].map(on_passage));
        offers.extend(tabs);
        offers.push(Offer::on(Action::Find));
        offers.push(Offer::on(Action::Undo));
        offers.push(Offer::on(Action::Redo));
        offers.push(match self.selected().filter(|passage| passage.edit.is_some()) {
            Some(passage) if passage.id.is_own() => Offer::on(Action::Restore).named(t!("screen_conclusion.drop_own")),
            Some(_) => Offer::on(Action::Restore),
            None => Offer::off(Action::Restore, t!("screen_conclusion.not_edited")),
        });
        offers.push(if self.selected().is_some_and(|passage| passage.deadline.is_some()) {
            Offer::on(Action::Deadline)
        } else {
            Offer::off(Action::Deadline, t!("screen_conclusion.no_requirement"))
        });
        offers.push(match self.selected().map(|passage| &passage.standing) {
            Some(PassageStanding::Changed { .. }) => Offer::on(Action::TakeFigures),
            _ => Offer::off(Action::TakeFigures, t!("screen_conclusion.not_changed")),
        });
        offers.push(if self.selected().is_some_and(is_group) {
            Offer::on(Action::SplitPassage).named(t!("screen_conclusion.split_group"))
        } else {
            Offer::off(Action::SplitPassage, t!("screen_conclusion.split_while_editing"))
        });
        offers.push(if self.marked.len() > 1 {
            Offer::on(Action::JoinPassages)
        } else {
            Offer::off(Action::JoinPassages, t!("screen_conclusion.mark_first"))
        });
        offers.push(on_passage(Action::SelectAll).named(t!("screen_conclusion.mark_section")));
        offers.push(Offer::on(Action::Conflicts));
        offers.push(Offer::on(Action::Issue));
        if !self.marked.is_empty() {
            offers.push(Offer::on(Action::Back).named(t!("screen_conclusion.unmark")));
        }
        offers
    }

    fn label_of_enter(&self) -> String {
        if self.marked.len() > 1 {
            return t!("screen_conclusion.join", count = self.marked.len()).into_owned();
        }
        match self.selected().map(|passage| &passage.standing) {
            None => t!("screen_conclusion.own"),
            Some(PassageStanding::Contested) => t!("screen_conclusion.decide"),
            Some(PassageStanding::LeftOut { .. } | PassageStanding::Joined { .. }) => {
                t!("screen_conclusion.bring_back")
            }
            Some(PassageStanding::Orphaned) => t!("screen_conclusion.keep_orphan"),
            _ => t!("screen_conclusion.edit"),
        }
        .into_owned()
    }

    pub(super) fn hinted(&self) -> Vec<TypedHint> {
        if matches!(self.doing, Doing::Finding(_)) {
            return vec![TypedHint {
                keys: "↑ ↓".to_owned(), text: t!("screen_conclusion.find_turn").into_owned()
            }];
        }
        if !matches!(self.doing, Doing::Looking) || self.pane == Pane::Paper {
            return Vec::new();
        }
        let Some(passage) = self.selected() else { return Vec::new() };
        let hint = |keys: String, text: std::borrow::Cow<'_, str>| TypedHint { keys, text: text.into_owned() };
        let mut hints = Vec::new();
        let space = || t!("screen_grid.space").into_owned();
        match passage.standing {
            PassageStanding::Contested => {}
            PassageStanding::Changed { .. } => {
                hints.push(hint("1".to_owned(), t!("screen_conclusion.take_figures")));
                hints.push(hint("2".to_owned(), t!("screen_conclusion.leave_out")));
            }
            _ if passage.change.is_some() => hints.push(hint("2".to_owned(), t!("screen_conclusion.still_leave_out"))),
            _ if !passage.is_printed() => {}
            _ if self.marked.len() == 1 => hints.push(hint(space(), t!("screen_conclusion.mark_another"))),
            _ => hints.push(hint(space(), t!("screen_conclusion.mark"))),
        }
        if self.marked.is_empty() && passage.change.is_none() {
            hints.push(hint("← →".to_owned(), t!("screen_conclusion.part")));
        }
        hints
    }
}
