//! Why a command did not do what it was asked: a sentence, hints, and the exit code. What the rooms below report is
//! passed on as it is; this is the edge where it meets a person.

use std::io;
use std::path::{Path, PathBuf};

use rust_i18n::t;
use thiserror::Error;

use crate::conclusion::SigningError;
use crate::conclusion::draft::DraftError;
use crate::conclusion::issue::{CorrectionError, IssueError};
use crate::conclusion::layout::{LayoutError, TemplateRefusal};
use crate::conclusion::letter::LetterError;
use crate::exchange::ExchangeError;
use crate::exchange::conflict::ConflictError;
use crate::exchange::hub::{AddressError, KeyError, PlaceError, SyncError};
use crate::exchange::identity::IdentityError;
use crate::export::ExportError;
use crate::inspection::{FileError, InspectionError, OfficeError, StepError};
use crate::journal::{Journal, JournalError};
use crate::paper::PaperError;
use crate::vietnamese::date::DateError;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done,
    /// `check` found errors.
    ProblemsFound,
    /// Bad input or usage; nothing changed.
    Refused,
    /// Data damaged or unreadable.
    Damaged,
}

impl Exit {
    /// The code that the system is given.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::ProblemsFound => 1,
            Self::Refused => 2,
            Self::Damaged => 3,
        }
    }
}

