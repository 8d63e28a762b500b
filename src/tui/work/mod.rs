//! The world behind the screens: what they ask for ([`Request`]), what they get back ([`Outcome`]),
//! and the one place that runs requests against the store ([`Office`]).

mod board;
mod clipboard;
mod closing;
mod conclusion;
mod conflict;
mod editions;
mod evidence;
mod exchange;
mod follow_up;
mod grid;
mod issue;
mod letters;
mod office;
mod opener;
mod order;
mod overview;
mod phrases;
mod questions;
mod request;
mod results;
mod reversal;
mod searching;
mod settings;
mod steps;
mod table;
mod templates;
mod unit_work;
mod unsent;

pub use board::{BoardOutcome, BoardRequest};
pub use clipboard::{ClipboardOutcome, ClipboardRequest};
pub use closing::{ClosingOutcome, ClosingRequest, Earlier, VisitState};
pub use conclusion::{ConclusionOutcome, ConclusionRequest, DraftSheet};
pub use conflict::{ConflictOutcome, ConflictRequest, Differences};
pub use editions::{EditionsOutcome, EditionsRequest};
pub use evidence::{
    EntryFiles, EvidenceEntry, EvidenceOutcome, EvidenceRequest, FileEntry, FileKind, FolderPlace, Listing,
};
pub use exchange::{
    DeviceLine, DeviceList, ExchangeOutcome, ExchangeRequest, FileLook, Lock, MayOrder, MergeFiles, MergeLine,
    MergeLook, PlaceLine, Reader, RoundHere, SendOrder, SendPlan, SentPack, Sticks, StoredPack, StoredPacks, StoredWhy,
};
pub use follow_up::{FileWeight, FollowUpOutcome, FollowUpRequest, FollowUps, Pressing, SOON, UnitPlace};
pub use grid::{CellValue, FindingCopy, GridCell, GridOutcome, GridRequest, UnitColumn};
pub use issue::{IssueOutcome, IssueRequest, IssueState, IssueWish, IssuedMark};
pub use letters::{
    IssuedText, LetterDesk, LetterKind, LetterOutcome, LetterPlace, LetterRequest, LetterSaid, LetterWish,
};
pub use office::Office;
pub use opener::Opener;
pub use order::{SectionSlot, Slot, UnitOrder};
pub use overview::{OverviewOutcome, OverviewRequest, Years};
pub use phrases::{PhraseOutcome, PhraseRequest};
pub use questions::{QuestionOutcome, QuestionRequest, question_draft, reply_draft};
pub use request::{
    Definition, Existing, Outcome, PaperChoice, Request, RoundLine, Signed, Touched, TouchedAnswer, World,
};
pub use results::{ResultsOutcome, ResultsRequest, export_name, report_name};
pub use reversal::{Direction, Reversal};
pub use searching::{SearchOutcome, SearchRequest};
pub use settings::{SettingsOutcome, SettingsRequest};
pub use steps::{StepsNow, StepsOutcome, StepsRequest};
pub use table::{FolderEntry, FolderEntryKind, FolderList, TableOutcome, TableRequest};
pub use templates::{OfficeLine, OfficeTemplates, TemplateLine, TemplatesOutcome, TemplatesRequest, WrittenPaper};
pub use unit_work::{Taken, UnitWork};
