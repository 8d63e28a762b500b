//! `kiemtra office template`

use std::path::Path;

use rust_i18n::t;
use serde::Serialize;

use super::arguments::{KindName, TemplateCommand};
use super::error::{CommandError, Exit};
use super::output::warn;
use super::session::Session;
use crate::conclusion::layout::{self, TemplateRefusal};
use crate::inspection::{KeptTemplate, Office, OfficeError, TemplateKind};
use crate::paper::template::{Fault, Mark, MarkForm, PlacedMark};
use crate::paper::{Template, write_atomically};

impl From<KindName> for TemplateKind {
    fn from(name: KindName) -> Self {
        match name {
            KindName::Notice => Self::Notice,
            KindName::Minutes => Self::Minutes,
            KindName::Report => Self::Report,
            KindName::Letter => Self::Letter,
            KindName::Programme => Self::Programme,
        }
    }
}

/// Checks templates of offices, keeps, tells, writes and removes them.
pub fn run(session: &mut Session, command: TemplateCommand) -> Result<Exit, CommandError> {
    match command {
        TemplateCommand::Check { file, kind, json } => return check(session, &file, kind.into(), json),
        TemplateCommand::Set { office, file, kind } => set(session, &office, &file, kind.into())?,
        TemplateCommand::Show { office, json } => show(session, office.as_deref(), json)?,
        TemplateCommand::Export { office, kind, output } => {
            let store = session.open()?;
            let (office, kind) = (store.office(&office)?, TemplateKind::from(kind));
            let no_template = || OfficeError::NoTemplate { office: office.id.clone() };
            let kept = store.template(&office.id, kind)?.ok_or_else(no_template)?;
            write(session, &output, &store.template_bytes(&kept)?)?;
        }
        TemplateCommand::Remove { office, kind } => {
            let mut store = session.open()?;
            let (office, kind) = (store.office(&office)?, TemplateKind::from(kind));
            let kept = store.remove_template(&office.id, kind)?;
            session.back_up();
            let agency = office.letterhead.agency;
            session.output.line(t!("cli_template.removed", file = kept.file, kind = kind.name(), agency = agency))?;
        }
        TemplateCommand::Example { kind, output } => {
            write(session, &output, &layout::example(kind.into())?)?;
            session.output.line(t!("cli_template.example_next"))?;
        }
    }
    Ok(Exit::Done)
}

fn write(session: &mut Session, path: &Path, bytes: &[u8]) -> Result<(), CommandError> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    if !ending.eq_ignore_ascii_case("docx") {
        return Err(CommandError::TemplateEnding(path.to_owned()));
    }
    write_atomically(path, bytes)?;
    session.output.line(t!("cli.paper.written", path = path.display()))
}

/// A mark and where it stands.
#[derive(Serialize)]
struct MarkLine {
    mark: &'static str,
    form: &'static str,
    place: String,
}

impl MarkLine {
    fn of(placed: &PlacedMark) -> Self {
        let form = match placed.form {
            MarkForm::Text => "text",
            MarkForm::Control => "control",
        };
        Self { mark: placed.mark.name(), form, place: placed.place.to_string() }
    }

    fn all(template: &Template) -> Vec<Self> {
        template.marks().iter().map(Self::of).collect()
    }
}

/// Something to be mended, or looked at.
#[derive(Serialize)]
struct FaultLine {
    problem: &'static str,
    mark: Option<&'static str>,
    place: String,
    message: String,
}

impl FaultLine {
    fn all(faults: &[Fault]) -> Vec<Self> {
        let line = |fault: &Fault| Self {
            problem: fault.problem.word(),
            mark: fault.problem.mark().map(Mark::name),
            place: fault.place.to_string(),
            message: fault.to_string(),
        };
        faults.iter().map(line).collect()
    }
}

/// `office template check --json`.
#[derive(Serialize)]
struct CheckReport {
    file: String,
    kind: &'static str,
    faults: Vec<FaultLine>,
    doubts: Vec<FaultLine>,
    marks: Vec<MarkLine>,
}

