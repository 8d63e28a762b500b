//! What can be typed behind `kiemtra`. The texts a user reads are not these comments: they come from the locales,
//! see [`super::help`].

mod around;
mod exchange;
mod issue;
mod layout;
mod passage;
mod requirement;
mod results;

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand};
use clap_complete::Shell;

pub use around::{
    LetterArguments, LetterName, OfficeCommand, StepArguments, StepCommand, StepListArguments, StepPlace,
};
pub use exchange::{
    ConflictsArguments, DeviceArguments, DeviceCommand, MergeArguments, PackArguments, ResolveArguments,
    RevokeArguments,
};
pub use issue::{CorrectArguments, IssueArguments, IssuedArguments, NoticeArguments};
pub use layout::{KindName, LayoutArguments, LayoutName, TemplateCommand};
pub use passage::{NoticeOf, PassageArguments, PassageCommand};
pub use requirement::{
    RemediationArguments, RemindArguments, RequirementCommand, RequirementListArguments, RequirementsArguments,
};
pub use results::{ExportArguments, ReportArguments};

use super::settings::Language;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "kiemtra",
    bin_name = "kiemtra",
    version,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true
)]
pub struct Arguments {
    /// Options of every command.
    #[command(flatten)]
    pub global: GlobalArguments,
    /// What to do; nothing = the screen.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Options of every command.
#[derive(Debug, Args)]
pub struct GlobalArguments {
    /// Data folder.
    #[arg(long, global = true, value_name = "DIR")]
    pub home: Option<PathBuf>,
    /// Language of the screen and of messages; papers are always Vietnamese.
    #[arg(long, global = true, value_name = "LANG", hide_possible_values = true)]
    pub lang: Option<Language>,
    /// Who acts.
    #[arg(long = "as", id = "as", global = true, value_name = "MEMBER")]
    pub member: Option<String>,
    /// Prints help.
    #[arg(short = 'h', long, global = true, action = ArgAction::Help)]
    pub help: Option<bool>,
    /// Prints the version.
    #[arg(short = 'V', long, action = ArgAction::Version)]
    pub version: Option<bool>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The demonstration rounds.
    Demo {
        /// Where to write their papers, instead of opening the screen.
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Checklists.
    #[command(subcommand)]
    Checklist(ChecklistCommand),
    /// Rounds.
    #[command(subcommand)]
    Round(RoundCommand),
    /// Records files of answers.
    Record {
        /// The files; `-` is standard input.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Attaches files to an item as evidence.
    Attach(AttachArguments),
    /// Progress, verdicts, points.
    Status(ReviewArguments),
    /// Every problem.
    Check(ReviewArguments),
    /// Minutes of a unit.
    Minutes(PaperArguments),
    /// Conclusion notice of a unit.
    Notice(NoticeArguments),
    /// Issues the conclusion notice of a unit.
    Issue(IssueArguments),
    /// Lists issued notices.
    Issued(IssuedArguments),
    /// A letter that corrects slips of an issued notice.
    Correct(CorrectArguments),
    /// The draft of a notice, passage by passage.
    Passage(PassageArguments),
    /// A paper that goes out around an inspection.
    Letter(LetterArguments),
    /// The steps of a round's units.
    Step(StepArguments),
    /// Offices whose letterheads are kept.
    #[command(subcommand)]
    Office(OfficeCommand),
    /// Report of a round, or its annex.
    Report(ReportArguments),
    /// A view of a round for other programs.
    Export(ExportArguments),
    /// Records that the minutes of a unit are signed.
    Sign(SignArguments),
    /// Writes all that this laptop holds of a round into one file.
    Pack(PackArguments),
    /// Takes in what other laptops recorded.
    Merge(MergeArguments),
    /// Takes a merge back.
    Unmerge {
        /// The merge.
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Lists the merges of this laptop.
    Merges {
        /// For programs.
        #[arg(long)]
        json: bool,
    },
    /// Sends an answer back with a question.
    Return(ReturnArguments),
    /// What issued notices require, and what became of it.
    #[command(subcommand)]
    Requirement(RequirementCommand),
    /// What was expected and what has come.
    Board(BoardArguments),
    /// Who recorded what, when.
    Log(ReviewArguments),
    /// This laptop's and the known devices.
    Device(DeviceArguments),
    /// Meets the others at a folder or a bucket.
    Sync(SyncArguments),
    /// Where opinions differ.
    Conflicts(ConflictsArguments),
    /// Decides where opinions differ.
    Resolve(ResolveArguments),
    /// Whether everything is still as it was written.
    Verify,
    /// Copies the journal.
    Backup {
        /// Where to.
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Goes back to a backup.
    Restore {
        /// The backup.
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Prints completions for a shell.
    Completions {
        /// Which shell.
        #[arg(value_name = "SHELL", hide_possible_values = true)]
        shell: Shell,
    },
    /// Prints the manual page.
    Man,
}

/// What to do with checklists.
#[derive(Debug, Subcommand)]
pub enum ChecklistCommand {
    /// Tells every mistake of every file.
    Check {
        /// Files or folders; none = the shipped ones and the user's folder.
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
    },
    /// Lists the checklists at hand.
    List,
    /// Shows one.
    Show {
        /// Its id.
        #[arg(value_name = "ID")]
        id: String,
        /// Its edition; left out: the one in force today.
        #[arg(long, value_name = "EDITION")]
        edition: Option<String>,
        /// Writes its TOML text into a file instead.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Answers made under another edition.
    Adopt(AdoptArguments),
    /// Prints the JSON Schema.
    Schema {
        /// Into a file instead.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

/// What to do with rounds.
#[derive(Debug, Subcommand)]
pub enum RoundCommand {
    /// Adds a round or updates it.
    Add {
        /// `round.toml`.
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Lists the rounds.
    List,
    /// Shows one.
    Show {
        /// Its id.
        #[arg(value_name = "ID")]
        id: String,
    },
}

/// Which round and unit to look at, and for whom to print.
#[derive(Debug, Args)]
pub struct ReviewArguments {
    /// The round.
    #[arg(long, value_name = "ROUND")]
    pub round: String,
    /// One unit alone.
    #[arg(long, value_name = "UNIT")]
    pub unit: Option<String>,
    /// For programs.
    #[arg(long)]
    pub json: bool,
}

/// Which round's board, and for whom to print.
#[derive(Debug, Args)]
pub struct BoardArguments {
    /// The round.
    #[arg(long, value_name = "ROUND")]
    pub round: String,
    /// For programs.
    #[arg(long)]
    pub json: bool,
}

/// Which answers made under another edition hold under the one in use.
#[derive(Debug, Args)]
pub struct AdoptArguments {
    /// The round.
    #[arg(long, value_name = "ROUND")]
    pub round: String,
    /// Items: `checklist/item`; none = all that changed.
    #[arg(long = "item", id = "items", value_name = "ITEM")]
    pub items: Vec<String>,
    /// Units; none = all that are not signed.
    #[arg(long = "unit", id = "units", value_name = "UNIT")]
    pub units: Vec<String>,
    /// Uses this edition of a checklist from now on instead: `checklist@edition`.
    #[arg(long, value_name = "CHECKLIST@EDITION", conflicts_with_all = ["items", "units"])]
    pub edition: Option<String>,
    /// Why; without it everything is only listed.
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// For programs.
    #[arg(long)]
    pub json: bool,
}

/// Which files to attach where.
#[derive(Debug, Args)]
pub struct AttachArguments {
    /// The round.
    #[arg(long, value_name = "ROUND")]
    pub round: String,
    /// The unit.
    #[arg(long, value_name = "UNIT")]
    pub unit: String,
    /// The item: `checklist/item`.
    #[arg(long, value_name = "ITEM")]
    pub item: String,
    /// What they show.
    #[arg(long = "about", id = "shows", value_name = "TEXT")]
    pub about: Option<String>,
    /// Pictures go into the minutes' annex.
    #[arg(long)]
    pub printed: bool,
    /// Why, where the unit is signed already.
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// The files.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// Which paper to write where.
#[derive(Debug, Args)]
pub struct PaperArguments {
    /// The round.
    #[arg(long, value_name = "ROUND")]
    pub round: String,
    /// The unit.
    #[arg(long, value_name = "UNIT")]
    pub unit: String,
    /// The file; its ending tells the format.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// How it is laid out.
    #[command(flatten)]
    pub layout: LayoutArguments,
}

/// Which unit is signed.
#[derive(Debug, Args)]
pub struct SignArguments {
    /// The round.
    #[arg(long, value_name = "ROUND")]
    pub round: String,
    /// The unit.
    #[arg(long, value_name = "UNIT")]
    pub unit: String,
    /// Why, although something is open.
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Takes the signature back; wants the reason.
    #[arg(long)]
    pub withdraw: bool,
}

/// Sends an answer back, or does something with what was sent back.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct ReturnArguments {
    /// Which answer, and what is asked.
    #[command(flatten)]
    pub ask: Option<AskArguments>,
    /// Something with what was sent back.
    #[command(subcommand)]
    pub command: Option<ReturnCommand>,
}

/// Which answer is sent back, to whom, with which question.
#[derive(Debug, Args)]
pub struct AskArguments {
    /// The round.
    #[arg(long, value_name = "ROUND")]
    pub round: String,
    /// The unit.
    #[arg(long, value_name = "UNIT")]
    pub unit: String,
    /// The item: `checklist/item`.
    #[arg(long, value_name = "ITEM")]
    pub item: String,
    /// Whom; left out: whoever recorded the answer.
    #[arg(long, value_name = "MEMBER")]
    pub to: Option<String>,
    /// What.
    #[arg(long, value_name = "TEXT")]
    pub question: String,
}

/// What to do with what was sent back.
#[derive(Debug, Subcommand)]
pub enum ReturnCommand {
    /// Lists the questions.
    List {
        /// The round.
        #[arg(long, value_name = "ROUND")]
        round: String,
        /// For programs.
        #[arg(long)]
        json: bool,
    },
    /// Replies in words.
    Answer {
        /// The question: its id, or the end of it.
        #[arg(value_name = "ID")]
        id: String,
        /// The reply.
        #[arg(long, value_name = "TEXT")]
        text: String,
    },
    /// Settles a question.
    Close {
        /// The question: its id, or the end of it.
        #[arg(value_name = "ID")]
        id: String,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
        /// Opens it again instead.
        #[arg(long, conflicts_with = "reason")]
        reopen: bool,
    },
}

/// Where to meet the others.
#[derive(Debug, Args)]
pub struct SyncArguments {
    /// The folder or bucket.
    #[arg(value_name = "URL")]
    pub place: String,
    /// The round.
    #[arg(long, value_name = "ROUND")]
    pub round: String,
    /// File with the key to the bucket.
    #[arg(long, value_name = "FILE")]
    pub key_file: Option<PathBuf>,
    /// Keeps the key in the home.
    #[arg(long)]
    pub save_key: bool,
}
