//! Help in the user's language. Clap's own texts are fixed at compile time, so the finished command is walked and every
//! text replaced: `help.<command>.about`, `help.<command>.<argument>` (else `help.any.<argument>`, for what several
//! commands share), `help.value.<name>` for placeholders.

use clap::{Arg, Command, CommandFactory};
use rust_i18n::t;

use super::arguments::Arguments;

/// The command line with all its texts in the present language.
pub fn command() -> Command {
    let translated = translate(Arguments::command(), &mut Vec::new());
    let mut built = translated.clone();
    built.build();
    with_usage(translated, &mut built)
}

fn translate(command: Command, path: &mut Vec<String>) -> Command {
    let place = path.join(".");
    let about = text(&key(&place, "about"));
    let at = place.clone();
    let command = command
        .about(about)
        .help_template(format!("{{about}}\n\n{}: {{usage}}\n\n{{all-args}}{{after-help}}", t!("help.heading.usage")))
        .subcommand_help_heading(t!("help.heading.commands").into_owned())
        .mut_args(move |argument| translate_argument(argument, &at));
    let command = if place.is_empty() { command.after_help(text("help.after")) } else { command };
    command.mut_subcommands(|below| {
        path.push(below.get_name().to_owned());
        let below = translate(below, path);
        path.pop();
        below
    })
}

fn translate_argument(argument: Arg, place: &str) -> Arg {
    let id = argument.get_id().to_string();
    let own = key(place, &id);
    let help = if is_known(&own) { text(&own) } else { text(&format!("help.any.{id}")) };
    let heading = if argument.is_positional() {
        "help.heading.arguments"
    } else if argument.is_global_set() || id == "version" {
        "help.heading.global"
    } else {
        "help.heading.options"
    };
    let names: Vec<String> = argument
        .get_value_names()
        .into_iter()
        .flatten()
        .map(|name| {
            let key = format!("help.value.{name}");
            if is_known(&key) { text(&key) } else { name.to_string() }
        })
        .collect();
    let argument = argument.help(help).help_heading(t!(heading).into_owned());
    if names.is_empty() { argument } else { argument.value_names(names) }
}

/// Clap writes `[OPTIONS]` and the like in English into usages it makes; `built` knows them, this one is told.
fn with_usage(command: Command, built: &mut Command) -> Command {
    let usage = built.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim();
    let usage = usage.replace("[OPTIONS]", &t!("help.usage.options")).replace("COMMAND", &t!("help.usage.command"));
    command.override_usage(usage).mut_subcommands(|below| match built.find_subcommand_mut(below.get_name()) {
        Some(built) => with_usage(below, built),
        None => below,
    })
}

fn key(place: &str, name: &str) -> String {
    if place.is_empty() { format!("help.{name}") } else { format!("help.{place}.{name}") }
}

fn text(key: &str) -> String {
    t!(key).into_owned()
}

/// A key without text reads as the key itself.
fn is_known(key: &str) -> bool {
    !t!(key).ends_with(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places<'a>(command: &'a Command, path: &str, found: &mut Vec<(String, &'a Command)>) {
        found.push((path.to_owned(), command));
        for below in command.get_subcommands() {
            places(below, &key_path(path, below.get_name()), found);
        }
    }

    fn key_path(path: &str, name: &str) -> String {
        if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
    }

    fn entry<'a>(texts: &'a toml::Table, key: &str) -> Option<&'a toml::Table> {
        key.split('.').try_fold(texts, |table, part| table.get(part)?.as_table())
    }

    #[test]
    fn every_command_and_argument_has_a_text_in_both_languages() {
        let texts: toml::Table = include_str!("../locales/help.toml").parse().unwrap();
        let command = Arguments::command();
        let mut found = Vec::new();
        places(&command, "", &mut found);
        let mut missing = Vec::new();
        let has_both = |key: &str| {
            let entry = entry(&texts, key);
            let language = |code: &str| entry?.get(code)?.as_str().filter(|text| !text.trim().is_empty());
            language("vi").is_some() && language("en").is_some()
        };
        for (path, command) in &found {
            if !has_both(&key(path, "about")) {
                missing.push(key(path, "about"));
            }
            for argument in command.get_arguments() {
                let own = key(path, argument.get_id().as_str());
                if !has_both(&own) && !has_both(&format!("help.any.{}", argument.get_id())) {
                    missing.push(own);
                }
            }
        }
        assert_eq!(missing, [""; 0]);
        assert!(found.len() > 20, "the walk must reach every command");
    }

    #[test]
    fn the_command_is_sound() {
        command().debug_assert();
    }
}
