//! What can be typed to change the draft of a notice.

use clap::{ArgGroup, Args, Subcommand};

use crate::checklist::Field;
use crate::inspection::{Part, PassageId};

/// What to do with the draft of a notice.
#[derive(Debug, Args)]
pub struct PassageArguments {
    /// What.
    #[command(subcommand)]
    pub command: PassageCommand,
}

/// Which unit's notice.
#[derive(Debug, Args)]
pub struct NoticeOf {
    /// The round.
    #[arg(long, value_name = "ROUND")]
    pub round: String,
    /// The unit.
    #[arg(long, value_name = "UNIT")]
    pub unit: String,
}

/// Which passage of it.
#[derive(Debug, Args)]
pub struct PassageOf {
    /// The notice.
    #[command(flatten)]
    pub of: NoticeOf,
    /// The passage.
    #[arg(id = "passage", value_name = "PASSAGE", value_parser = passage)]
    pub id: PassageId,
}

/// What to do with the passages of a draft.
#[derive(Debug, Subcommand)]
pub enum PassageCommand {
    /// Lists them, what changed under them, and figures that the records do not bear out.
    List {
        /// Of which notice.
        #[command(flatten)]
        of: NoticeOf,
        /// For programs.
        #[arg(long)]
        json: bool,
    },
    /// Shows one with where its figures come from.
    Show {
        /// Which.
        #[command(flatten)]
        at: PassageOf,
        /// For programs.
        #[arg(long)]
        json: bool,
    },
    /// Writes one in other words.
    Edit {
        /// Which.
        #[command(flatten)]
        at: PassageOf,
        /// The words.
        #[arg(long, value_name = "TEXT")]
        text: String,
    },
    /// Takes back what was made of one.
    Restore(PassageOf),
    /// Leaves one out.
    LeaveOut {
        /// Which.
        #[command(flatten)]
        at: PassageOf,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Prints one that is left out.
    Keep(PassageOf),
    /// Moves one.
    #[command(group = ArgGroup::new("where").required(true))]
    Place {
        /// Which.
        #[command(flatten)]
        at: PassageOf,
        /// Before this one.
        #[arg(long, value_name = "PASSAGE", value_parser = passage, group = "where")]
        before: Option<PassageId>,
        /// Behind this one.
        #[arg(long, value_name = "PASSAGE", value_parser = passage, group = "where")]
        after: Option<PassageId>,
    },
    /// Says several in the words of the first.
    Join {
        /// Of which notice.
        #[command(flatten)]
        of: NoticeOf,
        /// Which.
        #[arg(id = "passages", required = true, num_args = 2.., value_name = "PASSAGE", value_parser = passage)]
        ids: Vec<PassageId>,
        /// The words.
        #[arg(long, value_name = "TEXT")]
        text: String,
    },
    /// Makes two of one.
    Split {
        /// Which.
        #[command(flatten)]
        at: PassageOf,
        /// What the second begins with.
        #[arg(long, value_name = "TEXT")]
        from: String,
    },
    /// Takes an item out of the sentence of its group.
    Single(PassageOf),
    /// Writes one of one's own.
    Own {
        /// Of which notice.
        #[command(flatten)]
        of: NoticeOf,
        /// In which part.
        #[arg(long, value_name = "PART", value_parser = part)]
        part: Part,
        /// Under which field.
        #[arg(long, value_name = "AREA", value_parser = field)]
        field: Option<Field>,
        /// The words.
        #[arg(long, value_name = "TEXT")]
        text: String,
        /// Before this one.
        #[arg(long, value_name = "PASSAGE", value_parser = passage, conflicts_with = "after")]
        before: Option<PassageId>,
        /// Behind this one.
        #[arg(long, value_name = "PASSAGE", value_parser = passage)]
        after: Option<PassageId>,
    },
    /// Makes one of one's own of one that the records no longer lead to.
    Adopt(PassageOf),
    /// Sets the deadline of a requirement.
    #[command(group = ArgGroup::new("until").required(true))]
    Deadline {
        /// Which.
        #[command(flatten)]
        at: PassageOf,
        /// Working days from the issue of the notice.
        #[arg(long, value_name = "NUMBER", group = "until")]
        days: Option<u32>,
        /// A day.
        #[arg(long, value_name = "DATE", group = "until")]
        by: Option<chrono::NaiveDate>,
        /// None.
        #[arg(long, group = "until")]
        none: bool,
        /// The checklist's.
        #[arg(long, group = "until")]
        drafted: bool,
    },
    /// Puts the new figures into the words of one.
    Take(PassageOf),
}

fn passage(text: &str) -> Result<PassageId, String> {
    text.parse().map_err(|error: crate::inspection::PassageIdError| error.to_string())
}

fn part(text: &str) -> Result<Part, String> {
    let known = || Part::ALL.map(Part::as_str).join(", ");
    Part::from_name(text)
        .ok_or_else(|| rust_i18n::t!("cli_passage.unknown_part", part = text, known = known()).into_owned())
}

fn field(text: &str) -> Result<Field, String> {
    let known = || Field::ALL.map(Field::as_str).join(", ");
    Field::from_name(text)
        .ok_or_else(|| rust_i18n::t!("cli_passage.unknown_field", field = text, known = known()).into_owned())
}
