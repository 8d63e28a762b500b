//! What can be typed to bring laptops together.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// What to pack for whom.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct PackArguments {
    /// The round.
    #[arg(long, value_name = "ROUND")]
    pub round: String,
    /// The file.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// The round alone, without what was recorded.
    #[arg(long, conflicts_with = "finished")]
    pub work_order: bool,
    /// Says that the acting member has finished.
    #[arg(long = "final", id = "finished")]
    pub finished: bool,
    /// Every attached file, also those that others are known to hold.
    #[arg(long)]
    pub all_files: bool,
    /// Sealed with the passphrase in this file; one is made where there is none.
    #[arg(long, value_name = "FILE", conflicts_with = "plain")]
    pub passphrase_file: Option<PathBuf>,
    /// Readable by everybody.
    #[arg(long)]
    pub plain: bool,
}

/// What to take in.
#[derive(Debug, Args)]
pub struct MergeArguments {
    /// Packs, or receipts.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Tells what would come, and changes nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// For programs.
    #[arg(long)]
    pub json: bool,
    /// Accepts devices nobody here knows.
    #[arg(long)]
    pub accept_new_devices: bool,
    /// The passphrase of packs sealed with one.
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

/// Where to look for different opinions, and for whom to print them.
#[derive(Debug, Args)]
pub struct ConflictsArguments {
    /// The round.
    #[arg(long, value_name = "ROUND")]
    pub round: String,
    /// What concerns one unit alone.
    #[arg(long, value_name = "UNIT")]
    pub unit: Option<String>,
    /// For programs.
    #[arg(long, conflicts_with = "output")]
    pub json: bool,
    /// Writes the internal annex into this file instead; its ending tells the format.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// What to decide, and how.
#[derive(Debug, Args)]
pub struct ResolveArguments {
    /// Key of the record.
    #[arg(value_name = "RECORD")]
    pub record: String,
    /// Its field.
    #[arg(value_name = "FIELD")]
    pub field: String,
    /// The opinion to take.
    #[arg(long, value_name = "REVISION", required_unless_present = "value", conflicts_with = "value")]
    pub take: Option<String>,
    /// A new value.
    #[arg(long, value_name = "JSON")]
    pub value: Option<String>,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
}

/// What to do with devices; nothing = list them.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct DeviceArguments {
    /// For programs.
    #[arg(long)]
    pub json: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Option<DeviceCommand>,
}

/// Which device is not trusted any more, and from where on.
#[derive(Debug, Args)]
pub struct RevokeArguments {
    /// Its six words, or its id.
    #[arg(required = true, value_name = "DEVICE")]
    pub device: Vec<String>,
    /// The round in which `--after` counts.
    #[arg(long, value_name = "ROUND", requires = "after")]
    pub round: Option<String>,
    /// Its last number that is still good.
    #[arg(long, value_name = "NUMBER", requires = "round")]
    pub after: Option<u64>,
}

/// What to do with devices.
#[derive(Debug, Subcommand)]
pub enum DeviceCommand {
    /// Accepts one whose words were compared.
    Accept {
        /// Its six words, or its id.
        #[arg(required = true, value_name = "DEVICE")]
        device: Vec<String>,
    },
    /// Trusts one no longer.
    Revoke(RevokeArguments),
    /// Names this laptop.
    Name {
        /// The name.
        #[arg(required = true, value_name = "NAME")]
        name: Vec<String>,
    },
}
