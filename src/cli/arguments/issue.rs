//! What can be typed to issue notices.

use std::path::PathBuf;

use clap::Args;

use super::PaperArguments;
use super::layout::LayoutArguments;

/// Which notice to issue under which number.
#[derive(Debug, Args)]
pub struct IssueArguments {
    /// The round.
    #[arg(long, value_name = "ROUND")]
    pub round: String,
    /// The unit.
    #[arg(long, value_name = "UNIT")]
    pub unit: String,
    /// Its number within the year.
    #[arg(long, value_name = "NUMBER", required_unless_present = "check")]
    pub number: Option<u32>,
    /// Day of issue.
    #[arg(long, value_name = "DATE", required_unless_present = "check")]
    pub date: Option<String>,
    /// Why, although something is open; why it replaces the former.
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// In place of the notice that was issued.
    #[arg(long)]
    pub replace: bool,
    /// Only tells what stands in the way.
    #[arg(long, conflicts_with_all = ["number", "date", "reason", "replace"])]
    pub check: bool,
    /// How it is laid out.
    #[command(flatten)]
    pub layout: LayoutArguments,
}

/// Which notices were issued.
#[derive(Debug, Args)]
pub struct IssuedArguments {
    /// The round; left out: all of them.
    #[arg(long, value_name = "ROUND")]
    pub round: Option<String>,
    /// For programs.
    #[arg(long)]
    pub json: bool,
}

/// Which notice to write where.
#[derive(Debug, Args)]
pub struct NoticeArguments {
    /// Which, and where.
    #[command(flatten)]
    pub paper: PaperArguments,
    /// As the records say now, although it was issued.
    #[arg(long)]
    pub draft: bool,
}

/// Which slips of an issued notice a letter corrects.
#[derive(Debug, Args)]
pub struct CorrectArguments {
    /// The round.
    #[arg(long, value_name = "ROUND")]
    pub round: String,
    /// The unit.
    #[arg(long, value_name = "UNIT")]
    pub unit: String,
    /// Where in the notice, once for each slip.
    #[arg(long, value_name = "TEXT")]
    pub at: Vec<String>,
    /// As it stands there.
    #[arg(long, value_name = "TEXT")]
    pub wrong: Vec<String>,
    /// As it should.
    #[arg(long, value_name = "TEXT")]
    pub right: Vec<String>,
    /// Number of the letter; left out: only a draft is written.
    #[arg(long, value_name = "NUMBER")]
    pub number: Option<u32>,
    /// Its day.
    #[arg(long, value_name = "DATE", requires = "number")]
    pub date: Option<String>,
    /// Behind its number, where it is not the usual one.
    #[arg(long, value_name = "TEXT")]
    pub notation: Option<String>,
    /// Why a figure is corrected by a letter.
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// The file; its ending tells the format.
    #[arg(short, long, value_name = "FILE", required_unless_present = "date")]
    pub output: Option<PathBuf>,
    /// How it is laid out.
    #[command(flatten)]
    pub layout: LayoutArguments,
}
