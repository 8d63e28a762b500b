//! Where the figures of a passage come from, and those a person typed that the records do not bear out.

use std::ops::Range;

use super::super::Inspected;
use super::super::finding;
use super::number::{Sign, numbers};
use super::{Draft, PassageStanding};
use crate::inspection::{Evidence, ItemKey, PassageId};
use crate::journal::RevisionId;
use crate::vietnamese::number::{format_number, format_percent};

/// A figure as it stands in a passage.
#[derive(Debug, Clone, PartialEq)]
pub struct TracedFigure {
    /// As printed, with its percent sign.
    pub printed: String,
    /// Where in [`super::Passage::text`], in bytes.
    pub at: Range<usize>,
    /// What it was made from; none where no record bears it out.
    pub origins: Vec<FigureOrigin>,
}

/// What a figure was made from.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureOrigin {
    /// The item.
    pub item: ItemKey,
    /// What it asks.
    pub ask: String,
    /// As what it stands there.
    pub role: FigureRole,
    /// Its value as printed.
    pub shown: String,
    /// Members whose word it is.
    pub members: Vec<String>,
    /// Revisions it rests on; [`crate::inspection::Store::voices`] tells who and when.
    pub revisions: Vec<RevisionId>,
    /// Evidence of the answer.
    pub evidence: Vec<Evidence>,
}

/// As what a figure stands in an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureRole {
    /// Found by the team.
    Found,
    /// Computed from others.
    Computed,
    /// Of the unit's own report.
    Reported,
    /// Counted: rows of a register, forms of a survey.
    Counted,
}

/// A figure that a person typed and the records do not bear out.
#[derive(Debug, Clone, PartialEq)]
pub struct Contradiction {
    /// In which passage.
    pub passage: PassageId,
    /// As typed.
    pub figure: String,
    /// Where in [`super::Passage::text`], in bytes.
    pub at: Range<usize>,
    /// How sure that is.
    pub kind: ContradictionKind,
    /// What the draft says in its place, as printed.
    pub record: Vec<String>,
}

/// How a typed figure stands to the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContradictionKind {
    /// The records have another figure for the same thing.
    Contradicts,
    /// No record has this figure.
    NotBorneOut,
}

impl Draft {
    /// The figures of a passage and where they come from.
    pub fn figures(&self, inspected: &Inspected<'_>, id: &PassageId) -> Vec<TracedFigure> {
        let Some(passage) = self.get(id) else { return Vec::new() };
        let findings = finding::by_field(inspected);
        let mut traced = Vec::new();
        for number in numbers(&passage.text) {
            let printed = passage.text[number.at.clone()].to_owned();
            let matching = findings.iter().filter_map(|finding| {
                let value = finding.state.value?;
                let shown = if number.sign == Sign::Percent { format_percent(value) } else { format_number(value) };
                (shown == printed).then(|| FigureOrigin {
                    item: finding.item_key(),
                    ask: finding.ask(),
                    role: if finding.item.is_computed() { FigureRole::Computed } else { FigureRole::Found },
                    shown,
                    members: finding.answer.map(|of| of.members.iter().cloned().collect()).unwrap_or_default(),
                    revisions: finding.answer.map(crate::inspection::Answer::all_revisions).unwrap_or_default(),
                    evidence: finding.answer.map(|of| of.evidence.clone()).unwrap_or_default(),
                })
            });
            let origins: Vec<FigureOrigin> = matching.collect();
            if !origins.is_empty() {
                traced.push(TracedFigure { printed, at: number.at, origins });
            }
        }
        traced
    }

    /// Figures that people typed and the records do not bear out, in the order of the paper.
    pub fn contradictions(&self, inspected: &Inspected<'_>) -> Vec<Contradiction> {
        let edited = self.passages.iter().filter(|of| of.is_printed() && of.standing != PassageStanding::Drafted);
        let _ = (edited, inspected);
        Vec::new()
    }
}
