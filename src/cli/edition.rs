//! `kiemtra checklist adopt`: answers made under another edition of a checklist, and the edition a round uses.

use std::collections::BTreeSet;
use std::sync::Arc;

use rust_i18n::t;
use serde::Serialize;

use super::arguments::AdoptArguments;
use super::error::CommandError;
use super::output::Output;
use super::session::Session;
use crate::assessment::OpenRound;
use crate::checklist::{Checklist, ChecklistId};
use crate::exchange::edition::{
    Carrying, ChangedItem, ChecklistReview, Difference, EditionReview, GoneItem, OldAnswer, Signing, differences,
};
use crate::inspection::{InspectionError, ItemKey, Reasked, Recorder, Store, UnitId, find_unit};
use crate::journal::Author;

/// Lists, takes over or chooses, as asked.
pub fn run(session: &mut Session, arguments: &AdoptArguments) -> Result<(), CommandError> {
    let mut store = session.open()?;
    let open = OpenRound::open(&store, &arguments.round)?;
    session.check_member(&store, &open.round)?;
    if let Some(wanted) = &arguments.edition {
        return choose(session, &mut store, &open, wanted, arguments.reason.as_deref());
    }
    let review = EditionReview::of(&store, &open.round)?;
    let choice = Choice::read(&open, &review, arguments)?;
    let Some(reason) = &arguments.reason else {
        return if arguments.json {
            print_json(&mut session.output, &open, &review, &choice)
        } else {
            list(&mut session.output, &open, &review, &choice)
        };
    };
    let member = store.acting(&open.round, session.settings.member.as_deref())?;
    let answers: Vec<Reasked> = choice.items(&review).flat_map(|item| choice.reasked(item)).collect();
    if let Some(first) = answers.first() {
        let by = Recorder {
            round: open.round.id.clone(),
            unit: first.unit.clone(),
            member: member.id.to_string(),
            reason: Some(reason.clone()),
        };
        store.take_over(&by, &answers)?;
        session.back_up();
    }
    if arguments.json {
        let review = EditionReview::of(&store, &open.round)?;
        return print_json(&mut session.output, &open, &review, &choice);
    }
    tell(&mut session.output, &review, &choice)
}

/// Which items and units are meant.
struct Choice {
    items: BTreeSet<ItemKey>,
    units: BTreeSet<UnitId>,
}

impl Choice {
    fn read(open: &OpenRound, review: &EditionReview, arguments: &AdoptArguments) -> Result<Self, CommandError> {
        let mut items = BTreeSet::new();
        for named in &arguments.items {
            let listed = review.checklists.iter().flat_map(|checklist| &checklist.changed).map(|item| &item.key);
            let asked = open.editions.iter().flat_map(|edition| {
                let checklist = &edition.checklist;
                checklist.items().map(|item| ItemKey { checklist: checklist.id.clone(), item: item.id.clone() })
            });
            let found = listed.cloned().chain(asked).find(|key| key.to_string() == *named);
            items.insert(found.ok_or_else(|| InspectionError::UnknownItem { id: named.clone() })?);
        }
        let units = arguments.units.iter().map(|unit| find_unit(&open.round, unit).map(|unit| unit.id.clone()));
        Ok(Self { items, units: units.collect::<Result<_, _>>()? })
    }

    fn items<'a>(&'a self, review: &'a EditionReview) -> impl Iterator<Item = &'a ChangedItem> {
        let changed = review.checklists.iter().flat_map(|checklist| &checklist.changed);
        changed.filter(|item| self.has_item(&item.key))
    }

    fn has_item(&self, key: &ItemKey) -> bool {
        self.items.is_empty() || self.items.contains(key)
    }

    fn has_unit(&self, unit: &UnitId) -> bool {
        self.units.is_empty() || self.units.contains(unit)
    }

    /// Signed units only where they are named.
    fn reasked(&self, item: &ChangedItem) -> Vec<Reasked> {
        let units = if self.units.is_empty() { item.open_units().cloned().collect() } else { self.units.clone() };
        item.reasked(&units).collect()
    }
}

