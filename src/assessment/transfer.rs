//! A sentence written at one unit, said of another with that unit's own figures.

use super::judge::ChecklistAssessment;
use crate::checklist::expression::{Reference, Sentence};
use crate::checklist::{Item, ItemKind};
use crate::vietnamese::fold::fold;
use crate::vietnamese::number::{format_number, format_percent};

/// A sentence with another unit's figures.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Transferred {
    /// The sentence.
    pub text: String,
    /// Figures in it that stand as they were written, because no answer has that value or several have.
    pub kept: Vec<String>,
    /// Questions whose figures the other unit has not given; the sentence still holds the first unit's.
    pub missing: Vec<String>,
}

/// Figures below this are looked for among the item's own inputs only: a 2 may count anything.
const TELLING: f64 = 10.0;

/// Words after which a number is no figure: `Điều 13`, `năm 2025`.
const NAMING: [&str; 8] = ["dieu", "khoan", "diem", "muc", "nam", "thang", "ngay", "phu"];

/// Says `text`, written of `item` at the unit `from`, of the unit `to`.
///
/// A sentence that is the checklist's own is made anew. In any other, each number that is the value of an answer is
/// replaced by the value of the same answer at `to`: one of the item's own inputs first, then, from ten on, the only
/// answer of the checklist with that value. Numbers of documents, articles and days are left alone. Whoever takes the
/// sentence over must see it first: a number may mean something else.
pub fn transfer(text: &str, item: &Item, from: &ChecklistAssessment, to: &ChecklistAssessment) -> Transferred {
    let own = own_sentences(item).find(|sentence| {
        sentence.render(from.inputs()).is_ok_and(|said| said.trim() == text.trim()) && !sentence.references().is_empty()
    });
    if let Some(sentence) = own {
        return match sentence.render(to.inputs()) {
            Ok(said) => Transferred { text: said.trim().to_owned(), ..Transferred::default() },
            Err(_) => Transferred {
                text: text.to_owned(),
                kept: Vec::new(),
                missing: asks(to, sentence.references().iter().filter(|input| to.inputs().get(input).is_none())),
            },
        };
    }
    let figures = Figures::new(item, from);
    let mut result = Transferred::default();
    let mut before = String::new();
    for word in text.split_inclusive(char::is_whitespace) {
        if is_name_of_something(word, &before) {
            result.text.push_str(word);
        } else {
            figures.replace(word, to, &mut result);
        }
        before = fold(word.trim());
    }
    result.kept.dedup();
    result.missing.dedup();
    result
}

fn own_sentences(item: &Item) -> impl Iterator<Item = &Sentence> {
    let says = &item.says;
    let cause = says.cause.as_ref().map(|cause| &cause.text);
    [says.shortcoming.as_ref(), says.strength.as_ref(), says.requirement.as_ref(), cause].into_iter().flatten()
}

/// Documents (`12/QĐ-UBND`), days (`19/10/2025`), and what `Điều` or `năm` come before.
fn is_name_of_something(word: &str, before: &str) -> bool {
    let slashes = word.matches('/').count();
    slashes > 1 || (slashes == 1 && word.chars().any(char::is_alphabetic)) || NAMING.contains(&before)
}

fn asks<'r>(judged: &ChecklistAssessment, references: impl Iterator<Item = &'r Reference>) -> Vec<String> {
    let ask = |reference: &Reference| {
        let item = judged.checklist().items().find(|item| item.id.variable() == reference.variable());
        item.map_or_else(|| reference.0.join("."), |item| item.ask.clone())
    };
    references.map(ask).collect()
}

/// How the value of an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    Figure,
    Percent,
}

/// An answer with a value.
struct Known<'a> {
    item: &'a Item,
    written: Written,
    shown: String,
    value: f64,
    is_own: bool,
}

/// The answers of the first unit that have a value.
struct Figures<'a>(Vec<Known<'a>>);

impl<'a> Figures<'a> {
    fn new(item: &Item, from: &'a ChecklistAssessment) -> Self {
        let mut own: Vec<String> = vec![item.id.variable()];
        own.extend(own_sentences(item).flat_map(Sentence::references).map(|input| input.variable().to_owned()));
        if let ItemKind::Rate { formula, .. } = &item.kind {
            own.extend(formula.references().iter().map(|input| input.variable().to_owned()));
        }
        for (rule, _) in from.rules_of(item.id.as_str()) {
            own.extend(rule.check.references().iter().map(|input| input.variable().to_owned()));
        }
        let known = from.items().filter_map(|(other, state)| {
            let value = state.value?;
            let written = written(&other.kind)?;
            let is_own = own.contains(&other.id.variable());
            Some(Known { item: other, written, shown: shown(written, value), value, is_own })
        });
        Self(known.collect())
    }

    /// Writes `word` with the other unit's figures.
    fn replace(&self, word: &str, to: &ChecklistAssessment, result: &mut Transferred) {
        let mut rest = word;
        while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
            let (before, number) = rest.split_at(start);
            result.text.push_str(before);
            let length = number_length(number);
            let (number, after) = number.split_at(length);
            match self.find(number, to) {
                Found::At(said) => result.text.push_str(&said),
                Found::NotGiven(ask) => {
                    result.text.push_str(number);
                    result.missing.push(ask);
                }
                Found::Unknown => {
                    result.text.push_str(number);
                    result.kept.push(number.to_owned());
                }
            }
            rest = after;
        }
        result.text.push_str(rest);
    }

    fn find(&self, number: &str, to: &ChecklistAssessment) -> Found {
        let same = |known: &&Known<'_>| known.shown == number;
        let mut candidates: Vec<&Known<'_>> = self.0.iter().filter(same).filter(|known| known.is_own).collect();
        if candidates.is_empty() {
            candidates = self.0.iter().filter(same).filter(|known| known.value.abs() >= TELLING).collect();
        }
        let there = |known: &&Known<'_>| match to.state(known.item.id.as_str()).and_then(|state| state.value) {
            Some(value) => Found::At(shown(known.written, value)),
            None => Found::NotGiven(known.item.ask.clone()),
        };
        let mut found = candidates.iter().map(there);
        // Two answers of one value may differ at the other unit: then nobody knows which was meant.
        match found.next() {
            Some(first) if found.all(|other| other == first) => first,
            _ => Found::Unknown,
        }
    }
}

