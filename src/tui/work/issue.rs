//! Issuing a notice.

use std::path::Path;

use chrono::{Datelike, NaiveDate};

use super::office::{Office, refused, saving};
use super::request::{Existing, Outcome, PaperChoice};
use super::templates::WrittenPaper;
use crate::conclusion::issue::{
    FrozenNotice, IssueError, IssueOrder, IssueReadiness, JustIssued, NumberUse, issue_by, last_number,
    notice_notation, open_matters, readiness, uses_of,
};
use crate::conclusion::layout::{LayoutChoice, Printed, UsedLayout, print};
use crate::inspection::{Correction, Issued, NoticeStanding, Recorder, RoundId, UnitId, find_unit};
use crate::paper::{Document, Format, Status};
use crate::tui::screen::{EffectKind, Failure};

/// What the screen of issuing asks for.
#[derive(Debug, Clone)]
pub enum IssueRequest {
    /// How the notice of a unit stands → [`IssueOutcome::State`].
    Load(RoundId, UnitId),
    /// What stands in the way of this wish → [`IssueOutcome::Readiness`].
    Check(IssueWish),
    /// Issues it → [`IssueOutcome::Issued`].
    Issue(IssueWish),
}

/// What is to be issued, by whoever works on this laptop.
#[derive(Debug, Clone)]
pub struct IssueWish {
    /// Which round.
    pub round: RoundId,
    /// Which unit.
    pub unit: UnitId,
    /// Number and day.
    pub order: IssueOrder,
    /// Why, where something is open.
    pub reason: Option<String>,
}

impl IssueRequest {
    /// Whether it changes the store.
    pub fn kind(&self) -> EffectKind {
        match self {
            Self::Load(..) | Self::Check(..) => EffectKind::Read,
            Self::Issue(..) => EffectKind::Write,
        }
    }
}

/// What came of it; each names the unit it is about.
#[derive(Debug, Clone)]
pub enum IssueOutcome {
    /// How the notice stands.
    State(Box<IssueState>),
    /// What stands in the way.
    Readiness(RoundId, UnitId, IssueReadiness),
    /// It was issued.
    Issued(RoundId, UnitId, Box<JustIssued>),
}

/// How the notice of a unit stands.
#[derive(Debug, Clone)]
pub struct IssueState {
    /// Which round.
    pub round: RoundId,
    /// Which unit.
    pub unit: UnitId,
    /// What was issued.
    pub standing: NoticeStanding,
    /// Those it replaced, the oldest first.
    pub replaced: Vec<Issued>,
    /// Letters that correct one of them.
    pub corrections: Vec<Correction>,
    /// Changes at the unit since.
    pub later: usize,
    /// What stands in the way before number and date are known.
    pub open: IssueReadiness,
    /// Other units whose notice has the same number.
    pub shared: Vec<NumberUse>,
    /// Behind the number: `TB-SNV`.
    pub notation: String,
    /// The highest number given in this year in this home.
    pub last: Option<u32>,
    /// Who signs, as the letterhead says.
    pub signer: Option<String>,
    /// The day it is.
    pub today: NaiveDate,
}

/// That a unit's notice is issued, as the board shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IssuedMark {
    /// This one is.
    Issued {
        /// `05/TB-SNV`.
        number: String,
        /// Day of issue.
        date: NaiveDate,
        /// Changes at the unit since.
        later: usize,
    },
    /// Laptops issued different ones.
    Contested,
}

type Done = Result<IssueOutcome, Failure>;

impl Office {
    /// Runs a request about issuing.
    pub(super) fn issue(&mut self, request: &IssueRequest) -> Result<Outcome, Failure> {
        let outcome = match request {
            IssueRequest::Load(round, unit) => self.issue_state(round, unit),
            IssueRequest::Check(wish) => {
                let conclusion = self.concluded(&wish.round, &wish.unit)?;
                let issuer = self.issuer(&wish.round)?;
                let found = readiness(&self.store, &conclusion, &issuer, &wish.order);
                let found = found.map_err(refused)?;
                Ok(IssueOutcome::Readiness(wish.round.clone(), wish.unit.clone(), found))
            }
            IssueRequest::Issue(wish) => {
                let (round, unit, reason) = (wish.round.clone(), wish.unit.clone(), wish.reason.clone());
                let recorder = Recorder { member: self.issuer(&round)?, round, unit, reason };
                let choice = LayoutChoice::ByOffice;
                let issued = issue_by(&mut self.store, &recorder, &wish.order, choice).map_err(not_issued)?;
                Ok(IssueOutcome::Issued(recorder.round, recorder.unit, Box::new(issued)))
            }
        };
        outcome.map(Outcome::Issue)
    }

    /// Who works on this laptop.
    fn issuer(&mut self, round: &RoundId) -> Result<String, Failure> {
        let open = self.opened(round)?;
        match self.acting(&open) {
            Some(member) => Ok(member.id.to_string()),
            None => self.member(),
        }
    }