/// Which edition the round uses from now on: `checklist@edition`, or `checklist@` and the beginning of its hash.
fn choose(
    session: &mut Session,
    store: &mut Store,
    open: &OpenRound,
    wanted: &str,
    reason: Option<&str>,
) -> Result<(), CommandError> {
    let (id, edition) = wanted.split_once('@').unwrap_or((wanted, ""));
    let known = || store.library().ids().into_iter().map(str::to_owned).collect();
    let unknown = || InspectionError::UnknownChecklist { id: id.to_owned(), known: known() };
    let checklist = ChecklistId::new(id).map_err(|_| unknown())?;
    let mut pins: Vec<Arc<Checklist>> = Vec::new();
    for used in open.editions.iter().filter(|used| used.checklist.id == checklist) {
        pins.extend(used.pins.iter().filter_map(|pin| pin.checklist.clone()));
    }
    // Of two texts with one name the file at hand is meant, unless the hash says otherwise.
    let at_hand = store.library().editions(id);
    let all: Vec<Arc<Checklist>> = at_hand.into_iter().chain(pins).chain(store.known_editions(&checklist)?).collect();
    let by_hash = |found: &&Arc<Checklist>| edition.len() >= 8 && found.hash.0.starts_with(edition);
    let found = all.iter().find(|found| found.edition == edition).or_else(|| all.iter().find(by_hash)).cloned();
    let found = found.ok_or_else(|| {
        let names: BTreeSet<String> = all.iter().map(|found| found.edition.clone()).collect();
        CommandError::UnknownEdition {
            id: id.to_owned(),
            edition: edition.to_owned(),
            known: names.into_iter().collect(),
        }
    })?;
    let member = store.acting(&open.round, session.settings.member.as_deref())?;
    let author = Author { member: Some(member.id.to_string()), reason: reason.map(str::to_owned) };
    store.use_edition(&open.round, &found, &author)?;
    session.back_up();
    session.output.line(t!("cli.edition.used", id = found.id, edition = found.edition))
}

fn list(output: &mut Output, open: &OpenRound, review: &EditionReview, choice: &Choice) -> Result<(), CommandError> {
    let problems = open.edition_problems();
    for problem in &problems {
        output.line(&problem.message)?;
    }
    let mut told = false;
    for checklist in &review.checklists {
        let changed: Vec<&ChangedItem> = checklist.changed.iter().filter(|item| choice.has_item(&item.key)).collect();
        let gone: Vec<&GoneItem> = checklist.gone.iter().filter(|item| choice.has_item(&item.key)).collect();
        if changed.is_empty() && gone.is_empty() {
            continue;
        }
        if told || !problems.is_empty() {
            output.gap()?;
        }
        told = true;
        output.line(checklist.title())?;
        if !changed.is_empty() {
            output.line(t!("cli.edition.changed"))?;
        }
        for item in changed {
            output.line(format_args!("  {}  {}", item.key, item.now.ask))?;
            for Difference { aspect, before, after } in item.then.iter().flat_map(|then| differences(then, &item.now)) {
                let aspect = aspect.label();
                output.line(t!("cli.edition.difference", aspect = aspect, before = before, after = after))?;
            }
            answers(output, &item.answers, choice)?;
        }
        if !gone.is_empty() {
            let known = checklist.asked.is_some() || !open.round.checklists.contains(&checklist.id);
            output.line(if known { t!("cli.edition.gone") } else { t!("cli.edition.without_words") })?;
        }
        for item in gone {
            let ask = item.then.as_ref().map_or("", |then| then.ask.as_str());
            output.line(format!("  {}  {ask}", item.key).trim_end())?;
            answers(output, &item.answers, choice)?;
        }
    }
    if !told && problems.is_empty() {
        return output.line(t!("cli.edition.none"));
    }
    if review.waiting() > 0 {
        output.gap()?;
        output.line(t!("cli.edition.how", round = open.round.id))?;
    }
    Ok(())
}

fn answers(output: &mut Output, answers: &[OldAnswer], choice: &Choice) -> Result<(), CommandError> {
    for old in answers.iter().filter(|old| choice.has_unit(&old.unit)) {
        let who = old.answer.members.iter().cloned().collect::<Vec<_>>().join(", ");
        output.line(t!("cli.edition.answer", unit = old.unit, said = old.said, who = who))?;
        match (&old.carrying, old.signing) {
            (Carrying::Cannot { why }, _) => output.line(t!("cli.edition.cannot", why = why))?,
            (Carrying::Holds, Signing::Signed) => output.line(t!("cli.edition.signed", unit = old.unit))?,
            _ => {}
        }
    }
    Ok(())
}