/// What became of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Found {
    /// It is this at the other unit.
    At(String),
    /// The other unit has not answered this question.
    NotGiven(String),
    /// It is no answer's value, or several answers'.
    Unknown,
}

fn written(kind: &ItemKind) -> Option<Written> {
    match kind {
        ItemKind::Number { .. } => Some(Written::Figure),
        ItemKind::Rate { .. } | ItemKind::Register(_) | ItemKind::Survey(_) => Some(Written::Percent),
        _ => None,
    }
}

fn shown(written: Written, value: f64) -> String {
    match written {
        Written::Figure => format_number(value),
        Written::Percent => format_percent(value),
    }
}

/// Bytes of the number at the head of `text`, its percent sign included.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = 0;
    while end < bytes.len() {
        let digit_follows = bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        match bytes[end] {
            b'0'..=b'9' => end += 1,
            b'.' | b',' if digit_follows => end += 1,
            _ => break,
        }
    }
    if bytes.get(end) == Some(&b'%') { end + 1 } else { end }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::*;
    use crate::assessment::{Plan, RoundBasis};
    use crate::checklist::read_text;
    use crate::inspection::Answer;
    use crate::vietnamese::calendar::Calendar;

    const CHECKLIST: &str = r#"
id = "thu"
edition = "1"
title = "Phiếu thử"
field = "tthc"
[[section]]
id = "mot"
title = "Mục một"
item = [
  { id = "tong", kind = "number", ask = "Tổng số thủ tục" },
  { id = "da", kind = "number", ask = "Số đã niêm yết" },
  { id = "ho-so", kind = "number", ask = "Số hồ sơ" },
  { id = "cham", kind = "number", ask = "Số hồ sơ chậm" },
  { id = "ty-le", kind = "rate", ask = "Tỷ lệ", formula = "da / tong", pass_from = 1.0, says = { shortcoming = "Mới niêm yết {{ da }}/{{ tong }} thủ tục ({{ ty_le | percent }})" } },
]
"#;

    fn judged(figures: &[(&str, f64)]) -> ChecklistAssessment {
        let reading = read_text("thu.toml", CHECKLIST);
        let checklist = reading.checklist.unwrap_or_else(|| panic!("{:?}", reading.problems));
        let basis = RoundBasis { targets: Arc::default(), calendar: Arc::new(Calendar::shipped()) };
        let answer = |number| Answer { number: Some(number), ..Answer::default() };
        let answers: BTreeMap<&str, Answer> = figures.iter().map(|(id, number)| (*id, answer(*number))).collect();
        ChecklistAssessment::new(Arc::new(Plan::new(checklist)), &basis, |item| answers.get(item.id.as_str()))
    }

    fn said(text: &str, to: &[(&str, f64)]) -> Transferred {
        let from = judged(&[("tong", 155.0), ("da", 143.0), ("ho-so", 10_095.0), ("cham", 4.0)]);
        let item = from.checklist().item("ty-le").unwrap().clone();
        transfer(text, &item, &from, &judged(to))
    }

    const OTHER: [(&str, f64); 4] = [("tong", 140.0), ("da", 70.0), ("ho-so", 2_260.0), ("cham", 9.0)];

    #[test]
    fn the_checklists_own_sentence_is_made_anew() {
        let said = said("Mới niêm yết 143/155 thủ tục (92,26%)", &OTHER);
        assert_eq!(said.text, "Mới niêm yết 70/140 thủ tục (50%)");
        assert!(said.kept.is_empty() && said.missing.is_empty());
    }

    #[test]
    fn a_sentence_of_ones_own_takes_the_other_units_figures() {
        let said = said("Bảng cũ, chỉ có 143/155 thủ tục (đạt 92,26%); tiếp nhận 10.095 hồ sơ.", &OTHER);
        assert_eq!(said.text, "Bảng cũ, chỉ có 70/140 thủ tục (đạt 50%); tiếp nhận 2.260 hồ sơ.");
        assert!(said.kept.is_empty(), "{:?}", said.kept);
    }

    #[test]
    fn documents_articles_days_and_unknown_numbers_stay() {
        let text = "Theo Điều 143 Nghị định số 155/2010/NĐ-CP, ngày 19/10/2025, năm 155: thiếu 12 bảng, 4 cán bộ.";
        let said = said(text, &OTHER);
        assert_eq!(said.text, text);
        assert_eq!(said.kept, ["12", "4"], "what is no answer's value is named, not guessed");
    }

    #[test]
    fn what_the_other_unit_has_not_given_is_named() {
        let own = said("Mới niêm yết 143/155 thủ tục (92,26%)", &[("tong", 140.0)]);
        assert_eq!(own.missing, ["Số đã niêm yết", "Tỷ lệ"]);
        let free = said("Chỉ có 143 thủ tục", &[("tong", 140.0)]);
        assert_eq!((free.text.as_str(), free.missing), ("Chỉ có 143 thủ tục", vec!["Số đã niêm yết".to_owned()]));
    }
}
