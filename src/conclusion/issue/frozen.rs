//! The issued notice as it is shown and exported: the bytes that were frozen, and what came after.

use super::IssueError;
use crate::inspection::{FrozenPapers, Issued, NoticeStanding, RoundId, Store, Unit};
use crate::paper::Format;

/// An issued notice with its papers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrozenNotice {
    /// What was issued.
    pub issued: Issued,
    /// Its exact bytes.
    pub papers: FrozenPapers,
    /// How many changes of what was found at the unit came after.
    pub later: usize,
}

impl FrozenNotice {
    /// The issued notice of `unit`; none where nothing was issued. Refused where laptops issued different ones.
    pub fn of(store: &Store, round: &RoundId, unit: &Unit) -> Result<Option<Self>, IssueError> {
        match store.issued(round, &unit.id)? {
            NoticeStanding::Draft => Ok(None),
            NoticeStanding::Contested(several) => {
                Err(IssueError::Contested { unit: unit.name.clone(), numbers: NoticeStanding::numbers(&several) })
            }
            NoticeStanding::Issued(issued) => {
                let papers = store.frozen_papers(round, &unit.id, &issued.content.papers)?;
                let later = store.changes_since_issue(round, &unit.id, &issued)?.len();
                Ok(Some(Self { issued: *issued, papers, later }))
            }
        }
    }

    /// The notice in `format`, byte for byte as it was issued.
    pub fn bytes(&self, format: Format) -> &[u8] {
        Self::pick(&self.papers, format)
    }

    /// The bytes of any frozen paper in `format`.
    pub fn pick(papers: &FrozenPapers, format: Format) -> &[u8] {
        match format {
            Format::Docx => &papers.docx,
            Format::Text => &papers.text,
            Format::Json => &papers.json,
        }
    }
}
