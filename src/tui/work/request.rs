//! What screens ask for and what they get back. Plain data.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::assessment::{OpenRound, Totals};
use crate::checklist::{Checklist, Item};
use crate::conclusion::chain::ConclusionDays;
use crate::inspection::{
    Answer, EntryState, FieldChange, ItemKey, Member, MemberId, Recorder, Round, RoundId, SetChange, UnitId,
};
use crate::inspection::{RoundDifference, RoundSummary, unit_list::UnitList};
use crate::journal::{Draft, Revision};
use crate::paper::Status;
use crate::tui::screen::{Domain, EffectKind};

use super::board::{BoardOutcome, BoardRequest};
use super::clipboard::{ClipboardOutcome, ClipboardRequest};
use super::closing::{ClosingOutcome, ClosingRequest};
use super::conclusion::{ConclusionOutcome, ConclusionRequest};
use super::conflict::{ConflictOutcome, ConflictRequest};
use super::editions::{EditionsOutcome, EditionsRequest};
use super::evidence::{EvidenceOutcome, EvidenceRequest};
use super::exchange::{ExchangeOutcome, ExchangeRequest};
use super::follow_up::{FollowUpOutcome, FollowUpRequest};
use super::grid::{GridOutcome, GridRequest};
use super::issue::{IssueOutcome, IssueRequest, IssuedMark};
use super::overview::{OverviewOutcome, OverviewRequest};
use super::phrases::{PhraseOutcome, PhraseRequest};
use super::questions::{QuestionOutcome, QuestionRequest};
use super::results::{ResultsOutcome, ResultsRequest};
use super::reversal::Reversal;
use super::searching::{SearchOutcome, SearchRequest};
use super::settings::{SettingsOutcome, SettingsRequest};
use super::steps::{StepsOutcome, StepsRequest};
use super::table::{TableOutcome, TableRequest};
use super::templates::{TemplatesOutcome, TemplatesRequest, WrittenPaper};
use super::unit_work::UnitWork;

/// The domain of the program's own screens.
#[derive(Debug)]
pub struct World;

impl Domain for World {
    type Effect = Request;
    type Outcome = Outcome;

    fn kind(effect: &Request) -> EffectKind {
        match effect {
            Request::Evidence(request) => request.kind(),
            Request::Closing(request) => request.kind(),
            Request::ListRounds
            | Request::OpenRound(_)
            | Request::Summarise(..)
            | Request::OpenUnit(..)
            | Request::Compose(..)
            | Request::WritePaper { .. }
            | Request::History(..)
            | Request::JumpTo(_)
            | Request::ReadDraft(_)
            | Request::ListSources => EffectKind::Read,
            Request::Clipboard(request) => request.kind(),
            Request::Settings(_) => SettingsRequest::KIND,
            Request::AddDemo
            | Request::ChooseActing(..)
            | Request::SaveRound(_)
            | Request::RemoveUnit(..)
            | Request::RemoveMember(..)
            | Request::Record { .. }
            | Request::RecordSets { .. }
            | Request::Undo(_)
            | Request::Redo(_)
            | Request::SaveDraft { .. }
            | Request::ClearDraft(_) => EffectKind::Write,
            Request::Grid(request) => request.kind(),
            Request::Phrases(request) => request.kind(),
            Request::Table(request) => request.kind(),
            Request::Search(search) => search.kind(),
            Request::Questions(request) => request.kind(),
            Request::Editions(request) => request.kind(),
            Request::Conflict(request) => request.kind(),
            Request::Conclusion(request) => request.kind(),
            Request::Board(request) => request.kind(),
            Request::Exchange(request) => request.kind(),
            Request::FollowUp(request) => request.kind(),
            Request::Issue(request) => request.kind(),
            Request::Steps(request) => request.kind(),
            Request::Overview(_) => OverviewRequest::KIND,
            Request::Results(_) => ResultsRequest::KIND,
            Request::Templates(request) => request.kind(),
        }
    }
}

