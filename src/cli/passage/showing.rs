//! `kiemtra passage show`: a passage, and for each of its figures the item, the value, who recorded it and when, and what
//! proves it.

use chrono::{DateTime, FixedOffset};
use rust_i18n::t;
use serde::Serialize;
use serde_json::Value;

use super::super::arguments::NoticeOf;
use super::super::error::CommandError;
use super::super::session::Session;
use super::listing::{PassageLine, json_line, line};
use super::open;
use crate::conclusion::Inspected;
use crate::conclusion::draft::{DraftError, FigureOrigin, TracedFigure};
use crate::inspection::{AnswerVoice, Evidence, InspectionError, PassageId, Store, VoiceAbout};

/// `passage show --json`.
#[derive(Serialize)]
struct PassageReport<'a> {
    passage: PassageLine<'a>,
    figures: Vec<FigureLine<'a>>,
}

#[derive(Serialize)]
struct FigureLine<'a> {
    printed: &'a str,
    origins: Vec<OriginLine<'a>>,
}

#[derive(Serialize)]
struct OriginLine<'a> {
    item: String,
    ask: &'a str,
    role: &'static str,
    value: &'a str,
    recorded: Vec<VoiceLine<'a>>,
    evidence: Vec<String>,
    revisions: Vec<String>,
}

#[derive(Serialize)]
struct VoiceLine<'a> {
    field: Option<&'static str>,
    value: Option<&'a Value>,
    rows: Option<usize>,
    forms: Option<usize>,
    member: Option<&'a str>,
    device: &'a str,
    made_at: DateTime<FixedOffset>,
}

/// A figure's origin with who recorded it.
struct Sourced<'a> {
    origin: &'a FigureOrigin,
    voices: Vec<AnswerVoice>,
}

pub(super) fn run(session: &mut Session, of: &NoticeOf, id: &PassageId, json: bool) -> Result<(), CommandError> {
    let store = session.open()?;
    let opened = open(&store, &session.settings.clock, of)?;
    let inspected = opened.conclusion.inspected();
    session.check_member(&store, inspected.round)?;
    let passage = opened.draft.get(id).ok_or_else(|| DraftError::Unknown(id.clone()))?;
    let figures = opened.draft.figures(&inspected, id);
    let sourced: Vec<(&TracedFigure, Vec<Sourced<'_>>)> = figures
        .iter()
        .map(|figure| Ok((figure, sourced(&store, &inspected, figure)?)))
        .collect::<Result<_, InspectionError>>()?;
    if json {
        let figures = sourced.iter().map(|(figure, origins)| FigureLine {
            printed: &figure.printed,
            origins: origins.iter().map(json_origin).collect(),
        });
        let report = PassageReport { passage: json_line(passage), figures: figures.collect() };
        return session.output.line(serde_json::to_string(&report).map_err(std::io::Error::from)?);
    }
    session.output.line(line(passage))?;
    for (figure, origins) in &sourced {
        session.output.gap()?;
        if origins.is_empty() {
            session.output.line(t!("cli_passage.figure_unknown", figure = figure.printed))?;
        }
        for Sourced { origin, voices } in origins {
            session.output.line(t!(
                "cli_passage.figure",
                figure = figure.printed,
                ask = origin.ask,
                item = origin.item,
                value = origin.shown
            ))?;
            for voice in voices {
                let name = |id: &String| inspected.round.member(id).map_or_else(|| id.clone(), |of| of.name.clone());
                let who = voice.member.as_ref().map_or_else(|| voice.device.to_string(), name);
                let when = voice.when.format("%H:%M %d/%m/%Y");
                session.output.line(t!("cli_passage.voice", what = about(&voice.about), who = who, when = when))?;
            }
            for piece in &origin.evidence {
                session.output.line(t!("cli_passage.evidence", what = evidence(piece)))?;
            }
        }
    }
    Ok(())
}

fn sourced<'a>(
    store: &Store,
    inspected: &Inspected<'_>,
    figure: &'a TracedFigure,
) -> Result<Vec<Sourced<'a>>, InspectionError> {
    let voices = |origin: &'a FigureOrigin| {
        let voices = store.voices(&inspected.round.id, &inspected.unit.id, &origin.item)?;
        Ok(Sourced { origin, voices })
    };
    figure.origins.iter().map(voices).collect()
}

fn about(about: &VoiceAbout) -> String {
    match about {
        VoiceAbout::Field { field, value, .. } => {
            let name = t!(format!("conflict.field.{}", field.as_str()));
            format!("{name}: {}", super::super::words::value(value, 60))
        }
        VoiceAbout::Rows(count) => t!("cli_passage.rows", count = count).into_owned(),
        VoiceAbout::Forms(count) => t!("cli_passage.forms", count = count).into_owned(),
    }
}

fn evidence(piece: &Evidence) -> String {
    let content = &piece.content;
    let parts = [content.file.as_deref(), content.document.as_deref(), Some(content.about.as_str())];
    parts.into_iter().flatten().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn json_origin<'a>(sourced: &'a Sourced<'_>) -> OriginLine<'a> {
    let origin = sourced.origin;
    OriginLine {
        item: origin.item.to_string(),
        ask: &origin.ask,
        role: origin.role.word(),
        value: &origin.shown,
        recorded: sourced.voices.iter().map(json_voice).collect(),
        evidence: origin.evidence.iter().map(evidence).collect(),
        revisions: origin.revisions.iter().map(ToString::to_string).collect(),
    }
}

fn json_voice(voice: &AnswerVoice) -> VoiceLine<'_> {
    let (field, value, rows, forms) = match &voice.about {
        VoiceAbout::Field { field, value, .. } => (Some(field.as_str()), Some(value), None, None),
        VoiceAbout::Rows(count) => (None, None, Some(*count), None),
        VoiceAbout::Forms(count) => (None, None, None, Some(*count)),
    };
    VoiceLine {
        field,
        value,
        rows,
        forms,
        member: voice.member.as_deref(),
        device: voice.device.as_str(),
        made_at: voice.when,
    }
}
