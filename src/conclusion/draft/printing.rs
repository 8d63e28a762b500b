//! The notice, from its passages.

use chrono::Datelike;

use super::super::addressing;
use super::super::notice;
use super::super::wording::{self, fixed};
use super::super::{annex, phrase};
use super::said::{ADDRESSEES, requirement_title};
use super::standing::Setting;
use super::{DraftRequirement, Passage, fixed_passage};
use crate::checklist::Field;
use crate::inspection::{ItemKey, NoticeTitle, Part, PassageId, Slot};
use crate::paper::{
    Block, Document, IssueDate, Letterhead, PaperKind, Paragraph, PlaceDate, Properties, Requirement, Section,
    SectionTitle,
};

/// Left free for the pen where the letterhead names no place.
const PLACE_GAP: &str = "…………";

/// What is required of whom: of what several shortcomings share, one for each of them that is told.
pub(super) fn requirements(setting: &Setting<'_>, passages: &[Passage]) -> Vec<DraftRequirement> {
    let mut all = Vec::new();
    for (to, part) in ADDRESSEES {
        let of_part = passages.iter().filter(|passage| passage.id.part == part && passage.is_printed());
        for passage in of_part {
            let Some(until) = passage.deadline else { continue };
            let one = |item| DraftRequirement {
                passage: passage.id.clone(),
                text: phrase::clause(&passage.text),
                to,
                within: until.within,
                due: until.due,
                item,
            };
            if passage.id.is_own() {
                all.push(one(None));
                continue;
            }
            let told = |item: &&ItemKey| {
                let mut of = passages.iter().filter(|of| of.id.part == Part::Shortcomings && of.items.contains(item));
                of.any(Passage::is_printed)
            };
            // Where none of its shortcomings is told, a person wants it all the same.
            let any_told = passage.items.iter().any(|item| told(&item));
            let items = passage.items.iter().filter(|item| !any_told || told(item));
            all.extend(items.map(|item| one(Some(item.clone()))));
        }
    }
    let place = |of: &DraftRequirement| {
        let item = of.item.as_ref();
        item.and_then(|item| setting.findings.iter().position(|finding| finding.item_key() == *item))
    };
    // Programs read them in the order of the checklists, those of one's own last.
    all.sort_by_key(|of| place(of).unwrap_or(usize::MAX));
    all
}

/// The notice.
pub(super) fn document(setting: &Setting<'_>, passages: &[Passage], requirements: &[DraftRequirement]) -> Document {
    let (inspected, basis) = (setting.inspected, setting.basis);
    let letterhead = &inspected.round.letterhead;
    let subject = addressing::subject(inspected);
    let title = match letterhead.title {
        NoticeTitle::Conclusion => fixed!("abstract_conclusion", subject = subject),
        NoticeTitle::Result => fixed!("abstract_result", subject = subject),
    };
    let place = phrase::clause(&letterhead.place);
    let date = basis.date.map_or(IssueDate::Open { year: basis.now.year() }, IssueDate::Known);
    let requirement = |of: &DraftRequirement| Requirement {
        text: of.text.clone(),
        due: of.due,
        item: of.item.as_ref().map(ToString::to_string),
    };
    Document {
        kind: PaperKind::Notice,
        letterhead: Letterhead {
            parent: letterhead.parent.as_deref().map(phrase::clause).filter(|parent| !parent.is_empty()),
            agency: addressing::agency(inspected),
        },
        number: basis.number,
        notation: addressing::notation(letterhead, PaperKind::Notice),
        place_date: Some(PlaceDate { place: if place.is_empty() { PLACE_GAP.to_owned() } else { place }, date }),
        abstract_text: title.clone(),
        addressed_to: Vec::new(),
        bases: Vec::new(),
        body: body(setting, passages),
        closing: closing(setting, passages),
        recipients: Some(addressing::recipients(inspected)),
        signatures: vec![addressing::signer(letterhead)],
        annexes: annex::of_notice(inspected, setting.findings, &annex::Told { passages, requirements }),
        status: basis.status,
        requirements: requirements.iter().map(requirement).collect(),
        properties: Properties {
            title: fixed!(
                "file_title",
                kind = crate::paper::lettering::type_name(PaperKind::Notice),
                subject = phrase::lower_first(&title)
            ),
            author: addressing::agency(inspected),
            subject: phrase::clause(&inspected.round.title),
            created: basis.now,
        },
    }
}

