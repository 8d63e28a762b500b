//! The fields of a round: what stands in one, and taking in what was typed.

use rust_i18n::t;

use super::draft::{DocumentOf, RoundDraft};
use crate::checklist::UnitKind;
use crate::inspection::{Head, MemberId, Mode, NoticeTitle, PadCounts, Role, RoundId, Signer, UnitId};
use crate::tui::screens::names;
use crate::tui::widgets::text_field::Accepts;
use crate::vietnamese::date::{format_date, parse_date};
use crate::vietnamese::nfc::single_line;
use crate::vietnamese::number::{format_number, parse_number, parse_percent};

/// One field of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Slot {
    Title,
    Id,
    Mode,
    PeriodFrom,
    PeriodTo,
    Document(DocumentOf, DocumentField),
    Letterhead(LetterheadField),
    /// A line of Nơi nhận; one past the last adds a line, an emptied line goes.
    Recipient(usize),
    Target(String),
    /// `tên = giá trị`.
    NewTarget,
    Member(usize, MemberField),
    Unit(usize, UnitField),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DocumentField {
    Number,
    Date,
    Issuer,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LetterheadField {
    Parent,
    Agency,
    Notation,
    Place,
    Authority,
    SignerPost,
    SignerName,
    Filing,
    Title,
    PadCounts,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MemberField {
    Name,
    Id,
    Post,
    Agency,
    Role,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UnitField {
    Name,
    Id,
    Kind,
    Under,
    Visit,
    HeadName,
    HeadPost,
}

/// Decimals a target may have.
const TARGET_DECIMALS: u8 = 6;

impl Slot {
    /// What may be typed into it.
    pub fn accepts(&self) -> Accepts {
        match self {
            Self::PeriodFrom
            | Self::PeriodTo
            | Self::Document(_, DocumentField::Date)
            | Self::Unit(_, UnitField::Visit) => Accepts::Date,
            Self::Target(_) => Accepts::Number,
            Self::Id | Self::Unit(_, UnitField::Id) => Accepts::Verbatim,
            _ => Accepts::Text,
        }
    }

    /// What stands in it, as it is typed.
    pub fn value(&self, draft: &RoundDraft) -> String {
        let round = &draft.round;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        match self {
            Self::Title => round.title.clone(),
            Self::Id => round.id.to_string(),
            Self::Mode => names::mode(round.mode),
            Self::PeriodFrom => format_date(round.period.from),
            Self::PeriodTo => format_date(round.period.to),
            Self::Document(of, field) => {
                let document = draft.document(*of);
                match field {
                    DocumentField::Number => document.number,
                    DocumentField::Date => document.date.map(format_date).unwrap_or_default(),
                    DocumentField::Issuer => document.issuer,
                }
            }
            Self::Letterhead(field) => letterhead_value(draft, *field),
            Self::Recipient(line) => round.letterhead.recipients.get(*line).cloned().unwrap_or_default(),
            Self::Target(name) => round.targets.get(name).copied().map(format_number).unwrap_or_default(),
            Self::NewTarget => String::new(),
            Self::Member(place, field) => {
                let Some(member) = round.members.get(*place) else { return String::new() };
                match field {
                    MemberField::Name => member.name.clone(),
                    MemberField::Id => member.id.to_string(),
                    MemberField::Post => text(&member.post),
                    MemberField::Agency => text(&member.agency),
                    MemberField::Role => names::role(member.role),
                }
            }
            Self::Unit(place, field) => {
                let Some(unit) = round.units.get(*place) else { return String::new() };
                match field {
                    UnitField::Name => unit.name.clone(),
                    UnitField::Id => unit.id.to_string(),
                    UnitField::Kind => names::unit_kind(unit.kind).to_owned(),
                    UnitField::Under => text(&unit.under),
                    UnitField::Visit => unit.visit.map(format_date).unwrap_or_default(),
                    UnitField::HeadName => unit.head.as_ref().map(|head| head.name.clone()).unwrap_or_default(),
                    UnitField::HeadPost => unit.head.as_ref().map(|head| head.post.clone()).unwrap_or_default(),
                }
            }
        }
    }

    /// Takes in what was typed; says what is wrong with it where it cannot stand. `rounds` are the other rounds' ids.
    pub fn set(&self, draft: &mut RoundDraft, typed: &str, rounds: &[RoundId]) -> Result<(), String> {
        let typed = single_line(typed).trim().to_owned();
        let date = || parse_date(&typed).map_err(|error| error.to_string());
        let some = || (!typed.is_empty()).then(|| typed.clone());
        match self {
            Self::Title => draft.set_title(typed, rounds),
            Self::Id => draft.set_id(&typed, rounds)?,
            Self::PeriodFrom => draft.round.period.from = date()?,
            Self::PeriodTo => draft.round.period.to = date()?,
            Self::Document(of, field) => {
                let mut document = draft.document(*of);
                match field {
                    DocumentField::Number => document.number = typed,
                    DocumentField::Date => document.date = if typed.is_empty() { None } else { Some(date()?) },
                    DocumentField::Issuer => document.issuer = typed,
                }
                draft.set_document(document);
            }
            Self::Letterhead(field) => set_letterhead(draft, *field, typed),
            Self::Recipient(line) => {
                let lines = &mut draft.round.letterhead.recipients;
                match (lines.get_mut(*line), typed.is_empty()) {
                    (Some(_), true) => {
                        lines.remove(*line);
                    }
                    (Some(known), false) => *known = typed,
                    (None, true) => {}
                    (None, false) => lines.push(typed),
                }
            }
            Self::Target(name) => {
                if typed.is_empty() {
                    draft.round.targets.remove(name);
                } else {
                    draft.round.targets.insert(name.clone(), target(&typed)?);
                }
            }
            Self::NewTarget => {
                if !typed.is_empty() {
                    let (name, value) = new_target(&typed)?;
                    draft.round.targets.insert(name, value);
                }
            }
            Self::Member(place, field) => set_member(draft, *place, *field, typed)?,
            Self::Unit(place, UnitField::Visit) => {
                let visit = if typed.is_empty() { None } else { Some(date()?) };
                unit_at(draft, *place)?.visit = visit;
            }
            Self::Unit(place, UnitField::Under) => unit_at(draft, *place)?.under = some(),
            Self::Unit(place, field) => set_unit(draft, *place, *field, typed)?,
            Self::Mode => {}
        }
        Ok(())
    }

    /// What can be chosen, for a field that is chosen and not typed.
    pub fn choices(&self) -> Vec<String> {
        match self {
            Self::Mode => Mode::ALL.map(names::mode).to_vec(),
            Self::Member(_, MemberField::Role) => Role::ALL.map(names::role).to_vec(),
            Self::Unit(_, UnitField::Kind) => UnitKind::ALL.map(|kind| names::unit_kind(kind).to_owned()).to_vec(),
            Self::Letterhead(LetterheadField::Title) => {
                TITLES.map(|title| names::notice_title(title).to_owned()).to_vec()
            }
            Self::Letterhead(LetterheadField::PadCounts) => PADS.map(pad_name).to_vec(),
            _ => Vec::new(),
        }
    }

    /// Takes the choice at `index` of [`Self::choices`].
    pub fn choose(&self, draft: &mut RoundDraft, index: usize) {
        match self {
            Self::Mode => draft.round.mode = Mode::ALL.get(index).copied().unwrap_or_default(),
            Self::Member(place, MemberField::Role) => {
                if let (Some(member), Some(role)) = (draft.round.members.get_mut(*place), Role::ALL.get(index)) {
                    member.role = *role;
                }
            }
            Self::Unit(place, UnitField::Kind) => {
                if let (Some(unit), Some(kind)) = (draft.round.units.get_mut(*place), UnitKind::ALL.get(index)) {
                    unit.kind = *kind;
                }
            }
            Self::Letterhead(LetterheadField::Title) => {
                draft.round.letterhead.title = TITLES.get(index).copied().unwrap_or_default();
            }
            Self::Letterhead(LetterheadField::PadCounts) => {
                draft.round.letterhead.pad_counts = PADS.get(index).copied().unwrap_or(PadCounts(true));
            }
            _ => {}
        }
    }
}

const TITLES: [NoticeTitle; 2] = [NoticeTitle::Conclusion, NoticeTitle::Result];
const PADS: [PadCounts; 2] = [PadCounts(true), PadCounts(false)];

fn pad_name(pads: PadCounts) -> String {
    if pads.0 { t!("screen_round_editor.pad_yes") } else { t!("screen_round_editor.pad_no") }.into_owned()
}

fn letterhead_value(draft: &RoundDraft, field: LetterheadField) -> String {
    let letterhead = &draft.round.letterhead;
    let signer = letterhead.signer.clone().unwrap_or_default();
    match field {
        LetterheadField::Parent => letterhead.parent.clone().unwrap_or_default(),
        LetterheadField::Agency => letterhead.agency.clone(),
        LetterheadField::Notation => letterhead.notation.clone(),
        LetterheadField::Place => letterhead.place.clone(),
        LetterheadField::Authority => signer.authority.unwrap_or_default(),
        LetterheadField::SignerPost => signer.post,
        LetterheadField::SignerName => signer.name,
        LetterheadField::Filing => letterhead.filing.clone().unwrap_or_default(),
        LetterheadField::Title => names::notice_title(letterhead.title).to_owned(),
        LetterheadField::PadCounts => pad_name(letterhead.pad_counts),
    }
}

fn set_letterhead(draft: &mut RoundDraft, field: LetterheadField, typed: String) {
    let letterhead = &mut draft.round.letterhead;
    let mut signer = letterhead.signer.clone().unwrap_or_default();
    let some = |text: String| (!text.is_empty()).then_some(text);
    match field {
        LetterheadField::Parent => letterhead.parent = some(typed),
        LetterheadField::Agency => letterhead.agency = typed,
        LetterheadField::Notation => letterhead.notation = typed,
        LetterheadField::Place => letterhead.place = typed,
        LetterheadField::Filing => letterhead.filing = some(typed),
        LetterheadField::Authority => signer.authority = some(typed),
        LetterheadField::SignerPost => signer.post = typed,
        LetterheadField::SignerName => signer.name = typed,
        LetterheadField::Title | LetterheadField::PadCounts => {}
    }
    letterhead.signer = (signer != Signer::default()).then_some(signer);
}

fn set_member(draft: &mut RoundDraft, place: usize, field: MemberField, typed: String) -> Result<(), String> {
    if field == MemberField::Name && typed.is_empty() {
        return Err(t!("screen_round_editor.name_first").into_owned());
    }
    if place >= draft.round.members.len() {
        return match field {
            MemberField::Name => draft.add_member(typed),
            _ => Err(t!("screen_round_editor.name_first").into_owned()),
        };
    }
    let some = |text: String| (!text.is_empty()).then_some(text);
    let taken =
        |id: &MemberId| draft.round.members.iter().enumerate().any(|(at, other)| at != place && other.id == *id);
    match field {
        MemberField::Id => {
            let id = MemberId::new(typed).map_err(|error| error.to_string())?;
            if taken(&id) {
                return Err(t!("screen_round_editor.id_taken", id = id).into_owned());
            }
            let old = std::mem::replace(&mut draft.round.members[place].id, id.clone());
            for assignment in draft.round.assignments.iter_mut().filter(|assignment| assignment.member == old) {
                assignment.member = id.clone();
            }
        }
        MemberField::Name => draft.round.members[place].name = typed,
        MemberField::Post => draft.round.members[place].post = some(typed),
        MemberField::Agency => draft.round.members[place].agency = some(typed),
        MemberField::Role => {}
    }
    Ok(())
}

fn unit_at(draft: &mut RoundDraft, place: usize) -> Result<&mut crate::inspection::Unit, String> {
    draft.round.units.get_mut(place).ok_or_else(|| t!("screen_round_editor.name_first").into_owned())
}

fn set_unit(draft: &mut RoundDraft, place: usize, field: UnitField, typed: String) -> Result<(), String> {
    if field == UnitField::Name && typed.is_empty() {
        return Err(t!("screen_round_editor.name_first").into_owned());
    }
    if field == UnitField::Name && place >= draft.round.units.len() {
        return draft.add_unit(typed);
    }
    let taken = |id: &UnitId| draft.round.units.iter().enumerate().any(|(at, other)| at != place && other.id == *id);
    if field == UnitField::Id {
        let id = UnitId::new(typed).map_err(|error| error.to_string())?;
        if taken(&id) {
            return Err(t!("screen_round_editor.id_taken", id = id).into_owned());
        }
        let old = std::mem::replace(&mut unit_at(draft, place)?.id, id.clone());
        let units = draft.round.assignments.iter_mut().flat_map(|assignment| &mut assignment.units);
        units.filter(|unit| **unit == old).for_each(|unit| unit.clone_from(&id));
        return Ok(());
    }
    let unit = unit_at(draft, place)?;
    let mut head = unit.head.clone().unwrap_or_default();
    match field {
        UnitField::Name => unit.name = typed,
        UnitField::HeadName => head.name = typed,
        UnitField::HeadPost => head.post = typed,
        _ => {}
    }
    unit.head = (head != Head::default()).then_some(head);
    Ok(())
}

/// A target as typed: `0,8` and `80%` are the same.
fn target(typed: &str) -> Result<f64, String> {
    let value = match typed.strip_suffix('%') {
        // Moved in the decimal text, so that 58,3% is exactly what a file's 0.583 is.
        Some(share) => {
            let hundredths = |value: f64| format!("{value}e-2").parse().unwrap_or(value / 100.0);
            parse_percent(share, TARGET_DECIMALS).map(|percent| hundredths(percent.value))
        }
        None => parse_number(typed, TARGET_DECIMALS),
    };
    value.map_err(|error| error.to_string())
}

fn new_target(typed: &str) -> Result<(String, f64), String> {
    let form = || t!("screen_round_editor.target_form").into_owned();
    let (name, value) = typed.split_once('=').ok_or_else(form)?;
    let name = name.trim().replace('_', "-");
    crate::identifier::check(&name).map_err(|error| error.to_string())?;
    Ok((name.replace('-', "_"), target(value.trim())?))
}