/// Why a command did not do what it was asked.
#[derive(Debug, Error)]
pub enum CommandError {
    /// What was typed is no command.
    #[error("{sentence}")]
    Usage {
        /// What is wrong with it.
        sentence: String,
        /// Something that is near, how it is used, where help is.
        hints: Vec<String>,
    },
    /// An environment variable makes no sense.
    #[error("{}", t!(format!("cli.variable.{name}"), value = .value))]
    Variable {
        /// Its name.
        name: &'static str,
        /// What it holds.
        value: String,
    },
    /// Packing or merging was refused.
    #[error("{0}")]
    Exchange(#[from] ExchangeError),
    /// A file to merge is no pack, damaged, or not for this laptop.
    #[error("{}", t!("cli_exchange.not_merged", path = .path.display(), why = .why))]
    NotMerged {
        /// The file.
        path: PathBuf,
        /// A plain sentence.
        why: String,
    },
    /// No passphrase could be read from a file or written into it.
    #[error("{}", t!("cli_exchange.passphrase_file", path = .path.display(), why = .why))]
    PassphraseFile {
        /// The file.
        path: PathBuf,
        /// A plain sentence.
        why: String,
    },
    /// The system names no folder for data.
    #[error("{}", t!("cli.no_home"))]
    NoHome,
    /// The screen needs a terminal.
    #[error("{}", t!("cli.no_terminal"))]
    NoTerminal,
    /// The rooms refused.
    #[error("{0}")]
    Inspection(Box<InspectionError>),
    /// The unit could not be signed.
    #[error("{0}")]
    Signing(SigningError),
    /// The notice was not issued.
    #[error("{0}")]
    Issue(IssueError),
    /// The letter of correction does not go out.
    #[error("{0}")]
    Correction(CorrectionError),
    /// Where, what stands there and what should were not given equally often.
    #[error("{}", t!("issue.correction.uneven"))]
    UnevenSlips,
    /// No letter of correction has this number.
    #[error("{}", t!("issue.correction.unknown", unit = .unit, number = .number))]
    NoCorrection {
        /// Name of the unit.
        unit: String,
        /// As given.
        number: u32,
    },
    /// The draft of a notice was not changed.
    #[error("{0}")]
    Draft(DraftError),
    /// A letter was not composed.
    #[error("{0}")]
    Letter(LetterError),
    /// A step was not recorded.
    #[error("{0}")]
    Step(StepError),
    /// There is no such step.
    #[error("{}", t!("cli_around.unknown_step", step = .step, known = .known))]
    UnknownStep {
        /// As typed.
        step: String,
        /// The steps there are.
        known: String,
    },
    /// An office was not kept or used.
    #[error("{0}")]
    Office(OfficeError),
    /// A paper was not printed by the layout that was asked for.
    #[error("{0}")]
    Layout(LayoutError),
    /// A file cannot be an office's template.
    #[error("{0}")]
    Template(#[from] TemplateRefusal),
    /// A template is to be written under a name that does not end in .docx.
    #[error("{}", t!("cli_template.ending", path = .0.display()))]
    TemplateEnding(PathBuf),
    /// A typed day is none.
    #[error("{0}")]
    Day(DateError),
    /// A device was not accepted, revoked or named.
    #[error("{0}")]
    Identity(IdentityError),
    /// The meeting place is none, or its key is of no use.
    #[error("{0}")]
    Place(String),
    /// The meeting place could not be used to the end; what was done is told before.
    #[error("{0}")]
    Sync(#[from] SyncError),
    /// A decision was refused.
    #[error("{0}")]
    Conflict(ConflictError),
    /// A view was not exported.
    #[error("{0}")]
    Export(ExportError),
    /// The paper could not be written.
    #[error("{0}")]
    Paper(#[from] PaperError),
    /// A file of answers was not recorded.
    #[error("{}", t!("cli.record.failed", file = .file, why = .error))]
    NotRecorded {
        /// The file.
        file: String,
        /// Why.
        error: Box<InspectionError>,
        /// Files before it, which are recorded.
        recorded: Vec<String>,
        /// Files after it, which were not looked at.
        left: Vec<String>,
    },
    /// The checklist has no such edition.
    #[error("{}", t!("cli.checklist.unknown_edition", id = .id, edition = .edition, known = .known.join(", ")))]
    UnknownEdition {
        /// The checklist.
        id: String,
        /// As given.
        edition: String,
        /// Editions there are.
        known: Vec<String>,
    },
    /// Checklist files have errors, which have been told.
    #[error("{}", t!("cli.checklist.errors", count = .errors, files = .files))]
    ChecklistErrors {
        /// How many.
        errors: usize,
        /// Files read.
        files: usize,
    },
    /// The journal is damaged, which has been told.
    #[error("{}", t!("cli.verify.damaged", count = .0))]
    DamageFound(usize),
    /// Attached files alone are damaged, which has been told.
    #[error("{}", t!("cli.verify.files_damaged", count = .0))]
    FilesDamaged(usize),
    /// A folder cannot be made.
    #[error("{}", t!("cli.folder", path = .path.display(), why = crate::system::explain(.error)))]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// Standard output takes nothing more.
    #[error("{}", t!("cli.stdout", why = crate::system::explain(.0)))]
    Output(io::Error),
    /// The screen broke.
    #[error("{0}")]
    Screen(crate::tui::ScreenError),
    /// Whoever read standard output has seen enough: no error, and nothing is said.
    #[error("")]
    ReaderGone,
}

impl CommandError {
    /// The exit code.
    pub fn exit(&self) -> Exit {
        match self {
            Self::ReaderGone => Exit::Done,
            Self::DamageFound(_) | Self::FilesDamaged(_) => Exit::Damaged,
            Self::Inspection(error) | Self::NotRecorded { error, .. } if is_damage(error) => Exit::Damaged,
            _ => Exit::Refused,
        }
    }

    /// What else helps, a line each.
    pub fn hints(&self, home: Option<&Path>) -> Vec<String> {
        let mut hints = match self {
            Self::Usage { hints, .. } => hints.clone(),
            Self::NotRecorded { recorded, left, .. } => {
                let mut hints = Vec::new();
                if !recorded.is_empty() {
                    hints.push(t!("cli.record.before", files = recorded.join(", ")).into_owned());
                }
                if !left.is_empty() {
                    hints.push(t!("cli.record.after", files = left.join(", ")).into_owned());
                }
                hints
            }
            _ => Vec::new(),
        };
        if self.exit() == Exit::Damaged
            && !matches!(self, Self::FilesDamaged(_))
            && let Some(home) = home
        {
            // A folder that cannot be read offers no backup: then there is none to name.
            let newest = Journal::backups(home).ok().and_then(|mut backups| backups.pop());
            hints.push(match newest {
                Some(file) => t!("cli.newest_backup", path = file.display()).into_owned(),
                None => t!("cli.no_backup", path = crate::journal::backup_folder(home).display()).into_owned(),
            });
        }
        hints
    }
}

/// Whether what is stored is at fault, not what was asked.
fn is_damage(error: &InspectionError) -> bool {
    match error {
        InspectionError::Journal(error) => error.is_damage(),
        InspectionError::UnreadableRecord { .. } => true,
        _ => false,
    }
}

impl From<InspectionError> for CommandError {
    fn from(error: InspectionError) -> Self {
        Self::Inspection(Box::new(error))
    }
}

impl From<AddressError> for CommandError {
    fn from(error: AddressError) -> Self {
        Self::Place(error.to_string())
    }
}

impl From<KeyError> for CommandError {
    fn from(error: KeyError) -> Self {
        Self::Place(error.to_string())
    }
}

impl From<PlaceError> for CommandError {
    fn from(error: PlaceError) -> Self {
        Self::Sync(error.into())
    }
}

impl From<ExportError> for CommandError {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Inspection(error) => Self::Inspection(error),
            other => Self::Export(other),
        }
    }
}

impl From<SigningError> for CommandError {
    fn from(error: SigningError) -> Self {
        match error {
            SigningError::Inspection(error) => error.into(),
            other => Self::Signing(other),
        }
    }
}

impl From<IssueError> for CommandError {
    fn from(error: IssueError) -> Self {
        match error {
            IssueError::Inspection(error) => error.into(),
            other => Self::Issue(other),
        }
    }
}

impl From<LetterError> for CommandError {
    fn from(error: LetterError) -> Self {
        match error {
            LetterError::Inspection(error) => error.into(),
            other => Self::Letter(other),
        }
    }
}

impl From<CorrectionError> for CommandError {
    fn from(error: CorrectionError) -> Self {
        match error {
            CorrectionError::Issue(error) => error.into(),
            other => Self::Correction(other),
        }
    }
}

impl From<StepError> for CommandError {
    fn from(error: StepError) -> Self {
        match error {
            StepError::Inspection(error) => error.into(),
            other => Self::Step(other),
        }
    }
}

impl From<DraftError> for CommandError {
    fn from(error: DraftError) -> Self {
        match error {
            DraftError::Inspection(error) => error.into(),
            other => Self::Draft(other),
        }
    }
}

impl From<OfficeError> for CommandError {
    fn from(error: OfficeError) -> Self {
        match error {
            OfficeError::Inspection(error) => error.into(),
            other => Self::Office(other),
        }
    }
}

impl From<LayoutError> for CommandError {
    fn from(error: LayoutError) -> Self {
        match error {
            LayoutError::Inspection(error) => error.into(),
            LayoutError::Paper(error) => error.into(),
            other => Self::Layout(other),
        }
    }
}

impl From<IdentityError> for CommandError {
    fn from(error: IdentityError) -> Self {
        match error {
            IdentityError::Inspection(error) => error.into(),
            other => Self::Identity(other),
        }
    }
}

impl From<ConflictError> for CommandError {
    fn from(error: ConflictError) -> Self {
        match error {
            ConflictError::Inspection(error) => error.into(),
            other => Self::Conflict(other),
        }
    }
}

impl From<JournalError> for CommandError {
    fn from(error: JournalError) -> Self {
        InspectionError::from(error).into()
    }
}

impl From<FileError> for CommandError {
    fn from(error: FileError) -> Self {
        InspectionError::from(error).into()
    }
}

/// Standard output failed, or its reader has seen enough.
impl From<io::Error> for CommandError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::ReaderGone } else { Self::Output(error) }
    }
}
