//! What inline marks are replaced by.

use std::collections::BTreeSet;

use super::mark::Mark;
use crate::paper::lettering::{about, number_line, place_date, type_name, upper};
use crate::paper::outline::{self, Addressed};
use crate::paper::printable::printable;
use crate::paper::wording::wording;
use crate::paper::{Document, PaperKind, Status};

/// The lines that stand for `mark`, behind `before` in its line; none where the paper has nothing there. `marks` are those
/// of the template: what has no mark of its own stands with what it belongs to.
pub(super) fn lines(mark: Mark, document: &Document, before: &str, marks: &BTreeSet<Mark>) -> Vec<String> {
    let capitals = |text: &str| upper(&printable(text));
    let signature = document.signatures.last();
    match mark {
        Mark::ParentAgency => document.letterhead.parent.iter().map(|parent| capitals(parent)).collect(),
        Mark::Agency => vec![capitals(&document.letterhead.agency)],
        Mark::Number => {
            let line = number_line(document.number, &printable(&document.notation));
            vec![behind(before, line, ':')]
        }
        Mark::PlaceDate => document.place_date.iter().map(|line| printable(&place_date(line))).collect(),
        Mark::Kind if document.kind == PaperKind::Letter => Vec::new(),
        Mark::Kind => vec![upper(&type_name(document.kind))],
        Mark::Abstract => {
            let text = printable(&document.abstract_text);
            vec![if document.kind == PaperKind::Letter { behind(before, about(&text), ' ') } else { text }]
        }
        Mark::AddressedTo => match outline::addressed(document) {
            None => Vec::new(),
            Some(Addressed::One(line)) => vec![behind(before, line, ':')],
            Some(Addressed::Several { lead, lines }) => [behind(before, lead, ':')].into_iter().chain(lines).collect(),
        },
        Mark::SignerAuthority => {
            signature.and_then(|signature| signature.authority.as_deref()).map(capitals).into_iter().collect()
        }
        Mark::SignerPost => signature.map_or_else(Vec::new, |signature| {
            let authority = signature.authority.as_deref().filter(|_| !marks.contains(&Mark::SignerAuthority));
            let note = signature.note.as_deref().map(printable);
            authority.map(capitals).into_iter().chain([capitals(&signature.post)]).chain(note).collect()
        }),
        Mark::SignerName => {
            signature.and_then(|signature| signature.name.as_deref()).map(printable).into_iter().collect()
        }
        Mark::Status if document.status == Status::Draft => vec![wording!("draft")],
        Mark::Status | Mark::Bases | Mark::Body | Mark::Recipients | Mark::Signature | Mark::Annexes => Vec::new(),
    }
}

/// `line` behind `before`, without the words up to `end` in front ("Số:", "V/v", "Kính gửi:") where the office typed them
/// already.
fn behind(before: &str, line: String, end: char) -> String {
    let typed = before.trim_end();
    let Some(lead) = line.find(end).map(|at| if end == ' ' { at } else { at + end.len_utf8() }) else { return line };
    let (lead, rest) = (&line[..lead], &line[lead..]);
    let bare = |text: &str| text.trim_end_matches([':', ' ']).to_lowercase();
    if bare(lead).is_empty() || !bare(typed).ends_with(&bare(lead)) {
        return line;
    }
    // One space parts the words; those beyond are room for the pen.
    let rest = rest.strip_prefix(' ').unwrap_or(rest);
    if before.ends_with(char::is_whitespace) || rest.is_empty() { rest.to_owned() } else { format!(" {rest}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_the_office_typed_are_not_said_twice() {
        let behind =
            |before: &str, line: &str| behind(before, line.to_owned(), if line.starts_with('V') { ' ' } else { ':' });
        assert_eq!(behind("", "Số: 05/TB-SNV"), "Số: 05/TB-SNV");
        assert_eq!(behind("Số: ", "Số: 05/TB-SNV"), "05/TB-SNV");
        assert_eq!(behind("Số:", "Số:      /TB-SNV"), "      /TB-SNV");
        assert_eq!(behind("V/v ", "V/v đôn đốc"), "đôn đốc");
        assert_eq!(behind("KÍNH GỬI: ", "Kính gửi: Ủy ban nhân dân xã"), "Ủy ban nhân dân xã");
        assert_eq!(behind("Kính gửi:", "Kính gửi:"), "");
        assert_eq!(behind("Nội dung: ", "V/v đôn đốc"), "V/v đôn đốc");
    }
}
