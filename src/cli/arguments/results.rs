//! Arguments of `report` and `export`.

use std::path::PathBuf;

use clap::Args;

use super::layout::LayoutArguments;

/// Which round's report to write where.
#[derive(Debug, Args)]
pub struct ReportArguments {
    /// The round.
    #[arg(long, value_name = "ROUND")]
    pub round: String,
    /// The file; its ending tells whether the report or its annex.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// How it is laid out.
    #[command(flatten)]
    pub layout: LayoutArguments,
}

/// Which view to export.
#[derive(Debug, Args)]
pub struct ExportArguments {
    /// The round.
    #[arg(long, value_name = "ROUND")]
    pub round: String,
    /// The view.
    #[arg(long, value_name = "VIEW")]
    pub view: String,
    /// csv, json or xlsx; left out: as the file's ending tells, else csv.
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// Into a file instead of standard output; a spreadsheet always wants one.
    #[arg(short, long, value_name = "FILE", required_if_eq("format", "xlsx"))]
    pub output: Option<PathBuf>,
}
