//! Recording: round, unit, member, assignment, answer: typed records over the journal.

mod answer;
mod answer_file;
mod attach;
pub mod cell;
mod change;
mod contested;
mod correction;
pub(crate) mod day;
mod draw;
mod edition;
mod entry;
mod error;
mod finished;
mod former_value;
pub mod import;
mod issued;
mod keys;
mod model;
mod office;
mod office_template;
mod over_units;
mod passage;
mod phrase;
mod question;
mod quoted_percent;
mod record;
mod record_file;
mod recurrence;
mod remediation;
mod round_file;
mod round_store;
mod row_place;
mod screen_settings;
mod second;
mod signature;
mod step;
mod store;
mod stored_bytes;
mod text_file;
mod typed_path;
mod unit_answers;
pub mod unit_list;
mod visit;
mod voice;

pub use answer::{
    Agreement, Answer, AnswerField, AskedUnder, Authors, Evidence, EvidenceContent, Explanation, FigureSource, Form,
    FormContent, FormValidity, InAnnex, Row, is_picture_name,
};
pub use answer_file::{AnswerFile, FileAnswer};
pub use attach::Attach;
pub use change::{AnswerError, FieldChange, check_cell, check_evidence, check_form};
pub(crate) use contested::is_opinion;
pub use contested::{Contested, unit_concerned};
pub use correction::{Correction, CorrectionContent, Slip};
pub use draw::{Draw, DrawContent, KeptList, list_text};
pub use edition::{MissingEdition, Pin, PinnedEdition, Reasked, RoundEditions};
pub use entry::{EntryContent, EntryState, RowMove};
pub use error::InspectionError;
pub use finished::Finished;
pub use issued::{
    FrozenPapers, Issued, IssuedContent, IssuedRequirement, IssuedUnit, NoticeStanding, PaperPrints, RequirementId,
};
pub use keys::device as device_record;
pub use keys::passage as passage_record;
pub use keys::{EntryId, ItemKey, RecordPlace, WORK_ORDER_KINDS, item_of, looked as looked_key, place_of, unit_of};
pub use model::*;
pub use office::{Office, OfficeError, OfficeId};
pub use office_template::{KeptTemplate, TemplateKind};
pub use over_units::UnitRecord;
pub use passage::{
    Deadline, Edited, Omission, Part, PassageAuthor, PassageChange, PassageEdit, PassageEdits, PassageId,
    PassageIdError, PassagePlace, Slot, Wording,
};
pub use phrase::{OwnPhrase, phrase_text};
pub use question::{Addressees, Asking, ChangeSince, Closed, Question, QuestionError, QuestionState, Reply, Settling};
pub use quoted_percent::{QuotedError, QuotedPercent};
pub use record::{Recorded, Recorder, SetChange, find_unit};
pub use record_file::RecordedFile;
pub use recurrence::{Recurrence, RecurrenceContent, Recurrences};
pub use remediation::{
    ContentStanding, Decided, Decision, DecisionStanding, Remediation, RemediationContent, RemediationError,
    RemediationReport, Remediations, Remedy, Reminder, ReminderContent, RequirementState, current as current_report,
};
pub(crate) use round_store::load as load_round;
pub use round_store::{Chosen, RoundDifference, RoundPart, RoundSummary};
pub use row_place::RowPlace;
pub use second::{Drawn, Reading, Readings, SecondChange, SecondReading};
pub use signature::{Amendment, Fingerprint, LaterChange, Signature, SignatureContent, is_taken_over};
pub use step::{Said, Step, StepChange, StepContent, StepError, StepRecord, StepRecords};
pub use store::{CHECKLIST_FOLDER, Store, UNIT_FOLDER};
pub use text_file::{FileError, TextFile};
pub use typed_path::{Named, are_paths, named_files};
pub use unit_answers::UnitAnswers;
pub use visit::{Person, Present, PresentChange, Side, Visit, VisitChange, VisitField};
pub use voice::{AnswerVoice, VoiceAbout};

/// Reads answers as people write them.
pub use answer_file::read as read_answers;
/// Reads a round as people write it.
pub use round_file::{check as check_round, read as read_round};

#[cfg(test)]
pub(crate) use question::fixture::bring;
#[cfg(test)]
pub(crate) use remediation::fixture as remediation_fixture;

#[cfg(test)]
mod signature_tests;
#[cfg(test)]
mod tests;