/// Something to do outside the screens.
#[derive(Debug, Clone)]
pub enum Request {
    /// The rounds of this home → [`Outcome::Rounds`].
    ListRounds,
    /// Adds the demonstration rounds (a job) → [`Outcome::Rounds`].
    AddDemo,
    /// Opens a round → [`Outcome::Round`].
    OpenRound(RoundId),
    /// Who acts here from now on → [`Outcome::Round`].
    ChooseActing(RoundId, MemberId),
    /// Adds or changes a round → [`Outcome::RoundSaved`].
    SaveRound(Box<Round>),
    /// Takes a unit out of the round → [`Outcome::Round`].
    RemoveUnit(RoundId, UnitId),
    /// Takes a member out of the round → [`Outcome::Round`].
    RemoveMember(RoundId, MemberId),
    /// Checklists and lists of units at hand, for the round editor → [`Outcome::Sources`].
    ListSources,
    /// Closing a visit → [`Outcome::Closing`].
    Closing(ClosingRequest),
    /// Counts of one unit, for the board → [`Outcome::Summary`].
    Summarise(RoundId, UnitId),
    /// Opens a unit → [`Outcome::Unit`].
    OpenUnit(RoundId, UnitId),
    /// Records fields of one answer → [`Outcome::Changed`].
    Record {
        /// Who, where.
        recorder: Recorder,
        /// The edition the item is asked in.
        checklist: Arc<Checklist>,
        /// Which item.
        item: Box<Item>,
        /// What.
        changes: Vec<FieldChange>,
        /// Draft that is no longer needed once this is saved.
        clears_draft: Option<String>,
    },
    /// Records rows, forms or evidence of one answer → [`Outcome::Changed`].
    RecordSets {
        /// Who, where.
        recorder: Recorder,
        /// The edition the item is asked in.
        checklist: Arc<Checklist>,
        /// Which item.
        item: Box<Item>,
        /// What.
        changes: Vec<SetChange>,
    },
    /// Takes back the last action of this laptop in the round → [`Outcome::Changed`].
    Undo(RoundId),
    /// Does it again → [`Outcome::Changed`].
    Redo(RoundId),
    /// Keeps text that is still being typed → [`Outcome::Drafted`].
    SaveDraft {
        /// Where it belongs; see [`UnitWork::draft_key`].
        key: String,
        /// The text.
        text: String,
    },
    /// A text that was being typed when the program last ended → [`Outcome::Drafted`].
    ReadDraft(String),
    /// Forgets a draft → [`Outcome::Drafted`].
    ClearDraft(String),
    /// How an answer came about → [`Outcome::History`].
    History(RoundId, UnitId, ItemKey),
    /// Selects an item on the inspection below, once this screen is closed → [`Outcome::Jump`].
    JumpTo(ItemKey),
    /// Many units at once → [`Outcome::Grid`] or [`Outcome::Changed`].
    Grid(GridRequest),
    /// Asks something of the clipboard → [`Outcome::Clipboard`].
    Clipboard(ClipboardRequest),
    /// The team's own phrases → [`Outcome::Phrases`].
    Phrases(PhraseRequest),
    /// Files of other programs → [`Outcome::Table`] or [`Outcome::Changed`].
    Table(TableRequest),
    /// Changes a setting of the screen → [`Outcome::Settings`].
    Settings(SettingsRequest),
    /// Composes a paper as it stands now, as text → [`Outcome::Paper`].
    Compose(RoundId, UnitId, PaperChoice),
    /// Writes a paper → [`Outcome::PaperWritten`].
    WritePaper {
        /// Which round.
        round: RoundId,
        /// Which unit.
        unit: UnitId,
        /// Which paper.
        paper: PaperChoice,
        /// Where to, a name alone meaning the office's folder; the ending decides the format.
        path: PathBuf,
        /// What becomes of a file that is there already.
        existing: Existing,
    },
    /// Evidence and its files.
    Evidence(EvidenceRequest),
    /// Looks for what was typed → [`Outcome::Found`].
    Search(SearchRequest),
    /// Sending answers back → [`Outcome::Questions`].
    Questions(QuestionRequest),
    /// Different editions of a checklist → [`Outcome::Editions`], [`Outcome::Round`] or [`Outcome::Changed`].
    Editions(EditionsRequest),
    /// Different opinions → [`Outcome::Conflict`] or [`Outcome::Changed`].
    Conflict(ConflictRequest),
    /// What has come from other laptops, and finishing → [`Outcome::Board`].
    Board(BoardRequest),
    /// Other laptops → [`Outcome::Exchange`].
    Exchange(ExchangeRequest),
    /// What issued notices require → [`Outcome::FollowUp`].
    FollowUp(FollowUpRequest),
    /// Issuing a notice → [`Outcome::Issue`].
    Issue(IssueRequest),
    /// The draft of a notice → [`Outcome::Conclusion`].
    Conclusion(ConclusionRequest),
    /// The steps of a round's units → [`Outcome::Steps`] or [`Outcome::PaperWritten`].
    Steps(StepsRequest),
    /// Rounds as a whole → [`Outcome::Overview`].
    Overview(OverviewRequest),
    /// The report of a round, and views for other programs (jobs) → [`Outcome::Results`].
    Results(ResultsRequest),
    /// Templates of offices → [`Outcome::Templates`].
    Templates(TemplatesRequest),
}

/// What becomes of a file that is there already: it may have been worked on since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It stays → [`Outcome::PaperExists`].
    Keep,
    /// The paper takes its place.
    Replace,
}

/// Which paper of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperChoice {
    /// Thông báo kết luận.
    Notice,
    /// Biên bản.
    Minutes,
}

/// A line of the list of rounds.
#[derive(Debug, Clone)]
pub struct RoundLine {
    /// Id and title.
    pub summary: RoundSummary,
    /// How many units it has.
    pub units: usize,
    /// The inspected period, if the round can be read.
    pub round: Option<Arc<Round>>,
}

/// An answer that was changed by a write.
#[derive(Debug, Clone)]
pub struct Touched {
    /// At which unit.
    pub unit: UnitId,
    /// Which item.
    pub key: ItemKey,
    /// What it is now.
    pub answer: TouchedAnswer,
}

