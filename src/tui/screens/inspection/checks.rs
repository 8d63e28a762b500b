//! What the cross-checks say of an item, also of a figure that is still being typed.

use rust_i18n::t;

use crate::assessment::{ChecklistAssessment, ItemState, RuleState};
use crate::checklist::expression::Reference;
use crate::checklist::{Item, ItemKind, RuleSeverity};
use crate::inspection::Answer;
use crate::tui::screens::verdict_mark;
use crate::tui::theme::{Role, Theme};
use crate::tui::work::UnitWork;
use crate::vietnamese::number::{format_number, format_percent};

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

/// The same, and the rates that change, as if `number` were already recorded. Writes nothing.
pub(super) fn of_typed(work: &UnitWork, slot: usize, number: f64) -> Vec<Check> {
    let Some(before) = checklist_of(work, slot) else { return Vec::new() };
    let Some((item, _)) = work.at(slot) else { return Vec::new() };
    let recorded = work.answer(&work.order.slots[slot].key);
    let typed = Answer { number: Some(number), ..recorded.cloned().unwrap_or_default() };
    let mut judged = before.clone();
    judged.update(item.id.as_str(), |other| {
        if other.id == item.id { Some(&typed) } else { work.answers.at(&UnitWork::key(before.checklist(), other)) }
    });
    let mut checks = rules(&judged, item);
    for ((other, now), (_, was)) in judged.items().zip(before.items()) {
        if matches!(other.kind, ItemKind::Rate { .. }) && now != was {
            checks.extend(rate(other, now));
        }
    }
    checks
}

fn checklist_of(work: &UnitWork, slot: usize) -> Option<&ChecklistAssessment> {
    let place = work.order.slots.get(slot)?;
    work.judged.checklists().get(work.order.sections[place.section].checklist)
}

fn rules(judged: &ChecklistAssessment, item: &Item) -> Vec<Check> {
    let mut waiting = Vec::new();
    let mut checks: Vec<Check> = judged
        .rules_of(item.id.as_str())
        .filter_map(|(rule, state)| match state {
            RuleState::Broken(message) => {
                let role = if rule.severity == RuleSeverity::Error { Role::Error } else { Role::Changed };
                Some(Check { text: message.clone(), role })
            }
            RuleState::Holds => {
                let figures = equation(rule.check.source(), judged);
                let text = figures.unwrap_or_else(|| t!("screen_inspection.adds_up").into_owned());
                Some(Check { text, role: Role::Pass })
            }
            RuleState::NotJudged => {
                waiting.extend(missing(rule.check.references(), judged));
                None
            }
        })
        .collect();
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

fn rate(item: &Item, state: &ItemState) -> Option<Check> {
    let value = state.value?;
    let verdict = state.verdict.map_or_else(String::new, |verdict| format!("  {}", verdict_mark::word(verdict)));
    let role = state.verdict.map_or(Role::Text, verdict_mark::role);
    Some(Check { text: format!("{}: {}{verdict}", item.ask, format_percent(value)), role })
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

/// A plain sum or comparison with its figures: `10.095 = 2.260 + 7.006 + 829`. `None` where it calls functions or
/// compares words.
fn equation(source: &str, judged: &ChecklistAssessment) -> Option<String> {
    let mut text = String::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let of = |accepted: fn(char) -> bool| rest.find(|c| !accepted(c)).unwrap_or(rest.len());
        let length = if first.is_ascii_alphabetic() || first == '_' {
            let length = of(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
            let path = rest[..length].split('.').map(str::to_owned).collect();
            let value = judged.inputs().get(&Reference(path))?;
            text.push_str(&format_number(f64::try_from(value).ok()?));
            length
        } else if first.is_ascii_digit() {
            let length = of(|c| c.is_ascii_digit() || c == '.');
            text.push_str(&format_number(rest[..length].parse().ok()?));
            length
        } else {
            let signs = [("==", "="), ("<=", "≤"), (">=", "≥"), ("-", "−"), ("*", "×")];
            if let Some((sign, shown)) = signs.iter().find(|(sign, _)| rest.starts_with(sign)) {
                text.push_str(shown);
                sign.len()
            } else if " +/()<>".contains(first) {
                text.push(first);
                1
            } else {
                return None;
            }
        };
        rest = &rest[length..];
    }
    Some(text)
}
