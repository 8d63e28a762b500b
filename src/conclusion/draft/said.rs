//! What the records say, passage by passage: identity, items, and words that are made when it is known what stands before.

use super::super::citation::Citations;
use super::super::finding::{Finding, union};
use super::super::requirement::{self, Demand};
use super::super::wording::{self, count, fixed};
use super::super::{addressing, figure, notice, opening, phrase, unit_opinion};
use super::fixed_passage;
use super::standing::Setting;
use crate::assessment::ChecklistAssessment;
use crate::checklist::{Addressee, CauseKind, Field, Verdict};
use crate::inspection::{ItemKey, Part, PassageId, PassagePlace, Slot};
use crate::paper::{Paragraph, Source};

/// What the records say in one passage.
pub(super) struct Said<'a> {
    pub id: PassageId,
    pub field: Option<Field>,
    pub place: PassagePlace,
    pub findings: Vec<Finding<'a>>,
    pub words: Words<'a>,
    pub sources: Vec<Source>,
    /// What is required, of a requirement.
    pub demand: Option<&'a Demand>,
    /// Whether it goes with the shortcomings it is about: nothing is required, and no cause told, of what is not told.
    pub follows: Follows,
}

/// Whether a passage is left out with the shortcomings it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Follows {
    Shortcomings,
    Nothing,
}

/// Words of a passage. Those that cite documents depend on what was cited before.
pub(super) enum Words<'a> {
    Plain(String),
    Shortcoming {
        finding: Finding<'a>,
        /// What the checklist says of it, with its figures.
        says: String,
    },
    Group(Vec<Finding<'a>>),
}

impl Words<'_> {
    /// The words, with what they cite cited in full where `citations` has not come upon it before.
    pub fn say(&self, citations: &mut Citations) -> String {
        match self {
            Self::Plain(text) => text.clone(),
            Self::Shortcoming { finding, says } => notice::shortcoming_text(finding, says, citations),
            Self::Group(findings) => group(findings, citations),
        }
    }
}

impl Said<'_> {
    pub fn items(&self) -> Vec<ItemKey> {
        self.findings.iter().map(Finding::item_key).collect()
    }
}

/// Everything that the records lead to by themselves. What depends on what is printed (that nothing is said in a part, who
/// asks what of whom) comes later.
pub(super) fn all<'a>(setting: &Setting<'a>) -> Vec<Said<'a>> {
    let mut said = opening(setting);
    said.extend(strengths(setting));
    said.extend(shortcomings(setting));
    said.push(assessment(setting));
    said.extend(causes(setting, CauseKind::Objective, Part::ObjectiveCauses));
    said.extend(causes(setting, CauseKind::Subjective, Part::SubjectiveCauses));
    for (to, part) in ADDRESSEES {
        said.extend(demanded(setting, to, part));
    }
    said.extend(opinions(setting));
    said.push(plain(PassageId::fixed(Part::Closing, fixed_passage::FIRST), notice::closing(setting.inspected)));
    said
}

/// Parts of the requirements and whom they address.
pub(super) const ADDRESSEES: [(Addressee, Part); 3] = [
    (Addressee::Unit, Part::ForUnit),
    (Addressee::Agency, Part::ForAgencies),
    (Addressee::Superior, Part::ForSuperiors),
];

/// A passage of fixed wording.
pub(super) fn plain<'a>(id: PassageId, text: String) -> Said<'a> {
    let place = match id.slot {
        Slot::Fixed(fixed_passage::INTRODUCTION) => "0".to_owned(),
        Slot::Fixed(fixed_passage::REPORT_BACK) => "z".to_owned(),
        Slot::Fixed(number) => format!("1{number:05}"),
        _ => "y".to_owned(),
    };
    Said {
        id,
        field: None,
        place: PassagePlace::natural(place),
        findings: Vec::new(),
        words: Words::Plain(text),
        sources: Vec::new(),
        demand: None,
        follows: Follows::Nothing,
    }
}

