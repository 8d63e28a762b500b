//! What can be typed of layouts: which one a paper is printed by, and the templates of offices.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// How a .docx is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LayoutName {
    /// By the office's own template, where it has one.
    Office,
    /// By the built-in one.
    BuiltIn,
}

/// How a .docx is laid out, for commands that print.
#[derive(Debug, Clone, Copy, Args)]
pub struct LayoutArguments {
    /// Left out: by the office's own template, where it has one.
    #[arg(long, value_name = "LAYOUT", hide_possible_values = true)]
    pub layout: Option<LayoutName>,
}

/// Which papers a template is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum KindName {
    /// Thông báo kết luận.
    Notice,
    /// Biên bản.
    Minutes,
    /// Báo cáo.
    Report,
    /// Công văn.
    Letter,
    /// Chương trình.
    Programme,
}

/// What to do with the templates of offices.
#[derive(Debug, Subcommand)]
pub enum TemplateCommand {
    /// Tells what in a file has to be mended, and keeps nothing.
    Check {
        /// The .docx.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// For which papers.
        #[arg(long, value_name = "KIND", hide_possible_values = true)]
        kind: KindName,
        /// For programs.
        #[arg(long)]
        json: bool,
    },
    /// Has an office's papers printed by a file.
    Set {
        /// The office.
        #[arg(value_name = "OFFICE")]
        office: String,
        /// The .docx.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// For which papers.
        #[arg(long, value_name = "KIND", hide_possible_values = true)]
        kind: KindName,
    },
    /// Tells which templates an office has.
    Show {
        /// The office; left out: all of them.
        #[arg(value_name = "OFFICE")]
        office: Option<String>,
        /// For programs.
        #[arg(long)]
        json: bool,
    },
    /// Writes an office's template as it was given.
    Export {
        /// The office.
        #[arg(value_name = "OFFICE")]
        office: String,
        /// For which papers.
        #[arg(long, value_name = "KIND", hide_possible_values = true)]
        kind: KindName,
        /// Where to.
        #[arg(short, long, visible_alias = "out", value_name = "FILE")]
        output: PathBuf,
    },
    /// Goes back to the built-in layout.
    Remove {
        /// The office.
        #[arg(value_name = "OFFICE")]
        office: String,
        /// For which papers.
        #[arg(long, value_name = "KIND", hide_possible_values = true)]
        kind: KindName,
    },
    /// Writes an example to start from.
    Example {
        /// For which papers.
        #[arg(long, value_name = "KIND", hide_possible_values = true)]
        kind: KindName,
        /// Where to.
        #[arg(short, long, visible_alias = "out", value_name = "FILE")]
        output: PathBuf,
    },
}