    fn issue_state(&mut self, round: &RoundId, unit: &UnitId) -> Done {
        let member = self.issuer(round)?;
        let conclusion = self.concluded(round, unit)?;
        let store = &self.store;
        let standing = store.issued(round, unit).map_err(refused)?;
        let mut replaced = store.issued_history(round, unit).map_err(refused)?;
        replaced.retain(|issued| !standing.all().iter().any(|now| now.content == issued.content));
        let (later, shared) = match standing.settled() {
            Some(issued) => {
                let later = store.changes_since_issue(round, unit, issued).map_err(refused)?.len();
                let content = &issued.content;
                let mut uses =
                    uses_of(store, content.number, &content.notation, content.date.year()).map_err(refused)?;
                uses.retain(|used| used.round != *round || used.unit != *unit);
                (later, uses)
            }
            None => (0, Vec::new()),
        };
        let inspected = conclusion.inspected();
        let today = store.journal().clock().now().date_naive();
        let notation = notice_notation(inspected.round);
        Ok(IssueOutcome::State(Box::new(IssueState {
            round: round.clone(),
            unit: unit.clone(),
            standing,
            replaced,
            corrections: store.corrections(round, unit).map_err(refused)?,
            later,
            open: open_matters(store, &conclusion, &member).map_err(refused)?,
            shared,
            last: last_number(store, &notation, today).map_err(refused)?,
            notation,
            signer: inspected.round.letterhead.signer.as_ref().map(|signer| signer.name.clone()),
            today,
        })))
    }

    /// Whether the notice of a unit is issued, for the board.
    pub(super) fn issued_mark(&self, round: &RoundId, unit: &UnitId) -> Result<Option<IssuedMark>, Failure> {
        Ok(match self.store.issued(round, unit).map_err(refused)? {
            NoticeStanding::Draft => None,
            NoticeStanding::Contested(_) => Some(IssuedMark::Contested),
            NoticeStanding::Issued(issued) => {
                let later = self.store.changes_since_issue(round, unit, &issued).map_err(refused)?.len();
                Some(IssuedMark::Issued { number: issued.content.number_line(), date: issued.content.date, later })
            }
        })
    }

    /// The issued notice where `paper` is one.
    fn frozen(&mut self, round: &RoundId, unit: &UnitId, paper: PaperChoice) -> Result<Option<FrozenNotice>, Failure> {
        if paper == PaperChoice::Notice { self.frozen_notice(round, unit) } else { Ok(None) }
    }

    /// A paper as it stands: the issued notice as it was frozen, else as the records say now.
    pub(super) fn composed(&mut self, round: &RoundId, unit: &UnitId, paper: PaperChoice) -> Result<Outcome, Failure> {
        let (unit_id, proposal) = (unit.clone(), self.proposal(unit, paper));
        let as_text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        if let Some(frozen) = self.frozen(round, unit, paper)? {
            let text = as_text(frozen.bytes(Format::Text));
            let content = &frozen.issued.content;
            let (number, date) = (content.number_line(), content.date);
            let issued = Some(IssuedMark::Issued { number, date, later: frozen.later });
            return Ok(Outcome::Paper { unit: unit_id, paper, text, proposal, status: Status::Final, issued });
        }
        let document = self.paper(round, unit, paper)?;
        let bytes =
            crate::paper::render(&document, Format::Text).map_err(|error| Failure::Refused(error.to_string()))?;
        let (text, status) = (as_text(&bytes), document.status);
        Ok(Outcome::Paper { unit: unit_id, paper, text, proposal, status, issued: None })
    }

    /// Writes it.
    pub(super) fn write_paper(
        &mut self,
        (round, unit, paper): (&RoundId, &UnitId, PaperChoice),
        path: &Path,
        existing: Existing,
    ) -> Result<Outcome, Failure> {
        self.write_as(path, existing, |office, format| {
            if let Some(frozen) = office.frozen(round, unit, paper)? {
                return Ok(Printed { bytes: frozen.bytes(format).to_vec(), layout: UsedLayout::BuiltIn });
            }
            let document = office.paper(round, unit, paper)?;
            office.printed(&document, format)
        })
    }

    /// Writes a document.
    pub(super) fn write_document(
        &mut self,
        document: &Document,
        path: &Path,
        existing: Existing,
    ) -> Result<Outcome, Failure> {
        self.write_as(path, existing, |office, format| office.printed(document, format))
    }

    /// Writes what `bytes` makes in the format that the ending of `path` asks for.
    fn write_as(
        &mut self,
        path: &Path,
        existing: Existing,
        printed: impl FnOnce(&mut Self, Format) -> Result<Printed, Failure>,
    ) -> Result<Outcome, Failure> {
        let path = self.papers.join(path);
        let format = Format::from_path(&path).map_err(|error| Failure::Refused(error.to_string()))?;
        if existing == Existing::Keep && path.is_file() {
            return Ok(Outcome::PaperExists(path));
        }
        let Printed { bytes, layout } = printed(self, format)?;
        crate::paper::write_atomically(&path, &bytes).map_err(|error| Failure::Refused(error.to_string()))?;
        Ok(Outcome::PaperWritten(WrittenPaper { path, layout }))
    }

    /// A document by the office's own layout, where it has one.
    pub(super) fn printed(&self, document: &Document, format: Format) -> Result<Printed, Failure> {
        print(&self.store, document, format, LayoutChoice::ByOffice)
            .map_err(|error| Failure::Refused(error.to_string()))
    }

    /// The issued notice of a unit, where there is one.
    fn frozen_notice(&mut self, round: &RoundId, unit: &UnitId) -> Result<Option<FrozenNotice>, Failure> {
        let open = self.opened(round)?;
        let unit = find_unit(&open.round, unit.as_str()).map_err(refused)?;
        FrozenNotice::of(&self.store, round, unit).map_err(not_issued)
    }
}

fn not_issued(error: IssueError) -> Failure {
    match error {
        IssueError::Inspection(error) => saving(error),
        other => Failure::Refused(other.to_string()),
    }
}