fn paragraph(passage: &Passage) -> Paragraph {
    Paragraph::new(passage.printed.clone(), passage.sources.clone())
}

/// The last paragraph; it cannot be left out.
fn closing(setting: &Setting<'_>, passages: &[Passage]) -> Paragraph {
    let id = PassageId::fixed(Part::Closing, fixed_passage::FIRST);
    let found = passages.iter().find(|passage| passage.id == id);
    found.map_or_else(|| notice::closing(setting.inspected).into(), paragraph)
}

fn body(setting: &Setting<'_>, passages: &[Passage]) -> Vec<Section> {
    let of = |part: Part| -> Vec<&Passage> {
        passages.iter().filter(|passage| passage.id.part == part && passage.is_printed()).collect()
    };
    let untitled = |blocks| Section { title: SectionTitle::Untitled, blocks };
    let blocks = |part: Part| of(part).into_iter().map(block).collect::<Vec<_>>();
    let under = |title: String, part: Part| match blocks(part) {
        said if said.is_empty() => said,
        said => std::iter::once(Block::Heading(title.into())).chain(said).collect(),
    };
    let numbered = |title: String, blocks: Vec<Block>| (!blocks.is_empty()).then(|| numbered(title, blocks));
    let causes =
        [under(fixed!("objective"), Part::ObjectiveCauses), under(fixed!("subjective"), Part::SubjectiveCauses)];
    let requirements = ADDRESSEES.map(|(_, part)| match of(part).as_slice() {
        [only] if only.id.slot == Slot::Fixed(fixed_passage::NOTHING) => blocks(part),
        _ => under(requirement_title(setting, part), part),
    });
    let sections = [
        Some(untitled(blocks(Part::Opening))),
        numbered(fixed!("results"), under_fields(setting, &of(Part::Strengths))),
        numbered(fixed!("shortcomings"), under_fields(setting, &of(Part::Shortcomings))),
        Some(untitled(blocks(Part::Assessment))).filter(|section| !section.blocks.is_empty()),
        numbered(fixed!("causes"), causes.concat()),
        numbered(fixed!("requirements"), requirements.concat()),
        numbered(fixed!("opinions"), blocks(Part::Opinions)),
        Some(untitled(own_of_closing(&of(Part::Closing)))).filter(|section| !section.blocks.is_empty()),
    ];
    sections.into_iter().flatten().collect()
}

fn numbered(title: String, blocks: Vec<Block>) -> Section {
    Section { title: SectionTitle::Numbered(title), blocks }
}

/// What people wrote before the last paragraph.
fn own_of_closing(passages: &[&Passage]) -> Vec<Block> {
    passages.iter().filter(|passage| passage.id.is_own()).map(|passage| block(passage)).collect()
}

/// A numbered title per field that has any passage.
fn under_fields(setting: &Setting<'_>, passages: &[&Passage]) -> Vec<Block> {
    let mut blocks: Vec<Block> =
        passages.iter().filter(|passage| passage.field.is_none()).map(|passage| block(passage)).collect();
    for field in Field::ALL {
        let mut of_field = passages.iter().filter(|passage| passage.field == Some(field)).peekable();
        if of_field.peek().is_some() {
            blocks.push(Block::Heading(wording::field(field, setting.inspected.round.period).into()));
            blocks.extend(of_field.map(|passage| block(passage)));
        }
    }
    blocks
}

/// How a passage stands in its part.
fn block(passage: &Passage) -> Block {
    let paragraph = paragraph(passage);
    match (passage.id.part, &passage.id.slot) {
        (Part::Opening | Part::Assessment | Part::Closing, _)
        | (Part::Strengths | Part::Shortcomings, Slot::Fixed(_))
        | (_, Slot::Fixed(fixed_passage::INTRODUCTION | fixed_passage::NOTHING)) => Block::Plain(paragraph),
        (Part::Strengths | Part::ObjectiveCauses | Part::SubjectiveCauses, _) => Block::Dash(paragraph),
        (Part::Shortcomings | Part::ForUnit | Part::ForAgencies | Part::ForSuperiors, _) => Block::Lettered(paragraph),
        (Part::Opinions, _) => Block::Numbered(paragraph),
    }
}
