//! Issued conclusion notices. What is said of an issued notice is one revision of `notice/<round>/<unit>`; the exact
//! bytes of its papers are records of their own, named by their SHA-256 and written in the same action before it, so that
//! lists of notices need not read papers and a notice is never there before what it names. Nothing later changes either.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::error::InspectionError;
use super::keys::{self, EntryId, ItemKey};
use super::model::{DocumentReference, RoundId, UnitId};
use super::record::{Recorder, line};
use super::signature::{Fingerprint, LaterChange};
use super::store::Store;
use super::stored_bytes::{self, unpacked};
use super::unit_answers::CONTENT;
use crate::checklist::Addressee;
use crate::identifier;
use crate::journal::{Chain, Change, Head, Horizon, Revision, RevisionId};

/// Name of the one field of a notice's record.
const ISSUED: &str = "issued";
/// Longest requirement id made of an item as it is; longer ones end in a hash.
const PLAIN_REQUIREMENT: usize = 64;

identifier!(
    /// Id of a requirement within its notice, the same in a notice that replaces it: made of its item.
    RequirementId, crate::identifier::check
);

impl RequirementId {
    /// The id of the requirement that follows from `key`.
    pub fn of_item(key: &ItemKey) -> Self {
        Self(shortened(format!("{}-{}", key.checklist, key.item)))
    }

    /// The id of the requirement that a person wrote as `entry`.
    pub fn of_own(entry: &EntryId) -> Self {
        Self(shortened(format!("own-{}", entry.0)))
    }

    /// The same id with a number behind it, for the second and further requirements of one item.
    #[must_use]
    pub fn numbered(&self, number: usize) -> Self {
        Self(shortened(format!("{self}-{number}")))
    }
}

/// `text` where it is short enough for an identifier, else its beginning and eight digits of its hash.
fn shortened(text: String) -> String {
    if text.len() <= PLAIN_REQUIREMENT {
        return text;
    }
    let hash = Fingerprint::of(text.as_bytes()).to_string();
    let begin = text[..PLAIN_REQUIREMENT - 9].trim_end_matches('-');
    format!("{begin}-{}", &hash[..8])
}

/// What a notice requires of whom until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct IssuedRequirement {
    /// Its id within the notice.
    pub id: RequirementId,
    /// What is to be done, without stop.
    pub text: String,
    /// Whom it addresses.
    pub to: Addressee,
    /// Deadline in working days from the day of issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within_days: Option<u32>,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "super::day::optional")]
    pub due: Option<NaiveDate>,
    /// The item that it comes from; none for what a person added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemKey>,
}

/// What is written down when a notice is issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct IssuedContent {
    /// Its number within the year.
    pub number: u32,
    /// Notation behind the number: `TB-SNV`.
    pub notation: String,
    /// Day of issue.
    #[serde(with = "super::day")]
    pub date: NaiveDate,
    /// Agency that issued it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// Who signed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signer: Option<String>,
    /// Trích yếu: what it is about.
    pub about: String,
    /// What it requires.
    pub requirements: Vec<IssuedRequirement>,
    /// Its papers.
    pub papers: PaperPrints,
    /// Of what stood recorded at the unit: the ids of the heads of its records.
    pub sources: Fingerprint,
    /// How much of the round the issuing laptop knew.
    pub known: Horizon,
    /// Why it was issued although something was open, or why it replaces the former.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The notice it replaces (thay thế).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<DocumentReference>,
}

impl IssuedContent {
    /// Number and notation as printed: `05/TB-SNV` (below ten with a 0: Nghị định số 30/2020/NĐ-CP, Phụ lục I).
    pub fn number_line(&self) -> String {
        let number = format!("{:02}", self.number);
        if self.notation.is_empty() { number } else { format!("{number}/{}", self.notation) }
    }

    /// As other documents cite it.
    pub fn reference(&self) -> DocumentReference {
        DocumentReference { number: self.number_line(), date: self.date, issuer: self.issuer.clone() }
    }
}

/// The SHA-256 of an issued paper in each format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperPrints {
    /// Of the .docx.
    pub docx: Fingerprint,
    /// Of the plain text.
    pub text: Fingerprint,
    /// Of the JSON.
    pub json: Fingerprint,
}

/// The exact bytes of an issued paper in each format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrozenPapers {
    /// The .docx.
    pub docx: Vec<u8>,
    /// Plain text, UTF-8.
    pub text: Vec<u8>,
    /// JSON, UTF-8.
    pub json: Vec<u8>,
}

