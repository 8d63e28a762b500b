//! What the cross-checks say of an item, also of a figure that is still being typed.

use rust_i18n::t;

use crate::assessment::{ChecklistAssessment, QuotedFigure, RuleState};
use crate::checklist::expression::Reference;
use crate::checklist::{Item, Rule, RuleSeverity};
use crate::inspection::Answer;
use crate::tui::theme::{Role, Theme};
use crate::tui::work::UnitWork;
use crate::vietnamese::number::Quoted;

/// One line about figures that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Check {
    /// What it says.
    pub(super) text: String,
    /// How it is meant: adds up, does not, waits.
    pub(super) role: Role,
}

impl Check {
    /// With the mark of what it comes to.
    pub(super) fn marked(&self, theme: &Theme) -> String {
        match self.role {
            Role::Pass => format!("{}  {}", self.text, theme.marks().pass),
            Role::Error => format!("{}  {}", self.text, theme.marks().fail),
            _ => self.text.clone(),
        }
    }
}

/// The rules that look at the item at `slot`, as they stand.
pub(super) fn of_item(work: &UnitWork, slot: usize) -> Vec<Check> {
    let Some(judged) = checklist_of(work, slot) else { return Vec::new() };
    let Some((item, _)) = work.at(slot) else { return Vec::new() };
    rules(judged, item)
}

/// The checklist of an item as if what is typed were recorded.
#[derive(Debug)]
pub(super) struct Supposed {
    /// Judged with it.
    pub(super) judged: ChecklistAssessment,
    /// The answer with it.
    pub(super) answer: Answer,
}

/// Judges the checklist with `typed` in the place of what is recorded of the item at `slot`. Writes nothing.
pub(super) fn supposing(work: &UnitWork, slot: usize, typed: Answer) -> Option<Supposed> {
    let before = checklist_of(work, slot)?;
    let (item, _) = work.at(slot)?;
    let judged = before.supposing(item, &typed, |other| work.answers.at(&UnitWork::key(before.checklist(), other)));
    Some(Supposed { judged, answer: typed })
}

/// The rules that look at the item at `slot`, with what is typed.
pub(super) fn of_supposed(work: &UnitWork, slot: usize, supposed: &Supposed) -> Vec<Check> {
    work.at(slot).map_or_else(Vec::new, |(item, _)| rules(&supposed.judged, item))
}

fn checklist_of(work: &UnitWork, slot: usize) -> Option<&ChecklistAssessment> {
    let place = work.order.slots.get(slot)?;
    work.judged.checklists().get(work.order.sections[place.section].checklist)
}

fn rules(judged: &ChecklistAssessment, item: &Item) -> Vec<Check> {
    let mut waiting = Vec::new();
    let quoted = judged.state(item.id.as_str()).and_then(|state| state.quoted).and_then(quote);
    let from_rules = judged.rules_of(item.id.as_str()).filter_map(|(rule, state)| match state {
        RuleState::Broken(message) => {
            let role = if rule.severity == RuleSeverity::Error { Role::Error } else { Role::Changed };
            Some(Check { text: message.clone(), role })
        }
        RuleState::Holds => {
            let text = equation(rule, judged).unwrap_or_else(|| t!("screen_inspection.adds_up").into_owned());
            Some(Check { text, role: Role::Pass })
        }
        RuleState::NotJudged => {
            waiting.extend(missing(rule.check.references(), judged));
            None
        }
    });
    let mut checks: Vec<Check> = quoted.into_iter().chain(from_rules).collect();
    checks.sort_by_key(|check| match check.role {
        Role::Error => 0,
        Role::Changed => 1,
        _ => 2,
    });
    // That the item itself is empty needs no saying, and nothing needs saying twice.
    let mut said = vec![item.ask.clone()];
    waiting.retain(|name| {
        !said.contains(name) && {
            said.push(name.clone());
            true
        }
    });
    if !waiting.is_empty() {
        let text = t!("screen_inspection.waits_for", items = waiting.join("; ")).into_owned();
        checks.push(Check { text, role: Role::Dim });
    }
    checks
}

/// What an expression waits for, in the words of the checklist.
pub(super) fn missing(references: &[Reference], judged: &ChecklistAssessment) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for reference in references.iter().filter(|reference| judged.inputs().get(reference).is_none()) {
        let item = judged.checklist().items().find(|item| item.id.variable() == reference.variable());
        let name = item.map_or_else(|| reference.0.join("."), |item| item.ask.clone());
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// What a percentage quoted by the unit is worth.
pub(super) fn quote(quoted: QuotedFigure) -> Option<Check> {
    let judged = quoted.judged?;
    let (key, role) = match judged.verdict {
        Quoted::Right => ("screen_inspection.quoted.right", Role::Pass),
        Quoted::Cut => ("screen_inspection.quoted.cut", Role::Changed),
        Quoted::Wrong => ("screen_inspection.quoted.wrong", Role::Error),
    };
    Some(Check { text: t!(key, said = quoted.said, right = judged.right).into_owned(), role })
}

/// A rule's sums and comparisons with their figures: `2.260 + 7.006 + 829 = 10.095`. `None` where it is anything else.
fn equation(rule: &Rule, judged: &ChecklistAssessment) -> Option<String> {
    let inputs = judged.inputs();
    let shown = rule.check.comparisons().iter().map(|comparison| {
        let (left, right) = (comparison.left.printed(inputs), comparison.right.printed(inputs));
        format!("{left} {} {right}", comparison.relation.sign())
    });
    let shown: Vec<String> = shown.collect();
    (!shown.is_empty()).then(|| shown.join("; "))
}
