//! Letterheads that are kept: taking one for this round, keeping this round's for others.

use rust_i18n::t;

use super::RoundEditor;
use super::draft::RoundDraft;
use super::page::{Act, Page, Row, Sources, count, label, row};
use crate::inspection::{Letterhead, Office, Signer};
use crate::tui::screen::{Effect, Message};
use crate::tui::screens::templates::Templates;
use crate::tui::work::{Request, StepsRequest, World};

/// What is done with a kept letterhead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum OfficeAct {
    /// The round takes it, as it would be printed.
    Take(Box<Letterhead>),
    /// This round's is kept.
    Keep,
    /// By which files the offices' papers are laid out.
    Templates,
}

/// The rows under a round's letterhead.
pub(super) fn rows(draft: &RoundDraft, sources: &Sources) -> Vec<Row> {
    let mut rows = Vec::new();
    if !sources.offices.is_empty() {
        rows.push(row(label("templates"), "", Act::Office(OfficeAct::Templates)));
        rows.push(row(label("offices"), count("n_offices", sources.offices.len()), Act::Go(Page::Offices)));
    }
    if draft.is_kept() && !draft.round.letterhead.agency.trim().is_empty() {
        rows.push(row(label("keep_office"), "", Act::Office(OfficeAct::Keep)));
    }
    rows
}

/// One row for each office and each of those who sign for it.
pub(super) fn choices(sources: &Sources) -> Vec<Row> {
    sources.offices.iter().flat_map(of_office).collect()
}

fn of_office(office: &Office) -> Vec<Row> {
    let act = |signer: Option<&Signer>| {
        let letterhead = Letterhead { signer: signer.cloned(), ..office.letterhead.clone() };
        Act::Office(OfficeAct::Take(Box::new(letterhead)))
    };
    if office.signers.is_empty() {
        return vec![row(&office.letterhead.agency, "", act(None))];
    }
    let signed = |signer: &Signer| {
        let parts = [signer.authority.as_deref().unwrap_or_default(), &signer.post, &signer.name];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        row(&office.letterhead.agency, parts.join(" "), act(Some(signer)))
    };
    office.signers.iter().map(signed).collect()
}

impl RoundEditor {
    pub(super) fn office(&mut self, act: OfficeAct) -> Vec<Effect<World>> {
        match act {
            OfficeAct::Take(letterhead) => {
                self.draft.round.letterhead = *letterhead;
                self.steps.pop();
                let mut effects = self.changed();
                effects.push(Effect::Say(Message::info(t!("screen_round_editor.office_taken"))));
                effects
            }
            OfficeAct::Templates => {
                let round = self.draft.is_kept().then(|| self.draft.round.id.clone());
                vec![Effect::push(Templates::new(round))]
            }
            OfficeAct::Keep => {
                let round = self.draft.round.id.clone();
                vec![
                    Effect::Run(Request::Steps(StepsRequest::KeepLetterhead(round))),
                    Effect::Run(Request::ListSources),
                ]
            }
        }
    }
}
