//! What becomes of each passage: printed or not, in whose words, after which others.

use std::collections::{BTreeMap, BTreeSet};

use super::super::citation::Citations;
use super::super::finding::{Finding, union};
use super::super::requirement::{self, Demand};
use super::super::wording::fixed;
use super::super::{Inspected, NoticeBasis, notice, phrase};
use super::said::{self, Follows, Said};
use super::{DraftChange, Passage, PassageDeadline, PassageStanding, fixed_passage, ordering, paired_figures};
use crate::checklist::{Field, Verdict};
use crate::inspection::{
    Deadline, Edited, ItemKey, Omission, Part, PassageEdit, PassageId, PassagePlace, Slot, Wording,
};
use crate::paper::{Paragraph, Source};

/// What the draft is made from.
pub(super) struct Setting<'a> {
    pub inspected: &'a Inspected<'a>,
    pub basis: &'a NoticeBasis,
    pub findings: &'a [Finding<'a>],
    pub demands: &'a [Demand],
}

impl<'a> Setting<'a> {
    /// What people made of a passage.
    pub fn edit(&self, id: &PassageId) -> Option<&'a PassageEdit> {
        self.inspected.passages.get(id)
    }

    /// Whether anything passes: then the unit can be asked to keep it up.
    fn has_passes(&self) -> bool {
        self.findings.iter().any(|finding| finding.state.verdict == Some(Verdict::Pass))
    }
}

/// Whether a passage is printed, and if not, why.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fate {
    Printed,
    LeftOut { reason: String, with: Option<PassageId> },
    Joined { into: PassageId },
}

/// Every passage, in the order of the paper.
pub(super) fn passages(setting: &Setting<'_>) -> Vec<Passage> {
    let mut all = said::all(setting);
    all.extend(own(setting));
    all.sort_by(|a, b| ordering::compare(&key(setting, a), &key(setting, b)));
    let mut fates = fates(setting, &all);
    for extra in depending(setting, &all, &fates) {
        let fate = own_fate(setting, &extra.id).unwrap_or(Fate::Printed);
        fates.insert(extra.id.clone(), fate);
        all.push(extra);
    }
    all.sort_by(|a, b| ordering::compare(&key(setting, a), &key(setting, b)));
    let mut passages = worded(setting, &all, &fates);
    let report_back = report_back(setting, &passages);
    passages.extend(report_back);
    let known: BTreeSet<PassageId> = passages.iter().map(|passage| passage.id.clone()).collect();
    passages.extend(orphans(setting, &known));
    passages.sort_by(|a, b| ordering::compare(&ordering::Key::of(a), &ordering::Key::of(b)));
    passages
}

fn key<'s>(setting: &Setting<'_>, said: &'s Said<'_>) -> ordering::Key<'s> {
    let moved = setting.edit(&said.id).and_then(|edit| edit.place.settled().cloned());
    let place = moved.unwrap_or_else(|| said.place.clone());
    ordering::Key { id: &said.id, field: said.field, place, is_orphan: false }
}

/// What people wrote from nothing.
fn own<'a>(setting: &Setting<'a>) -> Vec<Said<'a>> {
    let mut all = Vec::new();
    for (id, edit) in setting.inspected.passages.iter() {
        let Slot::Own(entry) = &id.slot else { continue };
        let opinions: &[Wording] = match &edit.wording {
            Edited::Nothing => continue,
            Edited::Settled(wording) => std::slice::from_ref(wording),
            Edited::Contested(opinions) => opinions,
        };
        let field = opinions.iter().find_map(|wording| wording.field).unwrap_or(Field::ChiDao);
        let mut own = said::plain(id.clone(), String::new());
        own.field = id.part.is_under_fields().then_some(field);
        // Behind what the program says, in the order in which they were written.
        own.place = PassagePlace::natural(format!("y{}", entry.0));
        all.push(own);
    }
    all
}

/// What a person said of printing a passage, where people agree.
fn own_fate(setting: &Setting<'_>, id: &PassageId) -> Option<Fate> {
    let omission = setting.edit(id)?.omission.settled()?;
    match omission {
        Omission::LeftOut { reason, .. } => Some(Fate::LeftOut { reason: reason.clone(), with: None }),
        Omission::Kept => None,
    }
}

