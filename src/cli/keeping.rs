//! `kiemtra verify`, `backup`, `restore`: care for what is kept.

use std::path::Path;

use rust_i18n::t;

use super::error::{CommandError, Exit};
use super::output::say;
use super::session::Session;
use crate::journal::{DATABASE, Damage, Journal, backup_folder, check_home};

/// Checks everything that can be checked; opens the file alone, so that damage elsewhere does not hide it.
pub fn verify(session: &mut Session) -> Result<Exit, CommandError> {
    let home = &session.settings.home;
    check_home(home)?;
    let file = home.join(DATABASE);
    if !file.exists() {
        Journal::refuse_lost(home)?;
        session.output.line(t!("cli.verify.nothing", path = home.display()))?;
        return Ok(Exit::Done);
    }
    let report = Journal::verify_home(home, &session.settings.clock)?;
    for damage in &report.damages {
        say(damage);
    }
    let output = &mut session.output;
    output.line(t!("cli.verify.home", path = home.display()))?;
    output.line(t!(
        "cli.verify.checked",
        revisions = report.revisions,
        heads = report.heads,
        editions = report.editions
    ))?;
    if report.attachments + report.unreferenced_attachments > 0 {
        let (present, unreferenced) = (report.attachments, report.unreferenced_attachments);
        output.line(t!("cli.verify.attachments", present = present, unreferenced = unreferenced))?;
    }
    for file in &report.absent_attachments {
        output.line(t!("cli.verify.absent", file = file))?;
    }
    output.line(t!("cli.verify.unchecked", drafts = report.drafts))?;
    for flag in &report.flags {
        output.line(t!("cli.verify.flag", what = flag))?;
    }
    if report.is_damaged() && report.damages.iter().all(Damage::is_of_a_file) {
        return Err(CommandError::FilesDamaged(report.damages.len()));
    }
    if report.is_damaged() {
        return Err(CommandError::DamageFound(report.damages.len()));
    }
    output.line(t!("cli.verify.sound"))?;
    Ok(Exit::Done)
}

/// Copies the journal.
pub fn backup(session: &mut Session, file: &Path) -> Result<Exit, CommandError> {
    let store = session.open()?;
    store.journal().backup_to(file)?;
    session.output.line(t!("cli.backup.done", path = file.display()))?;
    let attachments = store.attachments();
    if attachments.folder().exists() {
        session.output.line(t!("cli.backup.attachments", path = attachments.folder().display()))?;
    }
    Ok(Exit::Done)
}

/// Goes back to a backup; what was there is backed up first.
pub fn restore(session: &mut Session, file: &Path) -> Result<Exit, CommandError> {
    let home = &session.settings.home;
    check_home(home)?;
    Journal::restore(home, file, session.settings.clock.clone())?;
    session.output.line(t!("cli.restore.done", path = file.display()))?;
    session.output.line(t!("cli.restore.former", folder = backup_folder(home).display()))?;
    Ok(Exit::Done)
}