impl FrozenPapers {
    /// Their SHA-256.
    pub fn prints(&self) -> PaperPrints {
        let [docx, text, json] = [&self.docx, &self.text, &self.json].map(|bytes| Fingerprint::of(bytes));
        PaperPrints { docx, text, json }
    }
}

/// An issued notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// What was written down.
    pub content: IssuedContent,
    /// The revision that did.
    pub revision: RevisionId,
    /// When, by the clock of that laptop.
    pub when: DateTime<FixedOffset>,
    /// Who recorded it.
    pub member: Option<String>,
}

/// How the notice of a unit stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum NoticeStanding {
    /// Nothing was issued.
    #[default]
    Draft,
    /// This one was.
    Issued(Box<Issued>),
    /// Laptops issued different ones, and nobody has said which counts.
    Contested(Vec<Issued>),
}

impl NoticeStanding {
    /// The notice that counts, where one does.
    pub fn settled(&self) -> Option<&Issued> {
        match self {
            Self::Issued(issued) => Some(issued),
            Self::Draft | Self::Contested(_) => None,
        }
    }

    /// Every notice that is said to count: none, one, or those that are contested.
    pub fn all(&self) -> &[Issued] {
        match self {
            Self::Draft => &[],
            Self::Issued(issued) => std::slice::from_ref(issued),
            Self::Contested(several) => several,
        }
    }

    fn of(heads: &[Head]) -> Self {
        let mut issued: Vec<Issued> = heads.iter().filter_map(Issued::of_head).collect();
        issued.sort_by_key(|issued| (issued.content.date, issued.content.number, issued.revision));
        let settled = heads.windows(2).all(|pair| pair[0].value == pair[1].value);
        match (settled, issued.is_empty()) {
            (_, true) => Self::Draft,
            (true, false) => Self::Issued(Box::new(issued.swap_remove(0))),
            (false, false) => Self::Contested(issued),
        }
    }
}

/// A unit of a round whose notice was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedUnit {
    /// The round.
    pub round: RoundId,
    /// The unit.
    pub unit: UnitId,
    /// How its notice stands; never [`NoticeStanding::Draft`].
    pub standing: NoticeStanding,
}

impl Issued {
    fn of_head(head: &Head) -> Option<Self> {
        let content = IssuedContent::deserialize(&head.value).ok()?;
        Some(Self { content, revision: head.revision, when: head.made_at, member: head.member.clone() })
    }

    fn of_revision(revision: &Revision) -> Option<Self> {
        let content = IssuedContent::deserialize(&revision.value).ok()?;
        Some(Self { content, revision: revision.id, when: revision.made_at, member: revision.member.clone() })
    }
}

impl Store {
    /// How the notice of a unit stands.
    pub fn issued(&self, round: &RoundId, unit: &UnitId) -> Result<NoticeStanding, InspectionError> {
        Ok(NoticeStanding::of(&self.journal.heads_of(&keys::notice(round, unit)?)?))
    }

    /// Refuses what would lose sight of a unit whose notice was issued.
    pub(super) fn refuse_issued(&self, round: &RoundId, unit: &UnitId) -> Result<(), InspectionError> {
        match self.issued(round, unit)?.all().first() {
            Some(issued) => Err(InspectionError::NoticeIssued { number: issued.content.number_line() }),
            None => Ok(()),
        }
    }

    /// The notices of a round's units, by unit; those without are left out.
    pub fn issued_in(&self, round: &RoundId) -> Result<Vec<IssuedUnit>, InspectionError> {
        self.issued_under(&format!("{}{round}/", keys::NOTICES))
    }

    /// The notices of all rounds of this home, by round and unit. Costs what is said of them, not their papers.
    pub fn all_issued(&self) -> Result<Vec<IssuedUnit>, InspectionError> {
        self.issued_under(keys::NOTICES)
    }

    fn issued_under(&self, prefix: &str) -> Result<Vec<IssuedUnit>, InspectionError> {
        let heads = self.journal.heads_under(prefix)?;
        let mut found = Vec::new();
        for record in heads.chunk_by(|a, b| a.record == b.record) {
            let mut parts = record[0].record.as_str().split('/').skip(1);
            let round = parts.next().and_then(|id| RoundId::new(id).ok());
            let unit = parts.next().and_then(|id| UnitId::new(id).ok());
            let standing = NoticeStanding::of(record);
            if let (Some((round, unit)), true) = (round.zip(unit), standing != NoticeStanding::Draft) {
                found.push(IssuedUnit { round, unit, standing });
            }
        }
        Ok(found)
    }

