//! What a checklist asks, once it has been read and found right: every rule of the format that
//! could be broken in a file is already kept by the types here.

mod ids;
mod kind;
mod words;

use std::sync::Arc;

use super::expression::{Expression, Sentence};

pub use ids::{BasisId, ChecklistId, ColumnId, EditionHash, ItemHash, ItemId, RuleId, SectionId};
pub use kind::{
    Alarm, AlarmBy, Column, ColumnKind, ItemKind, Question, Register, Scale, Survey, Threshold, Thresholds,
};
pub use words::{
    Addressee, CauseKind, EvidencePolicy, Field, ItemSeverity, Required, RuleSeverity, UnitKind, Validity, Verdict,
};

/// One edition of a checklist.
#[derive(Debug, Clone)]
pub struct Checklist {
    /// The same in all editions.
    pub id: ChecklistId,
    /// What the author calls this edition, e.g. `2025-09`.
    pub edition: String,
    /// As printed in papers.
    pub title: String,
    /// Which of the seven fields of administrative reform its findings belong to.
    pub field: Field,
    /// Kinds of unit it is for; empty = every kind.
    pub applies_to: Vec<UnitKind>,
    /// Inspected periods it is meant for.
    pub effective: Validity,
    /// Legal bases, in the file's order.
    pub bases: Vec<Basis>,
    /// Sections with their items, in the file's order.
    pub sections: Vec<Section>,
    /// Figures that must add up.
    pub rules: Vec<Rule>,
    /// Hash of [`Self::text`].
    pub hash: EditionHash,
    /// The TOML text, NFC: kept in the journal with the answers made under it.
    pub text: Arc<str>,
}

impl Checklist {
    /// All items in order.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.sections.iter().flat_map(|section| section.items.iter())
    }

    /// The item called `id`.
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items().find(|item| item.id.as_str() == id)
    }

    /// The basis called `id`.
    pub fn basis(&self, id: &BasisId) -> Option<&Basis> {
        self.bases.iter().find(|basis| basis.id == *id)
    }

    /// Whether units of `kind` are asked this checklist.
    pub fn applies_to(&self, kind: UnitKind) -> bool {
        self.applies_to.is_empty() || self.applies_to.contains(&kind)
    }
}

/// A legal basis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// Id within the checklist.
    pub id: BasisId,
    /// Short name for every later mention.
    pub short: String,
    /// Full citation for the first mention.
    pub cite: String,
    /// When it is in force.
    pub in_force: Validity,
    /// Note shown to the lead, e.g. what is to be verified.
    pub note: Option<String>,
}

/// A basis with the article it points at: `nd63:17`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasisReference {
    /// Which basis.
    pub basis: BasisId,
    /// Article (Điều), as written after the colon.
    pub article: Option<String>,
}

/// A part of a checklist.
#[derive(Debug, Clone)]
pub struct Section {
    /// Id within the checklist.
    pub id: SectionId,
    /// As shown and printed.
    pub title: String,
    /// Its items, in the file's order.
    pub items: Vec<Item>,
}

/// One thing that is asked or computed.
#[derive(Debug, Clone)]
pub struct Item {
    /// Id within the checklist.
    pub id: ItemId,
    /// The question.
    pub ask: String,
    /// What kind of answer it takes, or how it is computed.
    pub kind: ItemKind,
    /// Whether the unit is unfinished without it.
    pub required: Required,
    /// Asked only where this holds.
    pub when: Option<Expression>,
    /// Full and partial points; only on items that have a verdict.
    pub points: Option<Points>,
    /// How grave a failure is.
    pub severity: ItemSeverity,
    /// What it rests on.
    pub basis: Vec<BasisReference>,
    /// What the papers say.
    pub says: Says,
    /// Deadline of the requirement, in working days.
    pub within_days: Option<u32>,
    /// When evidence is asked for.
    pub evidence: EvidencePolicy,
    /// Covers what it asks and how it is judged.
    pub hash: ItemHash,
}

impl Item {
    /// Whether the program computes it and nobody types it.
    pub fn is_computed(&self) -> bool {
        matches!(self.kind, ItemKind::Rate { .. })
    }

    /// Whether it can ever have a verdict.
    pub fn has_verdict(&self) -> bool {
        match &self.kind {
            ItemKind::Verdict => true,
            ItemKind::Number { thresholds, .. }
            | ItemKind::Rate { thresholds, .. }
            | ItemKind::Register(Register { thresholds, .. })
            | ItemKind::Survey(Survey { thresholds, .. }) => thresholds.is_some(),
            ItemKind::Choice { verdicts, .. } => !verdicts.is_empty(),
            ItemKind::Text | ItemKind::Date => false,
        }
    }
}

/// What an item is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Points {
    /// For a pass, ≥ 0.
    pub full: f64,
    /// For a partial; half of `full` unless the file says otherwise.
    pub partial: f64,
}

/// What the papers say of an item.
#[derive(Debug, Clone, Default)]
pub struct Says {
    /// Where it passes.
    pub strength: Option<Sentence>,
    /// Where it fails or passes in part.
    pub shortcoming: Option<Sentence>,
    /// What the unit must do then.
    pub requirement: Option<Sentence>,
    /// Why it came about.
    pub cause: Option<Cause>,
    /// Whom the requirement addresses.
    pub to: Addressee,
}

/// Why a shortcoming came about.
#[derive(Debug, Clone)]
pub struct Cause {
    /// What the paper says.
    pub text: Sentence,
    /// Under which head.
    pub kind: CauseKind,
}

/// Figures that must add up.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Id within the checklist.
    pub id: RuleId,
    /// Holds where the figures are right.
    pub check: Expression,
    /// What is said where they are not.
    pub message: Sentence,
    /// Error or warning.
    pub severity: RuleSeverity,
}
