//! The draft of a notice as passages: what the records say, and what people made of it. Records → passages, each with its
//! identity → edits applied → [`Document`]. The notice is printed from here and from nowhere else, so what a person wrote
//! stands whatever is recorded afterwards; where the records say something else by now, that is told and not printed over it.

mod act;
mod figure;
mod number;
mod ordering;
mod printing;
mod said;
mod standing;
#[cfg(test)]
mod tests;

pub use act::{Beside, DraftAct, DraftError};
pub use figure::{Contradiction, ContradictionKind, FigureOrigin, FigureRole, RecordedFigure, TracedFigure};
pub use number::{FigurePair, paired_figures};

use chrono::NaiveDate;

use super::requirement::Demand;
use super::{Inspected, NoticeBasis, finding};
use crate::checklist::{Addressee, Field};
use crate::inspection::{ItemKey, Part, PassageEdit, PassageEdits, PassageId, PassagePlace};
use crate::paper::{Document, Paragraph, Source};

/// What the program says of no item, by its number within the part ([`crate::inspection::Slot::Fixed`]).
pub mod fixed_passage {
    /// The paragraph before all others of its part: who asks what of whom.
    pub const INTRODUCTION: u8 = 0;
    /// The first paragraph of a part that has any of its own; of the strengths and shortcomings, that there are none.
    pub const FIRST: u8 = 1;
    /// The second paragraph of the opening.
    pub const SECOND: u8 = 2;
    /// That the unit keep up what it achieved.
    pub const KEEP_UP: u8 = 3;
    /// That the unit report on what it mended.
    pub const REPORT_BACK: u8 = 4;
    /// That nothing is required.
    pub const NOTHING: u8 = 5;
    /// What became of what the last inspection's notice required.
    pub const BEFORE: u8 = 6;
}

/// The draft of the notice of a unit.
#[derive(Debug, Clone)]
pub struct Draft {
    passages: Vec<Passage>,
    requirements: Vec<DraftRequirement>,
    document: Document,
    edits: PassageEdits,
}

/// A paragraph of the draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// Which one: the same whatever it says and wherever it stands.
    pub id: PassageId,
    /// The field of reform whose title it stands under.
    pub field: Option<Field>,
    /// The items it is about, in the order of the checklists.
    pub items: Vec<ItemKey>,
    /// What the records say now; empty for what a person wrote, and for an orphan.
    pub drafted: Paragraph,
    /// What people made of it.
    pub edit: Option<PassageEdit>,
    /// Its words as they will print, without the deadline: what a person edits.
    pub text: String,
    /// As it will print, with its deadline; where it is not printed, as it would.
    pub printed: String,
    /// Revisions it rests on, those of its edit included.
    pub sources: Vec<Source>,
    /// How it stands.
    pub standing: PassageStanding,
    /// What the records said when it was edited or left out and what they say now, where that differs.
    pub change: Option<DraftChange>,
    /// Until when, of a requirement.
    pub deadline: Option<PassageDeadline>,
    /// Where it stands among the others of its part.
    place: PassagePlace,
    /// What the records say with every document cited shortly, as if it had been cited before: comparable whatever stands
    /// before it.
    core: String,
}

/// How a passage stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PassageStanding {
    /// As drafted.
    Drafted,
    /// In a person's words, and the records say what they said then.
    Edited,
    /// In a person's words, but the records say something else by now ("số liệu đã thay đổi").
    Changed {
        /// What the draft said when it was edited.
        then: String,
        /// What it says now.
        now: String,
    },
    /// Not printed.
    LeftOut {
        /// Why.
        reason: String,
        /// The shortcoming it goes with, where that was left out and not this one.
        with: Option<PassageId>,
    },
    /// Said in the words of another passage; not printed by itself.
    Joined {
        /// Which one.
        into: PassageId,
    },
    /// Written by a person from nothing.
    Own,
    /// Opinions about it differ: it is not printed as if it were settled.
    Contested,
    /// A person edited it or left it out, but the records no longer lead to it. Kept for a person to decide, not printed.
    Orphaned,
}

impl PassageStanding {
    /// Word in JSON: `drafted`, `edited`, `changed`, `left-out`, `joined`, `own`, `contested`, `orphaned`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Drafted => "drafted",
            Self::Edited => "edited",
            Self::Changed { .. } => "changed",
            Self::LeftOut { .. } => "left-out",
            Self::Joined { .. } => "joined",
            Self::Own => "own",
            Self::Contested => "contested",
            Self::Orphaned => "orphaned",
        }
    }
}

/// That the records say something else than when a person looked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftChange {
    /// What they said.
    pub then: String,
    /// What they say.
    pub now: String,
    /// Figures that differ, where nothing but figures does.
    pub figures: Vec<FigurePair>,
}

/// Until when a requirement is to be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PassageDeadline {
    /// Working days from the issue of the notice.
    pub within: Option<u32>,
    /// The day, where it is known.
    pub due: Option<NaiveDate>,
}

/// A requirement as it will be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRequirement {
    /// The passage it stands in.
    pub passage: PassageId,
    /// What is required, without stop and deadline.
    pub text: String,
    /// Of whom.
    pub to: Addressee,
    /// Working days from the issue of the notice.
    pub within: Option<u32>,
    /// Until when, where that is known.
    pub due: Option<NaiveDate>,
    /// The shortcoming it comes from; none where a person wrote it.
    pub item: Option<ItemKey>,
}

impl Draft {
    /// The draft of the notice of `inspected`, with what people made of it ([`Inspected::passages`]).
    pub fn of(inspected: &Inspected<'_>, basis: &NoticeBasis) -> Self {
        let findings = finding::by_field(inspected);
        let demands: Vec<Demand> =
            findings.iter().filter(|finding| finding.is_shortcoming()).map(|of| Demand::of(of, basis.date)).collect();
        let setting = standing::Setting { inspected, basis, findings: &findings, demands: &demands };
        let passages = standing::passages(&setting);
        let requirements = printing::requirements(&setting, &passages);
        let document = printing::document(&setting, &passages, &requirements);
        Self { passages, requirements, document, edits: inspected.passages.clone() }
    }

    /// Every passage in the order of the paper, those that are not printed where they would stand, orphans behind their part.
    pub fn passages(&self) -> &[Passage] {
        &self.passages
    }

    /// One of them.
    pub fn get(&self, id: &PassageId) -> Option<&Passage> {
        self.passages.iter().find(|passage| passage.id == *id)
    }

    /// The passage in whose words an item is said in a part: its own, or that of its group.
    pub fn saying(&self, part: Part, item: &ItemKey) -> Option<&Passage> {
        let mut of_part = self.passages.iter().filter(|passage| passage.id.part == part);
        of_part.find(|passage| passage.items.contains(item) && passage.standing != PassageStanding::Orphaned)
    }

    /// What is required of whom, in the order of the paper: of a requirement that several shortcomings share, one for each.
    pub fn requirements(&self) -> &[DraftRequirement] {
        &self.requirements
    }

    /// The notice.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The notice, for whoever needs nothing else.
    pub fn into_document(self) -> Document {
        self.document
    }
}

impl Passage {
    /// Whether it stands in the paper.
    pub fn is_printed(&self) -> bool {
        use PassageStanding as S;
        matches!(self.standing, S::Drafted | S::Edited | S::Changed { .. } | S::Own | S::Contested)
    }

    /// The part of the paper.
    pub fn part(&self) -> Part {
        self.id.part
    }
}
