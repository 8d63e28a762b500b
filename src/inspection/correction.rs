//! Letters that correct an issued notice (công văn đính chính), as they went out.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::error::InspectionError;
use super::issued::{FrozenPapers, PaperPrints, paper_lines};
use super::keys::{self, EntryId};
use super::model::{DocumentReference, RoundId, UnitId};
use super::record::{Recorder, line};
use super::store::Store;
use super::unit_answers::CONTENT;
use crate::journal::{Chain, Head};

/// A slip of form in a notice: where, what stands there, what should.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slip {
    /// Where: `trang 2, mục II.3`.
    pub at: String,
    /// As it stands in the notice.
    pub wrong: String,
    /// As it should.
    pub right: String,
}

/// What is written down of a letter of correction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct CorrectionContent {
    /// Its number within the year.
    pub number: u32,
    /// Notation behind the number: `SNV-CCHC`.
    pub notation: String,
    /// Its day.
    #[serde(with = "super::day")]
    pub date: NaiveDate,
    /// The notice it corrects.
    pub of: DocumentReference,
    /// What it corrects.
    pub slips: Vec<Slip>,
    /// Its papers.
    pub papers: PaperPrints,
    /// Why figures are corrected by a letter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl CorrectionContent {
    /// Number and notation as printed: `12/SNV-CCHC`.
    pub fn number_line(&self) -> String {
        let number = format!("{:02}", self.number);
        if self.notation.is_empty() { number } else { format!("{number}/{}", self.notation) }
    }
}

/// A letter of correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// In which round.
    pub round: RoundId,
    /// Of which unit's notice.
    pub unit: UnitId,
    /// What was written down.
    pub content: CorrectionContent,
    /// When, by the clock of that laptop.
    pub when: DateTime<FixedOffset>,
    /// Who recorded it.
    pub member: Option<String>,
}

impl Correction {
    fn of_head(head: &Head) -> Option<Self> {
        let mut parts = head.record.as_str().split('/').skip(1);
        let round = RoundId::new(parts.next()?).ok()?;
        let unit = UnitId::new(parts.next()?).ok()?;
        let content = CorrectionContent::deserialize(&head.value).ok()?;
        Some(Self { round, unit, content, when: head.made_at, member: head.member.clone() })
    }
}

impl Store {
    /// The letters that correct notices of a unit, the oldest first.
    pub fn corrections(&self, round: &RoundId, unit: &UnitId) -> Result<Vec<Correction>, InspectionError> {
        self.corrections_under(&format!("{}{round}/{unit}/", keys::CORRECTIONS))
    }

    /// Those of all rounds of this home.
    pub fn all_corrections(&self) -> Result<Vec<Correction>, InspectionError> {
        self.corrections_under(keys::CORRECTIONS)
    }

    fn corrections_under(&self, prefix: &str) -> Result<Vec<Correction>, InspectionError> {
        let mut found: Vec<Correction> =
            self.journal.heads_under(prefix)?.iter().filter_map(Correction::of_head).collect();
        found.sort_by_key(|correction| (correction.content.date, correction.content.number));
        Ok(found)
    }

    /// Records that a letter of correction went out, with its papers, as one action; `None` where another program wrote
    /// since the journal was `seen`. What may go out is decided by [`crate::conclusion::issue::correct`].
    pub(crate) fn record_correction(
        &mut self,
        seen: i64,
        recorder: &Recorder,
        content: &CorrectionContent,
        papers: &FrozenPapers,
    ) -> Result<Option<()>, InspectionError> {
        let entry = EntryId::new(self.journal.clock().now());
        let mut lines = paper_lines(recorder, papers)?;
        lines.push(line(keys::correction(&recorder.round, &recorder.unit, &entry)?, CONTENT, json!(content))?);
        let chain = Chain::Round(recorder.round.to_string());
        let written = self.journal.write_unless_moved(seen, &chain, &recorder.author(), &lines)?;
        Ok(written.map(|_| ()))
    }
}
