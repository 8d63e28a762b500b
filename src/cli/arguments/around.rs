//! What can be typed for the papers around an inspection, its steps, and the offices whose letterheads are kept.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::layout::{LayoutArguments, TemplateCommand};

/// A paper around an inspection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LetterName {
    /// Công văn thông báo kiểm tra.
    Announcement,
    /// Công văn đề nghị báo cáo, with the outline.
    Outline,
    /// Chương trình kiểm tra.
    Programme,
    /// Công văn gửi dự thảo lấy ý kiến.
    Opinion,
}

/// Which letter to write where.
#[derive(Debug, Args)]
pub struct LetterArguments {
    /// Which.
    #[arg(value_name = "PAPER", hide_possible_values = true)]
    pub paper: LetterName,
    /// The round.
    #[arg(long, value_name = "ROUND")]
    pub round: String,
    /// To one unit alone.
    #[arg(long, value_name = "UNIT")]
    pub unit: Option<String>,
    /// Its number within the year.
    #[arg(long, value_name = "NUMBER")]
    pub number: Option<u32>,
    /// Day of the letter.
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// Notation behind the number.
    #[arg(long, value_name = "NOTATION")]
    pub notation: Option<String>,
    /// Until when the unit has to answer.
    #[arg(long, value_name = "DATE")]
    pub due: Option<String>,
    /// The file; its ending tells the format.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// How it is laid out.
    #[command(flatten)]
    pub layout: LayoutArguments,
}

/// The steps of a round's units, or what becomes of one.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct StepArguments {
    /// Which to list.
    #[command(flatten)]
    pub list: Option<StepListArguments>,
    /// What becomes of one.
    #[command(subcommand)]
    pub command: Option<StepCommand>,
}

/// Whose steps to list.
#[derive(Debug, Args)]
pub struct StepListArguments {
    /// The round.
    #[arg(long, value_name = "ROUND")]
    pub round: String,
    /// One unit, with all its steps.
    #[arg(long, value_name = "UNIT")]
    pub unit: Option<String>,
    /// For programs.
    #[arg(long)]
    pub json: bool,
}

/// A step of which units.
#[derive(Debug, Args)]
pub struct StepPlace {
    /// The step.
    #[arg(value_name = "STEP")]
    pub step: String,
    /// The round.
    #[arg(long, value_name = "ROUND")]
    pub round: String,
    /// Units; none = all.
    #[arg(long = "unit", id = "units", value_name = "UNIT")]
    pub units: Vec<String>,
}

/// What becomes of a step.
#[derive(Debug, Subcommand)]
pub enum StepCommand {
    /// It is done.
    Done {
        /// Which, where.
        #[command(flatten)]
        place: StepPlace,
        /// On which day.
        #[arg(long, value_name = "DATE")]
        date: String,
        /// Number of the document.
        #[arg(long, value_name = "TEXT")]
        number: Option<String>,
        /// Anything else.
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
    },
    /// It is not done after all.
    Undone {
        /// Which, where.
        #[command(flatten)]
        place: StepPlace,
    },
    /// It has to be done until a day.
    Due {
        /// Which, where.
        #[command(flatten)]
        place: StepPlace,
        /// Until when.
        #[arg(long, value_name = "DATE", required_unless_present = "none")]
        date: Option<String>,
        /// No day is set any more.
        #[arg(long, conflicts_with = "date")]
        none: bool,
    },
}

/// What to do with the offices that are kept.
#[derive(Debug, Subcommand)]
pub enum OfficeCommand {
    /// Lists them.
    List {
        /// For programs.
        #[arg(long)]
        json: bool,
    },
    /// Keeps the letterhead of a round.
    Save {
        /// The round.
        #[arg(long, value_name = "ROUND")]
        round: String,
        /// Under which id; left out: made of the agency's name.
        #[arg(long, value_name = "ID")]
        id: Option<String>,
    },
    /// Gives a round a kept letterhead.
    Use {
        /// Its id.
        #[arg(value_name = "ID")]
        id: String,
        /// The round.
        #[arg(long, value_name = "ROUND")]
        round: String,
        /// Who signs: part of the name or post.
        #[arg(long, value_name = "NAME")]
        signer: Option<String>,
    },
    /// The .docx files by which offices have their papers printed.
    #[command(subcommand)]
    Template(TemplateCommand),
}
