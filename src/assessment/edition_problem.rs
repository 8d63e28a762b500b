//! Problems of the round itself: checklists of which laptops use different editions, or none that is here.

use rust_i18n::t;

use super::problem::{Problem, ProblemKind, Severity};
use super::round::OpenRound;
use crate::inspection::Pin;

impl OpenRound {
    /// What is wrong with the editions the round uses: one problem a checklist, whatever the number of units. Both are
    /// errors: until somebody chooses an edition, or its text comes, papers would rest on words nobody settled on.
    pub fn edition_problems(&self) -> Vec<Problem> {
        let problem = |item: String, message: String| Problem {
            unit: None,
            item,
            kind: ProblemKind::Edition,
            severity: Severity::Error,
            message,
        };
        let contested = self.editions.iter().filter(|edition| edition.is_contested()).map(|edition| {
            let checklist = &edition.checklist;
            let names = edition.pins.iter().map(name_of).collect::<Vec<_>>().join(", ");
            let (title, used) = (&checklist.title, &checklist.edition);
            let message = t!("assessment.edition_contested", title = title, editions = names, used = used);
            problem(checklist.id.to_string(), message.into_owned())
        });
        let missing = self.missing.iter().map(|missing| {
            let message = t!("assessment.edition_missing", id = missing.id, from = self.recorded_by(&missing.pins));
            problem(missing.id.to_string(), message.into_owned())
        });
        contested.chain(missing).collect()
    }

    /// On which laptops an edition was chosen, and by whom: whose pack would bring its text.
    pub fn recorded_by(&self, pins: &[Pin]) -> String {
        let mut told: Vec<String> = Vec::new();
        for head in pins.iter().flat_map(|pin| &pin.heads) {
            let device: String = head.device.to_string().chars().take(8).collect();
            let member = head.member.as_deref();
            let name = member.map(|id| self.round.member(id).map_or(id, |member| member.name.as_str()));
            let one = if let Some(name) = name {
                t!("assessment.device_of", member = name, device = device)
            } else {
                t!("assessment.device", device = device)
            };
            if told.iter().all(|other| *other != one) {
                told.push(one.into_owned());
            }
        }
        if told.is_empty() { t!("assessment.device_unknown").into_owned() } else { told.join(", ") }
    }
}

/// What an edition is called: its name, or the beginning of its hash where its text is not here. Two texts of one name
/// are told apart by the hash.
fn name_of(pin: &Pin) -> String {
    let hash: String = pin.hash.0.chars().take(8).collect();
    match &pin.checklist {
        Some(checklist) => format!("{} ({hash})", checklist.edition),
        None => hash,
    }
}