fn of_finding(part: Part, finding: Finding<'_>, paragraph: Paragraph) -> Said<'_> {
    Said {
        id: PassageId::of_item(part, finding.item_key()),
        field: part.is_under_fields().then_some(finding.checklist().field),
        place: natural(&finding),
        findings: vec![finding],
        words: Words::Plain(paragraph.text),
        sources: paragraph.sources,
        demand: None,
        follows: Follows::Nothing,
    }
}

/// Where an item stands by its nature: its checklist among those of the unit, by field, and its position there. It does not
/// depend on what else is asked or said.
fn natural(finding: &Finding<'_>) -> PassagePlace {
    let mut checklists: Vec<_> =
        finding.inspected.judged.checklists().iter().map(ChecklistAssessment::checklist).collect();
    checklists.sort_by_key(|checklist| checklist.field);
    let of_checklist = checklists.iter().position(|checklist| checklist.id == finding.checklist().id);
    let of_item = finding.checklist().items().position(|item| item.id == finding.item.id);
    PassagePlace::natural(format!("1{:03}{:04}", of_checklist.unwrap_or(999), of_item.unwrap_or(9999)))
}

fn opening<'a>(setting: &Setting<'a>) -> Vec<Said<'a>> {
    let numbers = [fixed_passage::FIRST, fixed_passage::SECOND, fixed_passage::BEFORE];
    let paragraphs = opening::paragraphs(setting.inspected).into_iter().zip(numbers);
    let said = |(of, number): (Paragraph, u8)| Said {
        sources: of.sources,
        ..plain(PassageId::fixed(Part::Opening, number), of.text)
    };
    paragraphs.map(said).collect()
}

/// What passes and has something to say: the checklist's sentence, or a remark.
fn strengths<'a>(setting: &Setting<'a>) -> impl Iterator<Item = Said<'a>> {
    setting.findings.iter().filter_map(|finding| {
        let strength = finding.item.says.strength.as_ref();
        let remark = finding.remark();
        if finding.state.verdict != Some(Verdict::Pass) || (strength.is_none() && remark.is_empty()) {
            return None;
        }
        let text = phrase::joined([phrase::sentence(&finding.says(strength)), remark]);
        Some(of_finding(Part::Strengths, *finding, Paragraph::new(text, finding.sources(strength))))
    })
}

/// The shortcomings; several of one kind in one sentence, unless somebody made something of one of them by itself.
fn shortcomings<'a>(setting: &Setting<'a>) -> Vec<Said<'a>> {
    let mut said: Vec<Said<'a>> = Vec::new();
    let mut groups: Vec<(PassageId, Vec<Finding<'a>>)> = Vec::new();
    for finding in setting.findings.iter().filter(|finding| finding.is_shortcoming()) {
        let id = PassageId::of_item(Part::Shortcomings, finding.item_key());
        match kind(finding).filter(|_| setting.edit(&id).is_none()) {
            Some(slot) => {
                let id = PassageId { part: Part::Shortcomings, slot };
                match groups.iter_mut().find(|(known, _)| *known == id) {
                    Some((_, members)) => members.push(*finding),
                    None => groups.push((id, vec![*finding])),
                }
            }
            None => said.push(shortcoming(*finding)),
        }
    }
    for (id, members) in groups {
        match members.as_slice() {
            [only] if setting.edit(&id).is_none() => said.push(shortcoming(*only)),
            [first, ..] => said.push(Said {
                id,
                field: Some(first.checklist().field),
                place: natural(first),
                sources: union(members.iter().map(|finding| finding.sources(None))),
                words: Words::Group(members.clone()),
                findings: members,
                demand: None,
                follows: Follows::Nothing,
            }),
            [] => {}
        }
    }
    said
}

fn shortcoming(finding: Finding<'_>) -> Said<'_> {
    let says = finding.says(finding.item.says.shortcoming.as_ref());
    let paragraph = Paragraph::new(String::new(), notice::shortcoming_sources(&finding));
    let said = of_finding(Part::Shortcomings, finding, paragraph);
    Said { words: Words::Shortcoming { finding, says }, ..said }
}

/// Of which kind a shortcoming is, where it has nothing of its own to say: no sentence of the checklist, no remark, not
/// raised before.
fn kind(finding: &Finding<'_>) -> Option<Slot> {
    let silent =
        finding.item.says.shortcoming.is_none() && finding.remark().is_empty() && finding.recurrence().is_none();
    finding.state.verdict.filter(|_| silent).map(|verdict| Slot::Group(finding.checklist().field, verdict))
}

fn group(findings: &[Finding<'_>], citations: &mut Citations) -> String {
    let Some(first) = findings.first() else { return String::new() };
    let pad = first.inspected.round.letterhead.pad_counts;
    let verdict = first.state.verdict.map_or_else(|| fixed!("not_judged"), wording::verdict);
    let items: Vec<String> = findings.iter().map(|finding| member(finding, citations)).collect();
    phrase::sentence(&fixed!(
        "group_finding",
        count = count(findings.len(), pad),
        verdict = verdict,
        items = items.join("; ")
    ))
}

/// One of a group, with its figure and what it rests on.
fn member(finding: &Finding<'_>, citations: &mut Citations) -> String {
    let named = match figure::of_item(finding.checklist(), finding.item, finding.state) {
        Some(value) => fixed!("group_item_value", item = finding.ask(), value = value),
        None => fixed!("group_item", item = finding.ask()),
    };
    match citations.cite(finding.checklist(), &finding.item.basis) {
        Some(basis) if named.ends_with(')') || basis.contains('(') => {
            fixed!("group_basis_dash", text = named, basis = basis)
        }
        Some(basis) => fixed!("basis_bracket", text = named, basis = basis),
        None => named,
    }
}

fn assessment<'a>(setting: &Setting<'a>) -> Said<'a> {
    let paragraph = notice::general_assessment(setting.inspected, setting.findings);
    let said = plain(PassageId::fixed(Part::Assessment, fixed_passage::FIRST), paragraph.text);
    Said { sources: paragraph.sources, ..said }
}

