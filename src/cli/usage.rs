//! Clap's own refusals, in the user's language and in the one format of all errors.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use rust_i18n::t;

use super::error::CommandError;

/// What clap answered instead of arguments.
pub enum Answer {
    /// Help or version was asked for.
    Print(String),
    /// What was typed is wrong.
    Wrong(CommandError),
}

/// Reads clap's error.
pub fn answer(error: &clap::Error) -> Answer {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Answer::Print(error.render().to_string()),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => Answer::Wrong(CommandError::Usage {
            sentence: t!("cli.usage.no_command").into_owned(),
            hints: error.render().to_string().lines().map(str::to_owned).collect(),
        }),
        _ => Answer::Wrong(CommandError::Usage { sentence: sentence(error), hints: hints(error) }),
    }
}

fn sentence(error: &clap::Error) -> String {
    let part = |kind| error.get(kind).map(ContextValue::to_string).unwrap_or_default();
    let argument = part(ContextKind::InvalidArg);
    let value = part(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::UnknownArgument => t!("cli.usage.unknown_argument", argument = argument),
        ErrorKind::InvalidSubcommand => {
            t!("cli.usage.unknown_command", command = part(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => t!("cli.usage.missing", arguments = argument),
        ErrorKind::MissingSubcommand => t!("cli.usage.no_command"),
        ErrorKind::InvalidValue if value.is_empty() => t!("cli.usage.no_value", argument = argument),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            t!("cli.usage.bad_value", argument = argument, value = value)
        }
        ErrorKind::ArgumentConflict => t!("cli.usage.twice", argument = argument),
        ErrorKind::TooManyValues => t!("cli.usage.too_many", argument = argument, value = value),
        ErrorKind::InvalidUtf8 => t!("cli.usage.not_utf8"),
        _ => t!("cli.usage.other", why = error.kind()),
    }
    .into_owned()
}

fn hints(error: &clap::Error) -> Vec<String> {
    let mut hints = Vec::new();
    let suggested = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let near: Vec<String> =
        suggested.into_iter().filter_map(|kind| error.get(kind)).map(ContextValue::to_string).collect();
    if !near.is_empty() {
        hints.push(t!("cli.usage.near", near = near.join(", ")).into_owned());
    } else if let Some(valid) =
        error.get(ContextKind::ValidValue).map(ContextValue::to_string).filter(|valid| !valid.is_empty())
    {
        hints.push(t!("cli.usage.valid", valid = valid).into_owned());
    }
    if let Some(usage) = error.get(ContextKind::Usage) {
        let usage = usage.to_string();
        hints.push(t!("cli.usage.usage", usage = usage.trim_start_matches("Usage:").trim()).into_owned());
    }
    hints.push(t!("cli.usage.help").into_owned());
    hints
}