fn fates(setting: &Setting<'_>, all: &[Said<'_>]) -> BTreeMap<PassageId, Fate> {
    let mut fates: BTreeMap<PassageId, Fate> =
        all.iter().map(|said| (said.id.clone(), own_fate(setting, &said.id).unwrap_or(Fate::Printed))).collect();
    let joined = joined(setting, all);
    for (id, into) in &joined {
        fates.insert(id.clone(), Fate::Joined { into: into.clone() });
    }
    // What is not told of the shortcomings takes along what belongs to it.
    let mut untold: BTreeMap<ItemKey, (PassageId, String)> = BTreeMap::new();
    for said in all.iter().filter(|said| said.id.part == Part::Shortcomings) {
        let root = joined.get(&said.id).unwrap_or(&said.id);
        if let Some(Fate::LeftOut { reason, .. }) = fates.get(root) {
            untold.extend(said.items().into_iter().map(|item| (item, (root.clone(), reason.clone()))));
        }
    }
    for said in all.iter().filter(|said| said.follows == Follows::Shortcomings) {
        let kept = setting.edit(&said.id).and_then(|edit| edit.omission.settled()) == Some(&Omission::Kept);
        let taken_along = said.items().iter().all(|item| untold.contains_key(item));
        if fates.get(&said.id) == Some(&Fate::Printed) && taken_along && !kept {
            let first = said.items().first().and_then(|item| untold.get(item)).cloned();
            if let Some((with, reason)) = first {
                fates.insert(said.id.clone(), Fate::LeftOut { reason, with: Some(with) });
            }
        }
    }
    fates
}

/// Passages that are said in the words of another one, and in whose in the end. Where that is not there any more, or leads
/// back to the passage itself (two laptops joined the two the other way round), each speaks for itself.
fn joined(setting: &Setting<'_>, all: &[Said<'_>]) -> BTreeMap<PassageId, PassageId> {
    let there: BTreeSet<&PassageId> = all.iter().map(|said| &said.id).collect();
    let next = |id: &PassageId| setting.edit(id).and_then(|edit| edit.joined.settled());
    let mut joined = BTreeMap::new();
    for said in all {
        let mut passed = vec![&said.id];
        let mut root = None;
        while let Some(into) = next(passed[passed.len() - 1]) {
            if passed.contains(&into) || !there.contains(into) || into.part != said.id.part {
                break;
            }
            passed.push(into);
            root = Some(into);
        }
        let turns_back = root.and_then(next).is_some_and(|into| passed.contains(&into));
        if let Some(root) = root.filter(|_| !turns_back) {
            joined.insert(said.id.clone(), root.clone());
        }
    }
    joined
}