/// What an answer is after a write.
#[derive(Debug, Clone)]
pub enum TouchedAnswer {
    /// All of it, read again; `None` = nothing was ever recorded.
    Whole(Option<Box<Answer>>),
    /// Only these rows, forms and pieces of evidence changed.
    Entries(Vec<EntryState>),
}

/// That a unit is signed, as the board shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signed {
    /// When.
    pub on: NaiveDate,
    /// How many changes came after.
    pub later: usize,
}

/// Whether a round's definition was changed by an undo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Definition {
    /// It is as it was.
    Same,
    /// It changed.
    Changed,
}

/// What came of a request.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// The rounds of this home.
    Rounds(Vec<RoundLine>),
    /// A round, opened. `acting` is `None` until somebody says who works on this laptop.
    Round {
        /// The round with its editions.
        open: Arc<OpenRound>,
        /// Who acts.
        acting: Option<Member>,
    },
    /// A round was added or changed.
    RoundSaved {
        /// The round as it is now.
        open: Arc<OpenRound>,
        /// Who acts.
        acting: Option<Member>,
        /// What changed.
        differences: Vec<RoundDifference>,
    },
    /// Checklists at hand (every edition) and lists of units.
    Sources {
        /// Checklists.
        checklists: Vec<Arc<Checklist>>,
        /// Lists of units.
        unit_lists: Vec<UnitList>,
        /// Ids of all rounds.
        rounds: Vec<RoundId>,
        /// Offices whose letterheads are kept.
        offices: Vec<crate::inspection::Office>,
        /// The day it is.
        today: NaiveDate,
    },
    /// Counts of one unit.
    Summary {
        /// Which round.
        round: RoundId,
        /// Which unit.
        unit: UnitId,
        /// Counts.
        totals: Totals,
        /// Problems that are errors; what is not answered yet is told by the counts.
        errors: usize,
        /// Other problems.
        warnings: usize,
        /// The first error, to show in the status line.
        first_error: Option<String>,
        /// Whether it is signed.
        signed: Option<Signed>,
        /// Whether its notice is issued.
        issued: Option<IssuedMark>,
        /// The working days for its conclusion, once the visit has ended.
        conclusion: Option<ConclusionDays>,
    },
    /// Closing a visit.
    Closing(ClosingOutcome),
    /// A unit, opened, with texts that were being typed when the program last ended.
    Unit(Box<UnitWork>),
    /// Answers were changed. Every screen that holds the unit takes it in with [`UnitWork::take`].
    Changed {
        /// Which round.
        round: RoundId,
        /// What is different now.
        touched: Vec<Touched>,
        /// Whether the round's definition changed too (an undone round edit): open it again.
        definition: Definition,
        /// Draft that was forgotten with it.
        cleared: Option<String>,
        /// Set where an undo or redo made the change: what it was.
        reversal: Option<Box<Reversal>>,
    },
    /// A paper as it would be printed now.
    Paper {
        /// Which unit.
        unit: UnitId,
        /// Which paper.
        paper: PaperChoice,
        /// As plain text, laid out.
        text: String,
        /// Where it would be written.
        proposal: PathBuf,
        /// Draft or final.
        status: Status,
        /// Set where it is an issued notice, as it was frozen.
        issued: Option<IssuedMark>,
    },
    /// A paper was written.
    PaperWritten(WrittenPaper),
    /// It was not: there is such a file already.
    PaperExists(PathBuf),
    /// A draft was kept, forgotten or read.
    Drafted {
        /// Where it belongs.
        key: String,
        /// What is kept there now.
        draft: Option<Draft>,
    },
    /// How an answer came about, oldest first.
    History(ItemKey, Vec<Revision>),
    /// The item to select.
    Jump(ItemKey),
    /// What was asked about many units.
    Grid(GridOutcome),
    /// What the clipboard held.
    Clipboard(ClipboardOutcome),
    /// The team's own phrases for an item.
    Phrases(PhraseOutcome),
    /// Files of other programs.
    Table(TableOutcome),
    /// Of a request about evidence.
    Evidence(EvidenceOutcome),
    /// What was found.
    Found(SearchOutcome),
    /// Questions about answers.
    Questions(QuestionOutcome),
    /// A setting of the screen was changed.
    Settings(SettingsOutcome),
    /// What was asked about editions.
    Editions(EditionsOutcome),
    /// Of a request about different opinions.
    Conflict(ConflictOutcome),
    /// What has come from other laptops.
    Board(BoardOutcome),
    /// Of a request about other laptops.
    Exchange(ExchangeOutcome),
    /// What issued notices require.
    FollowUp(FollowUpOutcome),
    /// Of a request about issuing.
    Issue(IssueOutcome),
    /// The draft of a notice.
    Conclusion(ConclusionOutcome),
    /// Steps of a round's units.
    Steps(StepsOutcome),
    /// Of rounds as a whole.
    Overview(OverviewOutcome),
    /// Of the report of a round, and of views for other programs.
    Results(ResultsOutcome),
    /// Templates of offices.
    Templates(TemplatesOutcome),
}
