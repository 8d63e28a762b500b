//! Issuing the conclusion notice (ban hành thông báo): what stands in the way, and freezing it. From then on its papers
//! are the bytes that were frozen, whatever is recorded later; what was wrong in them is mended by a notice that replaces
//! it (Nghị định số 30/2020/NĐ-CP, Điều 18 khoản 4).

mod correction;
mod frozen;
mod number;
mod readiness;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use rust_i18n::t;
use thiserror::Error;

pub use correction::{CorrectionError, CorrectionOrder, JustCorrected, correct, correct_by, correction_letter};
pub use frozen::FrozenNotice;
pub use number::{NumberUse, last_number, shared_numbers, uses_of};
pub use readiness::{Doubt, IssueReadiness, Obstacle, open_matters, readiness};

use super::draft::Draft;
use super::layout::{Frozen, LayoutChoice, LayoutError, UsedLayout, freeze};
use super::wording::fixed;
use super::{Conclusion, NoticeBasis, addressing};
use crate::inspection::{
    DocumentReference, InspectionError, Issued, IssuedContent, IssuedRequirement, NoticeStanding, Recorder,
    RequirementId, Round, Slot, Store,
};
use crate::journal::Chain;
use crate::paper::{Block, Document, PaperKind, Section, SectionTitle, Status};
use crate::vietnamese::date::{DateError, format_date_cited};

/// What to issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IssueOrder {
    /// The number that the office's register gave.
    pub number: u32,
    /// Day of issue.
    pub date: NaiveDate,
    /// The first notice, or one that replaces it.
    pub step: IssueStep,
}

/// Whether a unit's first notice is issued, or one in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssueStep {
    /// Nothing was issued yet.
    First,
    /// It replaces the notice that counts (thay thế).
    Replacement,
}

