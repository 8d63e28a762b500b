//! What can be typed to follow up what issued notices require.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::layout::LayoutArguments;

/// What to do with requirements.
#[derive(Debug, Subcommand)]
pub enum RequirementCommand {
    /// Lists them.
    List(RequirementListArguments),
    /// Records a unit's report of remediation.
    Report(RemediationArguments),
    /// Accepts what was reported.
    Accept {
        /// Which.
        #[command(flatten)]
        which: RequirementsArguments,
        /// What is noted beside it.
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
    },
    /// Sends back what was reported.
    Return {
        /// Which.
        #[command(flatten)]
        which: RequirementsArguments,
        /// What is missing.
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
        /// A new deadline.
        #[arg(long, value_name = "DATE")]
        until: Option<String>,
    },
    /// Gives a report that is recorded its file.
    Attach {
        /// The round.
        #[arg(long, value_name = "ROUND")]
        round: String,
        /// The unit.
        #[arg(long, value_name = "UNIT")]
        unit: String,
        /// The report: its number, or its id.
        #[arg(long, value_name = "NUMBER")]
        report: String,
        /// The file.
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Takes back a report that was recorded by mistake.
    Withdraw {
        /// The round.
        #[arg(long, value_name = "ROUND")]
        round: String,
        /// The unit.
        #[arg(long, value_name = "UNIT")]
        unit: String,
        /// The report: its number, or its id.
        #[arg(long, value_name = "NUMBER")]
        report: String,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Writes the reminder to a unit.
    Remind(RemindArguments),
}

/// Which requirements to list.
#[derive(Debug, Args)]
pub struct RequirementListArguments {
    /// The round; left out: all of them.
    #[arg(long, value_name = "ROUND")]
    pub round: Option<String>,
    /// One unit alone.
    #[arg(long, value_name = "UNIT")]
    pub unit: Option<String>,
    /// How they stand.
    #[arg(long, value_name = "STATE", value_parser = ["open", "reported", "accepted", "returned", "contested"], hide_possible_values = true)]
    pub state: Option<String>,
    /// Overdue.
    #[arg(long, conflicts_with = "due_within")]
    pub overdue: bool,
    /// Due within so many working days.
    #[arg(long, value_name = "DAYS")]
    pub due_within: Option<u32>,
    /// For programs.
    #[arg(long)]
    pub json: bool,
}

/// Which requirements of which unit.
#[derive(Debug, Args)]
pub struct RequirementsArguments {
    /// The round.
    #[arg(long, value_name = "ROUND")]
    pub round: String,
    /// The unit.
    #[arg(long, value_name = "UNIT")]
    pub unit: String,
    /// All that it makes sense for.
    #[arg(long, conflicts_with = "requirements")]
    pub all: bool,
    /// Ids, or places in the notice.
    #[arg(value_name = "REQUIREMENT", required_unless_present = "all")]
    pub requirements: Vec<String>,
}

/// A unit's report of remediation.
#[derive(Debug, Args)]
pub struct RemediationArguments {
    /// Which.
    #[command(flatten)]
    pub which: RequirementsArguments,
    /// Number and notation of the report.
    #[arg(long, value_name = "NUMBER")]
    pub number: String,
    /// Its date.
    #[arg(long, value_name = "DATE")]
    pub date: String,
    /// What it says was done.
    #[arg(long, value_name = "TEXT")]
    pub text: Option<String>,
    /// The report itself.
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
}

/// Which unit to remind.
#[derive(Debug, Args)]
pub struct RemindArguments {
    /// The round.
    #[arg(long, value_name = "ROUND")]
    pub round: String,
    /// The unit.
    #[arg(long, value_name = "UNIT")]
    pub unit: String,
    /// The letter's number within the year.
    #[arg(long, value_name = "NUMBER", requires = "date")]
    pub number: Option<u32>,
    /// Day of the letter.
    #[arg(long, value_name = "DATE", requires = "number")]
    pub date: Option<String>,
    /// Until when the report is asked for.
    #[arg(long, value_name = "DATE")]
    pub report_by: Option<String>,
    /// Records that the letter was sent.
    #[arg(long, requires = "number")]
    pub sent: bool,
    /// The file; its ending tells the format.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// How it is laid out.
    #[command(flatten)]
    pub layout: LayoutArguments,
}