fn check(session: &mut Session, path: &Path, kind: TemplateKind, json: bool) -> Result<Exit, CommandError> {
    let given = match layout::read_given(path, kind) {
        Ok(given) => Ok(given),
        Err(refusal @ TemplateRefusal::Faults { .. }) => Err(refusal),
        Err(other) => return Err(other.into()),
    };
    let exit = if given.is_ok() { Exit::Done } else { Exit::ProblemsFound };
    if json {
        let (faults, doubts, marks) = match &given {
            Ok(given) => (Vec::new(), FaultLine::all(given.template.doubts()), MarkLine::all(&given.template)),
            Err(refusal) => (FaultLine::all(refusal.faults()), Vec::new(), Vec::new()),
        };
        let report = CheckReport { file: path.display().to_string(), kind: kind.as_str(), faults, doubts, marks };
        session.output.json(&report)?;
        return Ok(exit);
    }
    match given {
        Ok(given) => {
            let output = &mut session.output;
            output.line(t!("cli_template.sound", file = path.display(), kind = kind.name()))?;
            marks(session, &given.template)?;
            given
                .template
                .doubts()
                .iter()
                .try_for_each(|doubt| session.output.line(t!("cli_template.doubt", doubt = doubt)))?;
        }
        Err(refusal) => {
            let count = refusal.faults().len();
            session.output.line(t!("cli_template.faults", file = path.display(), count = count))?;
            refusal.faults().iter().try_for_each(|fault| session.output.line(format_args!("- {fault}")))?;
        }
    }
    Ok(exit)
}

/// A line for each mark: its name, where it stands, what is put there.
fn marks(session: &mut Session, template: &Template) -> Result<(), CommandError> {
    template.marks().iter().try_for_each(|placed| {
        let (mark, place) = (placed.mark, &placed.place);
        session.output.line(format_args!("    {:<17} {place}: {}", mark.name(), mark.explanation()))
    })
}

fn set(session: &mut Session, office: &str, path: &Path, kind: TemplateKind) -> Result<(), CommandError> {
    let mut store = session.open()?;
    let office = store.office(office)?;
    let given = layout::read_given(path, kind)?;
    layout::keep(&mut store, &office.id, kind, &given)?;
    session.back_up();
    let agency = office.letterhead.agency;
    session.output.line(t!("cli_template.kept", file = given.file, kind = kind.name(), agency = agency))?;
    given.template.doubts().iter().for_each(warn);
    Ok(())
}

/// `office template show --json`.
#[derive(Serialize)]
struct ShowReport {
    templates: Vec<KeptLine>,
}

#[derive(Serialize)]
struct KeptLine {
    office: String,
    agency: String,
    kind: &'static str,
    file: String,
    sha256: Option<String>,
    size: u64,
    when: String,
    marks: Vec<MarkLine>,
    doubts: Vec<FaultLine>,
    /// Why it cannot be used any more.
    problem: Option<String>,
}

fn show(session: &mut Session, office: Option<&str>, json: bool) -> Result<(), CommandError> {
    let store = session.open()?;
    let offices = match office {
        Some(office) => vec![store.office(office)?],
        None => store.offices()?,
    };
    let all = store.templates()?;
    let of = |office: &Office| all.iter().filter(|kept| kept.office == office.id).cloned().collect::<Vec<_>>();
    if json {
        let line = |office: &Office, kept: KeptTemplate| {
            let (template, problem) = match layout::kept_template(&store, &kept) {
                Ok(template) => (Some(template), None),
                Err(why) => (None, Some(why)),
            };
            KeptLine {
                office: office.id.to_string(),
                agency: office.letterhead.agency.clone(),
                kind: kept.kind.as_str(),
                file: kept.file,
                sha256: kept.print.map(|print| print.to_string()),
                size: kept.size,
                when: kept.when.to_rfc3339(),
                marks: template.as_ref().map(MarkLine::all).unwrap_or_default(),
                doubts: template.map(|template| FaultLine::all(template.doubts())).unwrap_or_default(),
                problem,
            }
        };
        let templates =
            offices.iter().flat_map(|office| of(office).into_iter().map(|kept| line(office, kept))).collect();
        return session.output.json(&ShowReport { templates });
    }
    if offices.is_empty() {
        return session.output.line(t!("cli_around.no_office"));
    }
    for office in &offices {
        session.output.line(format_args!("{} ({})", office.letterhead.agency, office.id))?;
        let templates = of(office);
        for kind in TemplateKind::ALL {
            let Some(kept) = templates.iter().find(|kept| kept.kind == kind) else {
                session.output.line(t!("cli_template.built_in", word = kind.as_str(), kind = kind.name()))?;
                continue;
            };
            let (size, when) = (kept.size.div_ceil(1024), kept.when.format("%d/%m/%Y %H:%M"));
            let (word, kind) = (kind.as_str(), kind.name());
            session.output.line(t!(
                "cli_template.one",
                word = word,
                kind = kind,
                file = kept.file,
                size = size,
                when = when
            ))?;
            match layout::kept_template(&store, kept) {
                Ok(template) => marks(session, &template)?,
                Err(why) => session.output.line(t!("cli_template.unusable", why = why))?,
            }
        }
    }
    Ok(())
}