/// Why a notice was not issued. Nothing has been recorded.
#[derive(Debug, Error)]
pub enum IssueError {
    /// The store refused.
    #[error("{0}")]
    Inspection(#[from] InspectionError),
    /// The paper could not be printed.
    #[error("{0}")]
    Layout(LayoutError),
    /// The day of issue is none.
    #[error("{0}")]
    Date(#[from] DateError),
    /// Laptops issued different notices of one unit.
    #[error("{}", t!("issue.contested", unit = .unit, numbers = .numbers.join(", ")))]
    Contested {
        /// Name of the unit.
        unit: String,
        /// Their numbers.
        numbers: Vec<String>,
    },
    /// Something does not let it be issued at all.
    #[error("{}", t!("issue.refused", unit = .unit, why = sentences(.obstacles)))]
    Refused {
        /// Name of the unit.
        unit: String,
        /// What.
        obstacles: Vec<Obstacle>,
    },
    /// Something is open, and no reason was given.
    #[error("{}", t!("issue.reason_needed", unit = .unit, why = sentences(.doubts)))]
    ReasonNeeded {
        /// Name of the unit.
        unit: String,
        /// What.
        doubts: Vec<Doubt>,
    },
}

impl From<LayoutError> for IssueError {
    fn from(error: LayoutError) -> Self {
        match error {
            LayoutError::Inspection(error) => Self::Inspection(error),
            other => Self::Layout(other),
        }
    }
}

/// A line each.
fn sentences<T: std::fmt::Display>(all: &[T]) -> String {
    all.iter().fold(String::new(), |text, one| format!("{text}\n- {one}"))
}

/// Notation behind the number of a round's notices: `TB-SNV`.
pub fn notice_notation(round: &Round) -> String {
    addressing::notation(&round.letterhead, PaperKind::Notice)
}

/// A notice that was issued just now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JustIssued {
    /// What was written down.
    pub issued: Issued,
    /// How its .docx was laid out.
    pub layout: UsedLayout,
}

/// [`issue_by`] the office's own layout, where it has one.
pub fn issue(store: &mut Store, recorder: &Recorder, order: &IssueOrder) -> Result<Issued, IssueError> {
    Ok(issue_by(store, recorder, order, LayoutChoice::ByOffice)?.issued)
}

/// Issues the notice of the unit that `recorder` names: composes it, freezes its papers and records it as one action.
/// Refused where [`readiness`] names an obstacle; where it names a doubt, the recorder must give a reason.
pub fn issue_by(
    store: &mut Store,
    recorder: &Recorder,
    order: &IssueOrder,
    choice: LayoutChoice,
) -> Result<JustIssued, IssueError> {
    loop {
        let seen = store.journal().data_version().map_err(InspectionError::from)?;
        let conclusion = Conclusion::of(store, recorder.round.as_str(), recorder.unit.as_str())?;
        let IssueReadiness { obstacles, doubts } = readiness(store, &conclusion, &recorder.member, order)?;
        let unit = || conclusion.unit.name.clone();
        if !obstacles.is_empty() {
            return Err(IssueError::Refused { unit: unit(), obstacles });
        }
        if !doubts.is_empty() && recorder.reason.as_deref().is_none_or(|reason| reason.trim().is_empty()) {
            return Err(IssueError::ReasonNeeded { unit: unit(), doubts });
        }
        let standing = store.issued(&recorder.round, &recorder.unit)?;
        let replaces = standing.settled().map(|issued| issued.content.reference());
        let draft = Draft::of(&conclusion.inspected(), &order.basis(store));
        let requirements = requirements(&draft);
        let document = replacing(draft.into_document(), &conclusion, replaces.as_ref());
        let Frozen { papers, layout } = freeze(store, &document, choice)?;
        let chain = Chain::Round(recorder.round.to_string());
        let content = IssuedContent {
            number: order.number,
            notation: document.notation.clone(),
            date: order.date,
            issuer: addressing::named_agency(&conclusion.inspected()),
            signer: document.signatures.first().and_then(|signature| signature.name.clone()),
            about: document.abstract_text.clone(),
            requirements,
            papers: papers.prints(),
            sources: store.sources_fingerprint(&recorder.round, &recorder.unit)?,
            known: store.journal().horizon(&chain).map_err(InspectionError::from)?,
            reason: recorder
                .reason
                .as_deref()
                .map(|reason| reason.trim().to_owned())
                .filter(|reason| !reason.is_empty()),
            replaces,
        };
        // Another program wrote meanwhile: what was composed may not be what stands there.
        if store.record_issued(seen, recorder, &content, &papers)?.is_none() {
            continue;
        }
        return match store.issued(&recorder.round, &recorder.unit)? {
            NoticeStanding::Issued(issued) => Ok(JustIssued { issued: *issued, layout }),
            NoticeStanding::Draft | NoticeStanding::Contested(_) => Err(InspectionError::UnreadableRecord {
                record: format!("notice/{}/{}", recorder.round, recorder.unit),
                why: t!("signing.unreadable").into_owned(),
            }
            .into()),
        };
    }
}

impl IssueOrder {
    /// What the notice is composed with.
    fn basis(&self, store: &Store) -> NoticeBasis {
        let now = store.journal().clock().now().to_utc();
        NoticeBasis { number: Some(self.number), date: Some(self.date), status: Status::Final, now }
    }
}

/// `document` with the paragraph that names the notice it replaces.
fn replacing(mut document: Document, conclusion: &Conclusion, replaces: Option<&DocumentReference>) -> Document {
    let Some(former) = replaces else { return document };
    let said = fixed!(
        "replaces",
        kind = crate::paper::lettering::type_name(PaperKind::Notice),
        number = former.number,
        date = format_date_cited(former.date),
        issuer = former.issuer.clone().unwrap_or_else(|| addressing::agency(&conclusion.inspected()))
    );
    let blocks = vec![Block::Plain(said.into())];
    document.body.push(Section { title: SectionTitle::Untitled, blocks });
    document
}

/// What the notice requires, each with an id of its own.
fn requirements(draft: &Draft) -> Vec<IssuedRequirement> {
    let mut requirements: Vec<IssuedRequirement> = Vec::new();
    for required in draft.requirements() {
        let plain = match (&required.item, &required.passage.slot) {
            (Some(key), _) => RequirementId::of_item(key),
            (None, Slot::Own(entry)) => RequirementId::of_own(entry),
            (None, _) => continue,
        };
        // Two checklists' ids may join to the same text.
        let is_free = |id: &RequirementId| !requirements.iter().any(|known| known.id == *id);
        let numbered = (2..).map(|number| plain.numbered(number));
        let Some(id) = std::iter::once(plain.clone()).chain(numbered).find(is_free) else { continue };
        requirements.push(IssuedRequirement {
            id,
            text: required.text.clone(),
            to: required.to,
            within_days: required.within,
            due: required.due,
            item: required.item.clone(),
        });
    }
    requirements
}
