//! What was recorded in the round and has what is sought.

use std::collections::HashSet;

use super::{Extent, Hit, HitKind, Ranked, RoundTexts, Target, round_of};
use crate::checklist::{ChecklistId, ItemId};
use crate::inspection::{EntryId, ItemKey, Store, UnitId};
use crate::journal::{Head, Journal, JournalError, Reading, RecordKey, Scope, texts_of};
use crate::vietnamese::sought::{Sought, words};

/// Hits looked up at the open unit.
const MOST_HERE: usize = 40;
/// Hits looked up in the whole round.
const MOST_ANYWHERE: usize = 120;

/// Adds what was recorded to `ranked`.
pub(super) fn find(
    store: &Store,
    texts: &RoundTexts,
    here: Option<&UnitId>,
    sought: &Sought,
    ranked: &mut Vec<Ranked>,
) -> Result<Extent, JournalError> {
    // One letter stands in every text.
    if sought.words().iter().all(|word| word.folded().len() < 2) {
        return Ok(Extent::First);
    }
    let journal = store.journal();
    let round = round_of(texts).as_str();
    let mut heads = match here {
        Some(unit) => {
            journal.search(Scope { round, unit: Some(unit.as_str()) }, sought, Reading::AsTyped, MOST_HERE)?
        }
        None => Vec::new(),
    };
    let anywhere = journal.search(Scope { round, unit: None }, sought, Reading::Mistyped, MOST_ANYWHERE)?;
    let extent = if heads.len() < MOST_HERE && anywhere.len() < MOST_ANYWHERE { Extent::All } else { Extent::First };
    heads.extend(anywhere);
    let mut seen = HashSet::new();
    for head in heads {
        if seen.insert(head.revision)
            && let Some(found) = ranked_head(texts, here, sought, &head)
            && !is_removed(journal, &head.record)?
        {
            ranked.push(found);
        }
    }
    Ok(extent)
}

/// A row, form, phrase … that was taken out is not there to be found, though its cells still stand.
fn is_removed(journal: &Journal, record: &RecordKey) -> Result<bool, JournalError> {
    if record.kind() == "answer" {
        return Ok(false);
    }
    let heads = journal.heads_of(record)?;
    Ok(heads.iter().any(|head| head.field.as_str() == "removed" && head.value == true))
}

fn ranked_head(texts: &RoundTexts, here: Option<&UnitId>, sought: &Sought, head: &Head) -> Option<Ranked> {
    let text = texts_of(&head.field, &head.value).join(" · ");
    let found = sought.find(&words(&text))?;
    let Place { kind, target } = place_of(texts, here, head)?;
    let unit = texts.unit(target.unit.as_str())?.name.clone();
    let number = target.item.as_ref().and_then(|key| texts.number(key)).unwrap_or_default().to_owned();
    Some(Ranked::new(found, here, Hit { kind, target, unit, number, text, places: Vec::new() }))
}

struct Place {
    kind: HitKind,
    target: Target,
}

/// Where a recorded text lies; `None` for the round's own definition, and for items and units that it no longer has.
fn place_of(texts: &RoundTexts, here: Option<&UnitId>, head: &Head) -> Option<Place> {
    let parts: Vec<&str> = head.record.as_str().split('/').collect();
    let kind = kind_of(head)?;
    let key = |checklist: &str, item: &str| {
        let key = ItemKey { checklist: ChecklistId::new(checklist).ok()?, item: ItemId::new(item).ok()? };
        texts.number(&key).is_some().then_some(key)
    };
    if kind == HitKind::Phrase {
        // `phrase/<round>/<checklist>/<item>/…` belongs to no unit.
        let item = key(parts.get(2)?, parts.get(3)?)?;
        let unit = texts.unit_asked(&item, here)?.id.clone();
        return Some(Place { kind, target: Target { unit, item: Some(item), row: None } });
    }
    let unit = texts.unit(parts.get(2)?)?.id.clone();
    let item = match (parts.get(3), parts.get(4)) {
        (Some(checklist), Some(item)) => Some(key(checklist, item)),
        _ => None,
    };
    // An item that is asked no more cannot be shown.
    let item = match item {
        Some(None) if kind != HitKind::Other => return None,
        other => other.flatten(),
    };
    let row = parts.get(5).filter(|_| kind == HitKind::Row).map(|entry| EntryId((*entry).to_owned()));
    Some(Place { kind, target: Target { unit, item, row } })
}

fn kind_of(head: &Head) -> Option<HitKind> {
    Some(match (head.record.kind(), head.field.as_str()) {
        // An issued notice only repeats what was recorded.
        ("round" | "unit" | "member" | "assignment" | "pin" | "notice" | "frozen", _) => return None,
        ("answer", "remark") => HitKind::Remark,
        ("answer", "note") => HitKind::Note,
        ("answer", "explanation") => HitKind::Explanation,
        ("answer", _) => HitKind::Text,
        ("phrase", _) => HitKind::Phrase,
        ("evidence", _) => HitKind::Evidence,
        ("row", _) => HitKind::Row,
        ("form", _) => HitKind::Form,
        ("question", _) => HitKind::Question,
        _ => HitKind::Other,
    })
}
