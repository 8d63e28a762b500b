//! `kiemtra checklist …`

use std::path::Path;

use rust_i18n::t;

use super::arguments::ChecklistCommand;
use super::error::{CommandError, Exit};
use super::output::{Output, say, warn};
use super::session::Session;
use super::table::{Align, Table};
use super::words;
use crate::checklist::{
    BasisReference, Checklist, ChecklistId, Item, Library, Origin, Required, Rule, RuleSeverity, SCHEMA, check_library,
    check_paths,
};
use crate::inspection::{CHECKLIST_FOLDER, InspectionError};
use crate::paper::write_atomically;

/// Runs it.
pub fn run(session: &mut Session, command: ChecklistCommand) -> Result<Exit, CommandError> {
    let folder = session.settings.home.join(CHECKLIST_FOLDER);
    let library = || {
        let loaded = Library::load(Some(&folder));
        for problem in loaded.reports.iter().flat_map(|report| &report.problems).filter(|problem| problem.is_error()) {
            warn(problem);
        }
        loaded.library
    };
    match command {
        ChecklistCommand::Check { paths } => {
            let report = if paths.is_empty() { check_library(Some(&folder)) } else { check_paths(paths) };
            for problem in &report.problems {
                say(problem);
            }
            let errors = report.problems.iter().filter(|problem| problem.is_error()).count();
            if errors > 0 {
                return Err(CommandError::ChecklistErrors { errors, files: report.files });
            }
            session.output.line(t!("cli.checklist.sound", files = report.files))?;
        }
        ChecklistCommand::List => list(&mut session.output, &library())?,
        ChecklistCommand::Show { id, edition, output } => {
            let library = library();
            let today = session.settings.clock.now().date_naive();
            let unknown = || InspectionError::UnknownChecklist {
                id: id.clone(),
                known: library.ids().into_iter().map(str::to_owned).collect(),
            };
            let in_force = ChecklistId::new(&id).ok().and_then(|id| library.choose(&id, today));
            let in_force = in_force.ok_or_else(unknown)?.checklist;
            let chosen = match edition {
                None => in_force,
                Some(edition) => {
                    let editions = library.editions(&id);
                    let known = editions.iter().map(|checklist| checklist.edition.clone()).collect();
                    let found = editions.into_iter().find(|checklist| checklist.edition == edition);
                    found.ok_or(CommandError::UnknownEdition { id, edition, known })?
                }
            };
            match output {
                None => show(&mut session.output, &library, &chosen)?,
                Some(file) => write(&mut session.output, &chosen.text, &file)?,
            }
        }
        ChecklistCommand::Adopt(arguments) => super::edition::run(session, &arguments)?,
        ChecklistCommand::Schema { output: None } => session.output.raw(SCHEMA.as_bytes())?,
        ChecklistCommand::Schema { output: Some(file) } => write(&mut session.output, SCHEMA, &file)?,
    }
    Ok(Exit::Done)
}

/// Writes a file by itself: what `>` makes of Vietnamese text is up to the shell (PowerShell writes no UTF-8).
fn write(output: &mut Output, text: &str, file: &Path) -> Result<(), CommandError> {
    write_atomically(file, text.as_bytes())?;
    output.line(t!("cli.checklist.written", path = file.display()))
}

fn list(output: &mut Output, library: &Library) -> Result<(), CommandError> {
    let mut table = Table::new([
        (t!("cli.column.id"), Align::Left),
        (t!("cli.column.edition"), Align::Left),
        (t!("cli.column.title"), Align::Left),
        (t!("cli.column.items"), Align::Right),
        (t!("cli.column.effective"), Align::Left),
        (t!("cli.column.origin"), Align::Left),
    ]);
    for checklist in library.all() {
        table.push([
            checklist.id.to_string(),
            checklist.edition.clone(),
            checklist.title.clone(),
            checklist.items().count().to_string(),
            words::validity(checklist.effective),
            origin(library, &checklist),
        ]);
    }
    output.line(table)
}

fn origin(library: &Library, checklist: &Checklist) -> String {
    match library.origin(checklist) {
        Origin::Shipped => t!("cli.checklist.shipped").into_owned(),
        Origin::User => t!("cli.checklist.own").into_owned(),
    }
}

fn show(output: &mut Output, library: &Library, checklist: &Checklist) -> Result<(), CommandError> {
    output.line(&checklist.title)?;
    output.gap()?;
    let kinds = if checklist.applies_to.is_empty() {
        t!("cli.checklist.every_kind").into_owned()
    } else {
        checklist.applies_to.iter().map(|kind| words::unit_kind(*kind)).collect::<Vec<_>>().join(", ")
    };
    let mut facts = Table::new([("", Align::Left), ("", Align::Left)]);
    facts.push([t!("cli.column.id").into_owned(), checklist.id.to_string()]);
    facts.push([t!("cli.column.edition").into_owned(), checklist.edition.clone()]);
    facts.push([t!("cli.checklist.field").into_owned(), t!(format!("cli.field.{}", checklist.field.as_str())).into()]);
    facts.push([t!("cli.checklist.applies_to").into_owned(), kinds]);
    facts.push([t!("cli.column.effective").into_owned(), words::validity(checklist.effective)]);
    facts.push([t!("cli.column.origin").into_owned(), origin(library, checklist)]);
    output.line(facts)?;
    for (number, section) in checklist.sections.iter().enumerate() {
        output.gap()?;
        output.line(format_args!("{}. {}", number + 1, section.title))?;
        let mut table = Table::new([("", Align::Left), ("", Align::Left), ("", Align::Left)]);
        for item in &section.items {
            table.push([format!("  {}", item.id), words::item_kind(&item.kind), ask(checklist, item)]);
        }
        output.line(table)?;
    }
    if !checklist.rules.is_empty() {
        output.gap()?;
        output.line(t!("cli.checklist.rules"))?;
        let mut table = Table::new([("", Align::Left), ("", Align::Left), ("", Align::Left)]);
        for rule in &checklist.rules {
            table.push([format!("  {}", rule.id), severity(rule), rule.check.source().to_owned()]);
        }
        output.line(table)?;
    }
    if !checklist.bases.is_empty() {
        output.gap()?;
        output.line(t!("cli.checklist.bases"))?;
        for basis in &checklist.bases {
            output.line(format_args!("  {}", basis.cite))?;
            if let Some(note) = &basis.note {
                output.line(format_args!("    {note}"))?;
            }
        }
    }
    Ok(())
}

fn ask(checklist: &Checklist, item: &Item) -> String {
    let optional = match item.required {
        Required::Yes => String::new(),
        Required::No => format!(" ({})", t!("cli.checklist.optional")),
    };
    let bases: Vec<String> = item.basis.iter().map(|reference| cite(checklist, reference)).collect();
    let bases = if bases.is_empty() { String::new() } else { format!(" [{}]", bases.join("; ")) };
    format!("{}{optional}{bases}", item.ask)
}

fn cite(checklist: &Checklist, reference: &BasisReference) -> String {
    let short = checklist.basis(&reference.basis).map_or(reference.basis.as_str(), |basis| &basis.short);
    match &reference.article {
        Some(article) => t!("cli.checklist.article", article = article, basis = short).into_owned(),
        None => short.to_owned(),
    }
}

fn severity(rule: &Rule) -> String {
    match rule.severity {
        RuleSeverity::Error => t!("cli.severity.error"),
        RuleSeverity::Warning => t!("cli.severity.warning"),
    }
    .into_owned()
}
