//! A template to start from: the built-in layout, each part of it a mark.

use chrono::DateTime;

use super::mark::{Mark, Need};
use crate::paper::docx::measure::{Twips, millimetres, width};
use crate::paper::docx::paragraph::{Face, Keep, Look, rule};
use crate::paper::docx::table::placing;
use crate::paper::docx::xml::Element;
use crate::paper::docx::{BODY, LIST, page};
use crate::paper::lettering::type_name;
use crate::paper::wording::wording;
use crate::paper::{Orientation, PaperKind, Properties};

/// Width of the right column of the head.
const RIGHT: Twips = 5160;
/// Lines drawn under agency and abstract.
const LINE: Twips = millimetres(20);

/// The example's text.
pub(super) fn content(kind: PaperKind) -> Vec<Element> {
    let room = page::room(Orientation::Portrait);
    let mut content = vec![head(kind, room - RIGHT)];
    if kind == PaperKind::Letter {
        let addressed = format!("{} {}", wording!("addressed"), braces(Mark::AddressedTo));
        content.push(Look::of("Addressed").left(room / 6).spacing(360, 240).paragraph(Face::upright(BODY), &addressed));
    } else {
        let title = Look::of("Centered").spacing(360, 0).keep(Keep::WholeWithNext);
        content.push(title.paragraph(Face::bold(BODY), &braces(Mark::Kind)));
        content.push(centred(Mark::Abstract, Face::bold(BODY)));
        content.push(rule(LINE * 2, room));
        content.push(Look::of("Centered").spacing(0, 120).paragraph(Face::upright(2), ""));
    }
    content.push(Look::of("BodyText").paragraph(Face::italic(BODY), &braces(Mark::Bases)));
    content.push(Look::of("BodyText").paragraph(Face::upright(BODY), &braces(Mark::Body)));
    content.extend(tail(kind, room));
    content.push(Look::of("Listed").paragraph(Face::upright(LIST), &braces(Mark::Annexes)));
    content.push(page::section(Orientation::Portrait));
    content
}

/// What its file says of itself.
pub(super) fn properties(kind: PaperKind) -> Properties {
    let title = rust_i18n::t!("template.example", kind = type_name(kind)).into_owned();
    Properties { title, author: String::new(), subject: String::new(), created: DateTime::UNIX_EPOCH }
}

fn braces(mark: Mark) -> String {
    format!("{{{{{}}}}}", mark.name())
}

fn centred(mark: Mark, face: Face) -> Element {
    Look::of("Centered").paragraph(face, &braces(mark))
}

fn head(kind: PaperKind, left: Twips) -> Element {
    let motto = wording!("motto");
    let agency =
        vec![centred(Mark::ParentAgency, Face::upright(12)), centred(Mark::Agency, Face::bold(12)), rule(LINE, left)];
    let nation = vec![
        Look::of("Centered").paragraph(Face::bold(12), &wording!("country")),
        Look::of("Centered").paragraph(Face::bold(13), &motto),
        rule(width(&motto, 13), RIGHT),
    ];
    let line = Look::of("Centered").spacing(120, 0);
    let mut number = vec![line.paragraph(Face::upright(13), &braces(Mark::Number))];
    if kind == PaperKind::Letter {
        number.push(line.paragraph(Face::upright(12), &braces(Mark::Abstract)));
    }
    let has_date = Mark::PlaceDate.need(kind) != Need::Foreign;
    let date = has_date.then(|| line.paragraph(Face::italic(13), &braces(Mark::PlaceDate)));
    placing(&[left, RIGHT], vec![vec![agency, nation], vec![number, date.into_iter().collect()]])
}

/// Recipients and signature: beside each other, except in papers that several people sign.
fn tail(kind: PaperKind, room: Twips) -> Vec<Element> {
    let title = Look::of("Listed").paragraph(Face::bold_italic(12), &wording!("recipients"));
    let list = vec![title, Look::of("Listed").paragraph(Face::upright(LIST), &braces(Mark::Recipients))];
    let signature = centred(Mark::Signature, Face::bold(BODY));
    let halves = [room / 2, room - room / 2];
    let above = Look::of("Hairline").spacing(120, 0).keep(Keep::WithNext).paragraph(Face::upright(1), "");
    if kind == PaperKind::Minutes {
        return vec![above, signature, placing(&halves, vec![vec![list, Vec::new()]])];
    }
    vec![above, placing(&halves, vec![vec![list, vec![signature]]])]
}
