//! The command line: parsing, calling the rooms, printing. No rules, no file formats, no SQL.

mod arguments;
mod attach;
mod board;
mod checklist;
mod conflict;
mod correct;
mod demo;
mod device;
mod edition;
mod environment;
mod error;
mod export;
mod help;
mod issue;
mod keeping;
mod letter;
mod log;
mod merge;
mod office;
mod output;
mod pack;
mod paper;
mod passage;
mod record;
mod report;
mod requirement;
mod review;
mod round;
mod screen;
mod send_back;
mod session;
mod settings;
mod shell;
mod sign;
mod step;
mod sync;
mod table;
mod template;
mod usage;
mod words;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use clap::FromArgMatches;

use arguments::{Arguments, Command};
use environment::Environment;
use error::{CommandError, Exit};
use output::{Output, report};
use paper::UnitPaper;
use session::Session;
pub use settings::{Colours, HomeChoice, Language, LanguageChoice, Settings};
use usage::Answer;

/// Runs the program with `arguments`, the first of which is its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let environment = Environment::read();
    let language = LanguageChoice::new(arguments.get(1..).unwrap_or_default(), &environment);
    rust_i18n::set_locale(language.language.code());
    let exit =
        match help::command().try_get_matches_from(arguments).and_then(|found| Arguments::from_arg_matches(&found)) {
            Ok(arguments) => run_parsed(arguments, &environment, language),
            Err(error) => match usage::answer(&error) {
                Answer::Print(text) => conclude(print(&text), None),
                Answer::Wrong(error) => conclude(Err(error), None),
            },
        };
    ExitCode::from(exit.code())
}

fn run_parsed(arguments: Arguments, environment: &Environment, language: LanguageChoice) -> Exit {
    let settings = match Settings::new(&arguments.global, environment, language) {
        Ok(settings) => settings,
        Err(error) => return conclude(Err(error), None),
    };
    // Help and usage were in the system's language; from here on the file in the home has a say.
    rust_i18n::set_locale(settings.preferences().language().code());
    let mut session = Session { settings, output: Output::standard(), typed_member: arguments.global.member };
    let outcome = dispatch(&mut session, arguments.command);
    // Also after an error: what was done before it was printed into the buffer.
    let finished = session.output.finish();
    let outcome = match (outcome, finished) {
        (Ok(exit), Err(CommandError::ReaderGone)) => Ok(exit),
        (Ok(_), Err(error)) => Err(error),
        (outcome, _) => outcome,
    };
    conclude(outcome, Some(&session.settings.home))
}

fn dispatch(session: &mut Session, command: Option<Command>) -> Result<Exit, CommandError> {
    match command {
        None => screen::run(session, crate::tui::Purpose::Work),
        Some(Command::Demo { out }) => demo::run(session, out.as_deref()),
        Some(Command::Checklist(command)) => checklist::run(session, command),
        Some(Command::Round(command)) => round::run(session, command),
        Some(Command::Record { files }) => record::run(session, &files),
        Some(Command::Attach(arguments)) => attach::run(session, &arguments),
        Some(Command::Status(arguments)) => review::status(session, &arguments),
        Some(Command::Check(arguments)) => review::check(session, &arguments),
        Some(Command::Minutes(arguments)) => paper::run(session, UnitPaper::Minutes, &arguments),
        Some(Command::Notice(arguments)) => issue::notice(session, &arguments),
        Some(Command::Issue(arguments)) => issue::run(session, &arguments),
        Some(Command::Issued(arguments)) => issue::list(session, &arguments),
        Some(Command::Correct(arguments)) => correct::run(session, &arguments),
        Some(Command::Passage(arguments)) => passage::run(session, arguments),
        Some(Command::Letter(arguments)) => letter::run(session, &arguments),
        Some(Command::Step(arguments)) => step::run(session, arguments),
        Some(Command::Office(command)) => office::run(session, command),
        Some(Command::Report(arguments)) => report::run(session, &arguments),
        Some(Command::Export(arguments)) => export::run(session, &arguments),
        Some(Command::Sign(arguments)) => sign::run(session, &arguments),
        Some(Command::Pack(arguments)) => pack::run(session, &arguments),
        Some(Command::Merge(arguments)) => merge::run(session, &arguments),
        Some(Command::Unmerge { id }) => merge::take_back(session, &id),
        Some(Command::Merges { json }) => merge::list(session, json),
        Some(Command::Return(arguments)) => send_back::run(session, arguments),
        Some(Command::Requirement(command)) => requirement::run(session, command),
        Some(Command::Board(arguments)) => board::run(session, &arguments),
        Some(Command::Log(arguments)) => log::run(session, &arguments),
        Some(Command::Device(arguments)) => device::run(session, &arguments),
        Some(Command::Sync(arguments)) => sync::run(session, &arguments),
        Some(Command::Conflicts(arguments)) => conflict::conflicts(session, &arguments),
        Some(Command::Resolve(arguments)) => conflict::resolve(session, &arguments),
        Some(Command::Verify) => keeping::verify(session),
        Some(Command::Backup { file }) => keeping::backup(session, &file),
        Some(Command::Restore { file }) => keeping::restore(session, &file),
        Some(Command::Completions { shell }) => shell::completions(session, shell),
        Some(Command::Man) => shell::manual(session),
    }
}

fn print(text: &str) -> Result<Exit, CommandError> {
    let mut output = Output::standard();
    output.raw(text.as_bytes())?;
    output.finish()?;
    Ok(Exit::Done)
}

/// Says what went wrong, if anything, and gives the exit code.
fn conclude(outcome: Result<Exit, CommandError>, home: Option<&Path>) -> Exit {
    match outcome {
        Ok(exit) => exit,
        Err(CommandError::ReaderGone) => Exit::Done,
        Err(error) => {
            report(&error, &error.hints(home));
            error.exit()
        }
    }
}
