//! The merges of this laptop, and taking one back.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use rust_i18n::t;
use serde_json::Value;

use super::merging::plain;
use super::names::Names;
use super::{ExchangeOutcome, unread};
use crate::inspection::RoundId;
use crate::journal::{Chain, Head, JournalError, MergeEntry, MergeId};
use crate::tui::screen::Failure;
use crate::tui::work::office::{Office, failed};

/// A merge as it is shown.
#[derive(Debug, Clone)]
pub struct MergeLine {
    /// Its id.
    pub id: MergeId,
    /// When.
    pub made_at: DateTime<FixedOffset>,
    /// The files it took in.
    pub files: Vec<String>,
    /// The machines they were from.
    pub machines: Vec<String>,
    /// Members who recorded on these.
    pub members: Vec<String>,
    /// The rounds.
    pub rounds: Vec<String>,
    /// How many revisions it brought first.
    pub revisions: u64,
    /// When it was taken back, if it was.
    pub undone: Option<DateTime<FixedOffset>>,
}

impl Office {
    pub(super) fn merges(&self) -> Result<ExchangeOutcome, Failure> {
        let entries = self.store().journal().merges().map_err(unread)?;
        let lines = entries.iter().rev().map(|entry| self.merge_line(entry)).collect();
        Ok(ExchangeOutcome::Merges(Arc::new(lines)))
    }

    fn merge_line(&self, entry: &MergeEntry) -> MergeLine {
        let texts = |of: &dyn Fn(&Value) -> Vec<String>| {
            let mut all: Vec<String> = entry.packs.iter().flat_map(|pack| of(&pack.about)).collect();
            all.sort();
            all.dedup();
            all
        };
        let text =
            |name: &'static str| move |about: &Value| about[name].as_str().map(plain).into_iter().collect::<Vec<_>>();
        let ids = texts(&|about| {
            let members = about["members"].as_array().map(Vec::as_slice).unwrap_or_default();
            members.iter().filter_map(|id| id.as_str().map(str::to_owned)).collect()
        });
        MergeLine {
            id: entry.id,
            made_at: entry.made_at,
            files: texts(&text("file")),
            machines: texts(&text("machine")),
            members: ids.iter().map(|id| self.member_name(id)).collect(),
            rounds: rounds_of(entry).iter().map(ToString::to_string).collect(),
            revisions: entry.revisions(),
            undone: entry.undone,
        }
    }

    pub(super) fn unmerge(&mut self, id: MergeId) -> Result<ExchangeOutcome, Failure> {
        let entries = self.store().journal().merges().map_err(unread)?;
        let rounds = entries.iter().find(|entry| entry.id == id).map(rounds_of).unwrap_or_default();
        let unmerged = match self.store_mut().journal_mut().unmerge(id) {
            Ok(unmerged) => unmerged,
            Err(JournalError::BuiltUpon { head }) => return Err(self.built_upon(&head)),
            Err(error) => return Err(failed(error)),
        };
        for round in &rounds {
            self.forget(round);
        }
        Ok(ExchangeOutcome::Unmerged { id, revisions: unmerged.revisions, rounds })
    }

    /// What was recorded later, by whom and when: that has to go first.
    fn built_upon(&self, head: &Head) -> Failure {
        let round = head.record.chain().round().and_then(|round| RoundId::new(round).ok());
        let names = round.map(|round| Names::of_round(self, &round)).unwrap_or_default();
        let who = head.member.as_deref().map(|member| names.member(member));
        let who = who.unwrap_or_else(|| t!("screen_history.program").into_owned());
        let when = head.made_at.format("%H:%M %d/%m/%Y");
        let text = t!("screen_exchange.merges.built_upon", place = names.record(&head.record), who = who, when = when);
        Failure::Refused(text.into_owned())
    }
}

fn rounds_of(entry: &MergeEntry) -> Vec<RoundId> {
    let mut rounds: Vec<RoundId> = entry
        .packs
        .iter()
        .filter_map(|pack| match &pack.chain {
            Chain::Round(round) => RoundId::new(round.clone()).ok(),
            Chain::DeviceWide => None,
        })
        .collect();
    rounds.sort();
    rounds.dedup();
    rounds
}