/// Causes of the shortcomings, each once. A cause that misses a figure is left out: there is nothing plain to say in its place.
fn causes<'a>(setting: &Setting<'a>, kind: CauseKind, part: Part) -> Vec<Said<'a>> {
    let mut all = Vec::new();
    for finding in setting.findings.iter().filter(|finding| finding.is_shortcoming()) {
        let Some(cause) = finding.item.says.cause.as_ref().filter(|cause| cause.kind == kind) else { continue };
        let Ok(text) = cause.text.render(finding.judged.inputs()) else { continue };
        let text = phrase::sentence(&text);
        if !text.is_empty() {
            let said = of_finding(part, *finding, Paragraph::new(text, finding.sources(Some(&cause.text))));
            all.push(Said { follows: Follows::Shortcomings, ..said });
        }
    }
    merged(setting, all, |a, b| a.text() == b.text())
}

/// What the shortcomings require of one addressee.
fn demanded<'a>(setting: &Setting<'a>, to: Addressee, part: Part) -> Vec<Said<'a>> {
    let shortcomings = setting.findings.iter().filter(|finding| finding.is_shortcoming());
    let demands = shortcomings.zip(setting.demands).filter(|(_, demand)| demand.to == to);
    let all = demands.map(|(finding, demand)| {
        let paragraph = Paragraph::new(phrase::sentence(&demand.text), demand.sources.clone());
        let said = of_finding(part, *finding, paragraph);
        Said { demand: Some(demand), follows: Follows::Shortcomings, ..said }
    });
    let within = |of: &Said<'_>| of.demand.and_then(|demand| demand.within);
    merged(setting, all.collect(), |a, b| a.text() == b.text() && within(a) == within(b))
}

/// Those that say the same stand once, under the first of them; under the first that somebody edited, where anybody did.
/// Two that were edited stay two.
fn merged<'a>(setting: &Setting<'a>, all: Vec<Said<'a>>, same: impl Fn(&Said<'a>, &Said<'a>) -> bool) -> Vec<Said<'a>> {
    let is_edited = |said: &Said<'_>| setting.edit(&said.id).is_some();
    let mut merged: Vec<Said<'a>> = Vec::new();
    for said in all {
        let known = merged.iter_mut().find(|known| same(known, &said) && !(is_edited(known) && is_edited(&said)));
        let Some(known) = known else {
            merged.push(said);
            continue;
        };
        if is_edited(&said) {
            known.id = said.id;
        }
        known.findings.extend(said.findings);
        known.sources = union([std::mem::take(&mut known.sources), said.sources]);
    }
    merged
}

impl Said<'_> {
    fn text(&self) -> &str {
        match &self.words {
            Words::Plain(text) => text,
            Words::Shortcoming { .. } | Words::Group(_) => "",
        }
    }
}

fn opinions<'a>(setting: &Setting<'a>) -> impl Iterator<Item = Said<'a>> {
    setting.findings.iter().filter_map(|finding| {
        let said = of_finding(Part::Opinions, *finding, unit_opinion::paragraph(finding)?);
        let follows = if finding.is_shortcoming() { Follows::Shortcomings } else { Follows::Nothing };
        Some(Said { follows, ..said })
    })
}

/// Who asks what of whom, over the requirements of a part.
pub(super) fn introduction<'a>(setting: &Setting<'a>, part: Part) -> Option<Said<'a>> {
    let text = requirement::introduction(setting.inspected, part)?;
    Some(plain(PassageId::fixed(part, fixed_passage::INTRODUCTION), text))
}

/// The title over the requirements of a part.
pub(super) fn requirement_title(setting: &Setting<'_>, part: Part) -> String {
    match part {
        Part::ForAgencies => fixed!("for_agency"),
        Part::ForSuperiors => fixed!("for_superior"),
        _ => fixed!("for_unit", unit = addressing::unit(setting.inspected)),
    }
}