/// What was taken over, and what was left out.
fn tell(output: &mut Output, review: &EditionReview, choice: &Choice) -> Result<(), CommandError> {
    let mut count = 0;
    for item in choice.items(review) {
        let taken = choice.reasked(item);
        count += taken.len();
        if !taken.is_empty() {
            output.line(t!("cli.edition.taken", item = item.key, count = taken.len()))?;
        }
        for old in item.answers.iter().filter(|old| choice.has_unit(&old.unit)) {
            if let Carrying::Cannot { why } = &old.carrying {
                output.line(t!("cli.edition.left_cannot", item = item.key, unit = old.unit, why = why))?;
            } else if taken.iter().all(|taken| taken.unit != old.unit) {
                output.line(t!("cli.edition.left_signed", item = item.key, unit = old.unit))?;
            }
        }
    }
    if count == 0 { output.line(t!("cli.edition.nothing")) } else { Ok(()) }
}

/// `checklist adopt --json`.
#[derive(Serialize)]
struct Report<'a> {
    round: &'a str,
    checklists: Vec<ChecklistReport<'a>>,
}

#[derive(Serialize)]
struct ChecklistReport<'a> {
    checklist: &'a str,
    /// Name of the edition that is asked; null where its text is not here.
    edition: Option<&'a str>,
    /// Editions that laptops chose.
    pins: Vec<PinReport<'a>>,
    changed: Vec<ItemReport<'a>>,
    gone: Vec<ItemReport<'a>>,
}

#[derive(Serialize)]
struct PinReport<'a> {
    hash: &'a str,
    edition: Option<&'a str>,
    members: Vec<Option<&'a str>>,
    devices: Vec<&'a str>,
}

#[derive(Serialize)]
struct ItemReport<'a> {
    item: String,
    ask: Option<&'a str>,
    differences: Vec<DifferenceReport>,
    answers: Vec<AnswerReport<'a>>,
}

#[derive(Serialize)]
struct DifferenceReport {
    aspect: &'static str,
    before: String,
    after: String,
}

#[derive(Serialize)]
struct AnswerReport<'a> {
    unit: &'a str,
    members: Vec<&'a str>,
    said: &'a str,
    /// Whether it can be taken over.
    holds: bool,
    why: Option<&'a str>,
    signed: bool,
}

impl<'a> ChecklistReport<'a> {
    fn of(review: &'a ChecklistReview, choice: &Choice) -> Self {
        let pins = review.pins.iter().map(|pin| PinReport {
            hash: &pin.hash.0,
            edition: pin.checklist.as_ref().map(|edition| edition.edition.as_str()),
            members: pin.heads.iter().map(|head| head.member.as_deref()).collect(),
            devices: pin.heads.iter().map(|head| head.device.as_str()).collect(),
        });
        let changed = review.changed.iter().filter(|item| choice.has_item(&item.key)).map(|item| {
            let differences = item.then.iter().flat_map(|then| differences(then, &item.now));
            let differences = differences.map(|Difference { aspect, before, after }| DifferenceReport {
                aspect: aspect.as_str(),
                before,
                after,
            });
            ItemReport {
                item: item.key.to_string(),
                ask: Some(&item.now.ask),
                differences: differences.collect(),
                answers: answer_reports(&item.answers, choice),
            }
        });
        let gone = review.gone.iter().filter(|item| choice.has_item(&item.key)).map(|item| ItemReport {
            item: item.key.to_string(),
            ask: item.then.as_ref().map(|then| then.ask.as_str()),
            differences: Vec::new(),
            answers: answer_reports(&item.answers, choice),
        });
        Self {
            checklist: review.id.as_str(),
            edition: review.asked.as_ref().map(|asked| asked.edition.as_str()),
            pins: pins.collect(),
            changed: changed.collect(),
            gone: gone.collect(),
        }
    }
}

fn answer_reports<'a>(answers: &'a [OldAnswer], choice: &Choice) -> Vec<AnswerReport<'a>> {
    let meant = answers.iter().filter(|old| choice.has_unit(&old.unit));
    let report = |old: &'a OldAnswer| AnswerReport {
        unit: old.unit.as_str(),
        members: old.answer.members.iter().map(String::as_str).collect(),
        said: &old.said,
        holds: old.carrying == Carrying::Holds,
        why: match &old.carrying {
            Carrying::Cannot { why } => Some(why),
            Carrying::Holds | Carrying::NotAsked => None,
        },
        signed: old.signing == Signing::Signed,
    };
    meant.map(report).collect()
}

fn print_json(
    output: &mut Output,
    open: &OpenRound,
    review: &EditionReview,
    choice: &Choice,
) -> Result<(), CommandError> {
    let checklists = review.checklists.iter().map(|checklist| ChecklistReport::of(checklist, choice)).collect();
    let report = Report { round: open.round.id.as_str(), checklists };
    output.line(serde_json::to_string(&report).map_err(std::io::Error::from)?)
}