/// What is said only because of what is printed: that there is nothing to tell, who asks what of whom.
fn depending<'a>(setting: &Setting<'a>, all: &[Said<'a>], fates: &BTreeMap<PassageId, Fate>) -> Vec<Said<'a>> {
    let is_printed = |said: &&Said<'a>| fates.get(&said.id) == Some(&Fate::Printed);
    let in_part = |part: Part| all.iter().filter(move |said| said.id.part == part);
    let mut extra = Vec::new();
    // Where all of them were left out, "none" would not be true: then there is nothing in that part.
    let silent = |part| in_part(part).all(|said| said.id.is_own()) && !in_part(part).any(|said| is_printed(&said));
    if silent(Part::Strengths) {
        let text = notice::no_strength(setting.inspected, setting.findings);
        extra.push(said::plain(PassageId::fixed(Part::Strengths, fixed_passage::FIRST), text));
    }
    if silent(Part::Shortcomings) {
        let text = notice::no_shortcoming(setting.findings);
        extra.push(said::plain(PassageId::fixed(Part::Shortcomings, fixed_passage::FIRST), text));
    }
    let mut parts: BTreeSet<Part> =
        all.iter().filter(is_printed).map(|said| said.id.part).filter(|part| part.is_requirement()).collect();
    if !parts.contains(&Part::ForUnit) && setting.has_passes() {
        let keep_up = PassageId::fixed(Part::ForUnit, fixed_passage::KEEP_UP);
        if own_fate(setting, &keep_up).is_none() {
            parts.insert(Part::ForUnit);
        }
        extra.push(said::plain(keep_up, phrase::sentence(&fixed!("keep_up"))));
    }
    extra.extend(parts.iter().filter_map(|part| said::introduction(setting, *part)));
    if parts.is_empty() {
        let id = PassageId::fixed(Part::ForUnit, fixed_passage::NOTHING);
        extra.push(said::plain(id, fixed!("nothing")));
    }
    extra
}

/// The passages in words, documents cited in full where they come first.
fn worded(setting: &Setting<'_>, all: &[Said<'_>], fates: &BTreeMap<PassageId, Fate>) -> Vec<Passage> {
    let mut citations = Citations::default();
    let fate = |id: &PassageId| fates.get(id).cloned().unwrap_or(Fate::Printed);
    let mut passages = Vec::with_capacity(all.len());
    for said in all {
        let fate = fate(&said.id);
        let absorbed: Vec<&Said<'_>> =
            all.iter().filter(|other| fates.get(&other.id) == Some(&Fate::Joined { into: said.id.clone() })).collect();
        let voices = || std::iter::once(said).chain(absorbed.iter().copied());
        let say = |citations: &mut Citations| phrase::joined(voices().map(|voice| voice.words.say(citations)));
        let core = say(&mut Citations::everything());
        let wording = setting.edit(&said.id).map_or(&Edited::Nothing, |edit| &edit.wording);
        let drafted = match (&fate, wording) {
            (Fate::Printed, Edited::Nothing | Edited::Contested(_)) => say(&mut citations),
            (_, Edited::Settled(wording)) => {
                let drafted = say(&mut citations.clone());
                if fate == Fate::Printed {
                    citations.note(&wording.text, voices().flat_map(|voice| &voice.findings).map(Finding::checklist));
                }
                drafted
            }
            (_, _) => say(&mut citations.clone()),
        };
        let sources = union(voices().map(|voice| voice.sources.clone()));
        let mut passage = passage(setting, said, &fate, Paragraph::new(drafted, sources), core);
        passage.items.extend(absorbed.iter().flat_map(|voice| voice.items()));
        passages.push(passage);
    }
    passages
}

fn passage(setting: &Setting<'_>, said: &Said<'_>, fate: &Fate, drafted: Paragraph, core: String) -> Passage {
    let edit = setting.edit(&said.id);
    let wording = edit.and_then(|edit| edit.wording.settled());
    let looked_at = match (wording, edit.and_then(|edit| edit.omission.settled())) {
        (_, Some(Omission::LeftOut { drafted, .. })) => Some(drafted),
        (Some(wording), _) => Some(&wording.drafted),
        (None, _) => None,
    };
    let change = looked_at.filter(|then| **then != core).map(|then| DraftChange {
        then: then.clone(),
        now: core.clone(),
        figures: paired_figures(then, &core).unwrap_or_default(),
    });
    let standing = match (fate, &change) {
        _ if edit.is_some_and(PassageEdit::is_contested) => PassageStanding::Contested,
        (Fate::LeftOut { reason, with }, _) => PassageStanding::LeftOut { reason: reason.clone(), with: with.clone() },
        (Fate::Joined { into }, _) => PassageStanding::Joined { into: into.clone() },
        (Fate::Printed, Some(change)) => {
            PassageStanding::Changed { then: change.then.clone(), now: change.now.clone() }
        }
        (Fate::Printed, None) if said.id.is_own() => PassageStanding::Own,
        (Fate::Printed, None) if wording.is_some() => PassageStanding::Edited,
        (Fate::Printed, None) => PassageStanding::Drafted,
    };
    let text = match wording {
        Some(wording) => wording.text.clone(),
        None => drafted.text.clone(),
    };
    let text = if standing == PassageStanding::Contested { contested(&text) } else { text };
    let deadline = deadline(setting, said, edit);
    let printed = deadline.map_or_else(|| text.clone(), |until| requirement::until(setting.inspected, &text, until));
    let edited = edit.iter().flat_map(|edit| &edit.authors).map(|author| Source(author.revision.to_string()));
    let sources = union([drafted.sources.clone(), edited.collect()]);
    let place = key(setting, said).place;
    Passage {
        id: said.id.clone(),
        field: said.field,
        items: said.items(),
        drafted,
        edit: edit.cloned(),
        text,
        printed,
        sources,
        standing,
        change,
        deadline,
        place,
        core,
    }
}