    /// Every notice that was issued for a unit and counts or counted: the present one and those it replaced, the oldest
    /// first. What a person decided against, and what was withdrawn, is left out.
    pub fn issued_history(&self, round: &RoundId, unit: &UnitId) -> Result<Vec<Issued>, InspectionError> {
        let record = keys::notice(round, unit)?;
        let heads: Vec<RevisionId> = self.journal.heads_of(&record)?.iter().map(|head| head.revision).collect();
        let history: Vec<Issued> =
            self.journal.history(&record)?.iter().rev().filter_map(Issued::of_revision).collect();
        let mut counted: Vec<Issued> = Vec::new();
        for issued in history {
            let same = |other: &Issued| other.content == issued.content;
            let replaced = |other: &Issued| other.content.replaces.as_ref() == Some(&issued.content.reference());
            if !counted.iter().any(same) && (heads.contains(&issued.revision) || counted.iter().any(replaced)) {
                counted.push(issued);
            }
        }
        counted.reverse();
        Ok(counted)
    }

    /// The exact bytes of an issued notice's papers, as they were frozen. Refused where they did not come along, or are
    /// not what was issued.
    pub fn frozen_papers(
        &self,
        round: &RoundId,
        unit: &UnitId,
        papers: &PaperPrints,
    ) -> Result<FrozenPapers, InspectionError> {
        let read = |print: &Fingerprint| -> Result<Vec<u8>, InspectionError> {
            let heads = self.journal.heads_of(&keys::frozen(round, unit, print)?)?;
            let found =
                heads.iter().filter_map(|head| unpacked(&head.value)).find(|bytes| Fingerprint::of(bytes) == *print);
            found.ok_or_else(|| InspectionError::PapersMissing { unit: unit.to_string() })
        };
        Ok(FrozenPapers { docx: read(&papers.docx)?, text: read(&papers.text)?, json: read(&papers.json)? })
    }

    /// What changed at a unit since its notice was issued, and what the issuing laptop did not know; oldest first.
    pub fn changes_since_issue(
        &self,
        round: &RoundId,
        unit: &UnitId,
        issued: &Issued,
    ) -> Result<Vec<LaterChange>, InspectionError> {
        self.changes_beyond(round, unit, &issued.content.known)
    }

    /// The SHA-256 over what a notice of the unit is made from: the heads of what stands recorded there, and of what people
    /// edited in its draft.
    pub(crate) fn sources_fingerprint(&self, round: &RoundId, unit: &UnitId) -> Result<Fingerprint, InspectionError> {
        let mut heads = self.unit_heads(round, unit)?;
        heads.extend(self.journal.heads_under(&format!("passage/{round}/{unit}/"))?);
        let lines: Vec<String> =
            heads.iter().map(|head| format!("{}\n{}\n{}\n", head.record, head.field, head.revision)).collect();
        Ok(Fingerprint::of(lines.concat().as_bytes()))
    }

    /// Records that a notice was issued, with its papers, as one action; `None` where another program wrote since the
    /// journal was `seen`. What may be issued is decided by [`crate::conclusion::issue`]; here it is kept.
    pub(crate) fn record_issued(
        &mut self,
        seen: i64,
        recorder: &Recorder,
        content: &IssuedContent,
        papers: &FrozenPapers,
    ) -> Result<Option<()>, InspectionError> {
        let mut lines = paper_lines(recorder, papers)?;
        lines.push(line(keys::notice(&recorder.round, &recorder.unit)?, ISSUED, json!(content))?);
        let chain = Chain::Round(recorder.round.to_string());
        let written = self.journal.write_unless_moved(seen, &chain, &recorder.author(), &lines)?;
        Ok(written.map(|_| ()))
    }
}

/// The lines that keep `papers`.
pub(super) fn paper_lines(recorder: &Recorder, papers: &FrozenPapers) -> Result<Vec<Change>, InspectionError> {
    let lines = [&papers.docx, &papers.text, &papers.json].map(|bytes| {
        let record = keys::frozen(&recorder.round, &recorder.unit, &Fingerprint::of(bytes))?;
        line(record, CONTENT, packed(bytes)?)
    });
    lines.into_iter().collect()
}

/// `bytes` as a value that fits into a revision.
fn packed(bytes: &[u8]) -> Result<Value, InspectionError> {
    stored_bytes::packed(bytes).ok_or_else(|| InspectionError::PapersTooLarge { kilobytes: bytes.len().div_ceil(1024) })
}