/// What is printed where opinions differ: never one of them as if it were settled.
fn contested(text: &str) -> String {
    phrase::joined([fixed!("contested_passage"), text.to_owned()])
}

/// Until when: as the checklist has it, or as a person set it.
fn deadline(setting: &Setting<'_>, said: &Said<'_>, edit: Option<&PassageEdit>) -> Option<PassageDeadline> {
    let requires = said.demand.is_some() || (said.id.is_own() && said.id.part.is_requirement());
    if !requires {
        return None;
    }
    let none = PassageDeadline { within: None, due: None };
    Some(match edit.and_then(|edit| edit.deadline.settled()) {
        Some(Deadline::WorkingDays(days)) => {
            let due = setting.basis.date.map(|issued| setting.inspected.calendar.add_working_days(issued, *days));
            PassageDeadline { within: Some(*days), due }
        }
        Some(Deadline::Day(day)) => PassageDeadline { within: None, due: Some(*day) },
        Some(Deadline::None) => none,
        None => said.demand.map_or(none, |demand| PassageDeadline { within: demand.within, due: demand.due }),
    })
}

/// That the unit report back, which depends on the deadlines of all that is required of it.
fn report_back(setting: &Setting<'_>, passages: &[Passage]) -> Option<Passage> {
    let required = passages.iter().filter(|of| of.id.part == Part::ForUnit && of.is_printed());
    let last = required.filter_map(|passage| passage.deadline).max_by_key(|until| (until.due, until.within))?;
    let id = PassageId::fixed(Part::ForUnit, fixed_passage::REPORT_BACK);
    let said = said::plain(id, requirement::report_back(setting.inspected));
    let fate = own_fate(setting, &said.id).unwrap_or(Fate::Printed);
    let core = said.words.say(&mut Citations::everything());
    let mut passage = passage(setting, &said, &fate, core.clone().into(), core);
    passage.printed = requirement::reported_until(setting.inspected, &passage.text, last);
    Some(passage)
}

/// What somebody edited or left out, and the records no longer lead to.
fn orphans(setting: &Setting<'_>, known: &BTreeSet<PassageId>) -> Vec<Passage> {
    let all = setting.inspected.passages.iter().filter(|(id, _)| !known.contains(id) && !id.is_own());
    all.filter_map(|(id, edit)| {
        let left_out = match &edit.omission {
            Edited::Settled(Omission::LeftOut { drafted, .. }) => Some(drafted),
            _ => None,
        };
        let text = match &edit.wording {
            Edited::Settled(wording) => wording.text.clone(),
            Edited::Contested(opinions) => phrase::joined(opinions.iter().map(|wording| format!("[{}]", wording.text))),
            Edited::Nothing => left_out?.clone(),
        };
        let items = match &id.slot {
            Slot::Item(item) => vec![item.clone()],
            _ => Vec::new(),
        };
        let field = match &id.slot {
            Slot::Item(item) => setting.inspected.judged.checklist(&item.checklist).map(|of| of.checklist().field),
            Slot::Group(field, _) => Some(*field),
            Slot::Fixed(_) | Slot::Own(_) => None,
        };
        Some(Passage {
            id: id.clone(),
            field: field.filter(|_| id.part.is_under_fields()),
            items,
            drafted: Paragraph::new(String::new(), Vec::new()),
            edit: Some(edit.clone()),
            printed: text.clone(),
            text,
            sources: edit.authors.iter().map(|author| Source(author.revision.to_string())).collect(),
            standing: PassageStanding::Orphaned,
            change: None,
            deadline: None,
            place: PassagePlace::natural("zz".to_owned()),
            core: String::new(),
        })
    })
    .collect()
}
