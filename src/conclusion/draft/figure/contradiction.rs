//! Figures that a person typed and the records do not bear out.

use std::ops::Range;

use super::super::super::Inspected;
use super::super::super::finding;
use super::super::number::{Number, Sign, numbers, same_words};
use super::super::{Passage, PassageStanding};
use super::known::{self, Known, Records, Unit};
use super::naming::{clause_before, figures, is_small, words_after, words_before};
use crate::checklist::ItemKind;
use crate::inspection::{Answer, PassageId};
use crate::vietnamese::fold::fold;
use crate::vietnamese::number::same;

/// A figure that a person typed and the records do not bear out.
#[derive(Debug, Clone, PartialEq)]
pub struct Contradiction {
    /// In which passage.
    pub passage: PassageId,
    /// As typed.
    pub figure: String,
    /// Where in [`Passage::text`], in bytes.
    pub at: Range<usize>,
    /// How sure that is.
    pub kind: ContradictionKind,
    /// What the records say in its place, as far as can be told.
    pub record: Vec<RecordedFigure>,
}

/// How a typed figure stands to the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContradictionKind {
    /// The records have another figure for the same thing.
    Contradicts,
    /// No record has this figure.
    NotBorneOut,
}

impl ContradictionKind {
    /// Word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Contradicts => "contradicts",
            Self::NotBorneOut => "not-borne-out",
        }
    }
}

/// A figure of the records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedFigure {
    /// As printed.
    pub shown: String,
    /// What the item asks; none where it is no item's own figure.
    pub ask: Option<String>,
}

/// Words that tell nothing of what a figure is about.
const EMPTY: [&str; 14] =
    ["so", "tong", "cac", "cua", "da", "va", "tren", "duoc", "co", "la", "trong", "don", "vi", "dat"];
/// So many words of an item's question before a number mean that it is about it.
const ALIKE: usize = 2;
/// So many words behind a number are compared.
const BEHIND: usize = 4;

/// All of them, in the order of the paper.
pub(super) fn all(inspected: &Inspected<'_>, passages: &[Passage]) -> Vec<Contradiction> {
    let typed = |of: &&Passage| {
        matches!(of.standing, PassageStanding::Edited | PassageStanding::Changed { .. } | PassageStanding::Own)
    };
    let typed: Vec<&Passage> = passages.iter().filter(typed).collect();
    if typed.is_empty() {
        return Vec::new();
    }
    let findings = finding::by_field(inspected);
    let records = Records::of(&findings);
    let spoken = spoken(inspected, passages, &findings);
    let judge = Judge { records: &records, spoken: &spoken };
    typed.into_iter().flat_map(|passage| judge.passage(passage)).collect()
}

struct Judge<'j> {
    records: &'j Records<'j>,
    /// Numbers that stand in any text recorded at the unit, or in the draft.
    spoken: &'j [Spoken],
}

struct Spoken {
    value: f64,
    sign: Sign,
}

/// A figure of the draft, with the words around it.
struct Drafted<'t> {
    number: Number<'t>,
    printed: &'t str,
    before: Vec<String>,
    behind: Vec<String>,
}

impl Judge<'_> {
    fn passage(&self, passage: &Passage) -> Vec<Contradiction> {
        let drafted_text = passage.drafted.text.as_str();
        let drafted: Vec<Drafted<'_>> = figures(drafted_text)
            .into_iter()
            .map(|number| Drafted {
                printed: &drafted_text[number.at.clone()],
                before: words_before(drafted_text, number.at.start, 2),
                behind: words_after(drafted_text, number.at.end, BEHIND),
                number,
            })
            .collect();
        let typed = figures(&passage.text);
        // Only figures were typed anew: each stands where the draft has its own.
        let in_place = same_words(&passage.text, drafted_text) && typed.len() == drafted.len();
        let related = self.records.related(&passage.items);
        let mut found = Vec::new();
        for (index, number) in typed.iter().enumerate() {
            let opposed = if in_place {
                let expected = &drafted[index];
                if agrees(number, &expected.number, &related) {
                    continue;
                }
                vec![expected]
            } else {
                match self.opposed(passage, number, &typed, &drafted, &related) {
                    Opposed::Fine => continue,
                    Opposed::By(drafted) => drafted,
                }
            };
            let kind = if opposed.is_empty() { ContradictionKind::NotBorneOut } else { ContradictionKind::Contradicts };
            let record = if opposed.is_empty() {
                self.about(&passage.text, number)
            } else {
                opposed.into_iter().map(|of| recorded(of, &related)).collect()
            };
            let figure = passage.text[number.at.clone()].to_owned();
            found.push(Contradiction { passage: passage.id.clone(), figure, at: number.at.clone(), kind, record });
        }
        found
    }

    fn opposed<'d>(
        &self,
        passage: &Passage,
        number: &Number<'_>,
        typed: &[Number<'_>],
        drafted: &'d [Drafted<'d>],
        related: &[Known<'_>],
    ) -> Opposed<'d> {
        let text = passage.text.as_str();
        let is_said = |of: &Drafted<'_>| typed.iter().any(|other| agrees(other, &of.number, related));
        let before = words_before(text, number.at.start, 2);
        let behind = words_after(text, number.at.end, BEHIND);
        let same_before = |of: &&Drafted<'_>| before.len() == 2 && of.before == before && of.number.sign == number.sign;
        // It stands where the draft has another figure, which is said nowhere any more.
        let mut in_its_place = drafted.iter().filter(same_before).peekable();
        if in_its_place.peek().is_some() && in_its_place.clone().all(|of| !is_said(of)) {
            return Opposed::By(in_its_place.collect());
        }
        if drafted.iter().any(|of| agrees(number, &of.number, related)) {
            return Opposed::Fine;
        }
        if is_small(number) {
            // A small number may count anything, unless the draft counts the same things.
            let counted = likest(&behind, drafted.iter().filter(|of| of.number.sign == number.sign));
            let contradicted = !counted.is_empty()
                && !counted.iter().any(|of| is_said(of))
                && known::derived(number, related).is_empty()
                && !related.iter().any(|known| known.is(number));
            return if contradicted { Opposed::By(counted) } else { Opposed::Fine };
        }
        if self.is_borne_out(number, typed, related) {
            return Opposed::Fine;
        }
        let same_things = |of: &&Drafted<'_>| {
            of.number.sign == number.sign
                && !is_said(of)
                && (number.sign == Sign::Percent || of.behind.first().is_some_and(|word| behind.first() == Some(word)))
        };
        Opposed::By(drafted.iter().filter(same_things).collect())
    }

    /// Whether any record has the figure, or two figures give it: of what the sentence is about, or of those it names.
    fn is_borne_out(&self, number: &Number<'_>, typed: &[Number<'_>], related: &[Known<'_>]) -> bool {
        let all = self.records.all();
        let spoken = || self.spoken.iter().any(|of| of.sign == number.sign && same(of.value, number.value));
        if all.iter().any(|known| known.is(number)) || !known::derived(number, related).is_empty() || spoken() {
            return true;
        }
        // Two figures of the same sentence that are borne out themselves.
        let named: Vec<f64> = typed
            .iter()
            .filter(|other| other.sign == Sign::None && other.at != number.at)
            .filter(|other| all.iter().any(|known| known.unit == Unit::Plain && known.is(other)))
            .map(|other| other.value)
            .collect();
        let gives = |a: f64, b: f64| match number.sign {
            Sign::Percent => known::is_percent_of(a, b, number),
            Sign::None => same(a - b, number.value) || same(a + b, number.value),
        };
        named.iter().enumerate().any(|(i, a)| named.iter().enumerate().any(|(j, b)| i != j && gives(*a, *b)))
    }

    /// What the records say of what the words before a number are about.
    fn about(&self, text: &str, number: &Number<'_>) -> Vec<RecordedFigure> {
        let near: Vec<String> = clause_before(text, number.at.start);
        let behind = words_after(text, number.at.end, 2).join(" ");
        let alike = |known: &&Known<'_>| {
            let (is_share, ask) = (known.unit == Unit::Share, fold(&known.finding.item.ask));
            let of_kind = is_share == (number.sign == Sign::Percent) && known.role != super::FigureRole::Points;
            let words: Vec<&str> = ask.split_whitespace().filter(|word| !EMPTY.contains(word)).collect();
            let shared = words.iter().filter(|word| near.iter().any(|near| near == *word)).count();
            let counts_alike = match &known.finding.item.kind {
                ItemKind::Number { unit: Some(unit), .. } => behind.starts_with(&fold(unit)),
                _ => false,
            };
            // Some words of a long question are in any clause.
            let is_about = 2 * shared >= words.len();
            of_kind && is_about && shared >= if counts_alike { ALIKE } else { ALIKE + 1 }
        };
        let recorded = |known: &Known<'_>| RecordedFigure { shown: known.shown(), ask: Some(known.finding.ask()) };
        self.records.all().iter().filter(alike).take(ALIKE).map(recorded).collect()
    }
}

fn recorded(drafted: &Drafted<'_>, related: &[Known<'_>]) -> RecordedFigure {
    let ask = related.iter().find(|known| known.is(&drafted.number)).map(|known| known.finding.ask());
    RecordedFigure { shown: drafted.printed.to_owned(), ask }
}

/// What speaks against a typed figure.
enum Opposed<'d> {
    /// Nothing.
    Fine,
    /// These figures of the draft; none where there is simply no such figure.
    By(Vec<&'d Drafted<'d>>),
}

/// Whether two numbers are one figure, one of them perhaps rounded.
fn agrees(a: &Number<'_>, b: &Number<'_>, related: &[Known<'_>]) -> bool {
    let equal = a.sign == b.sign && same(a.value, b.value);
    equal || related.iter().any(|known| known.is(a) && known.is(b))
}

/// Of the figures of a draft those that count the same things as a number with the words `behind` it: two words alike at
/// least, and of several those with the most.
fn likest<'d>(behind: &[String], drafted: impl Iterator<Item = &'d Drafted<'d>>) -> Vec<&'d Drafted<'d>> {
    let alike = |of: &Drafted<'_>| behind.iter().zip(&of.behind).take_while(|(a, b)| a == b).count();
    let all: Vec<(usize, &Drafted<'_>)> = drafted.map(|of| (alike(of), of)).collect();
    let most = all.iter().map(|(count, _)| *count).max().filter(|most| *most >= ALIKE);
    all.into_iter().filter(|(count, _)| Some(*count) == most).map(|(_, of)| of).collect()
}

/// Numbers in the draft and in whatever was recorded in words at the unit.
fn spoken(inspected: &Inspected<'_>, passages: &[Passage], findings: &[finding::Finding<'_>]) -> Vec<Spoken> {
    let mut values = Vec::new();
    let mut hear = |text: &str| {
        values.extend(numbers(text).into_iter().map(|number| Spoken { value: number.value, sign: number.sign }));
    };
    for passage in passages {
        hear(&passage.drafted.text);
    }
    for finding in findings {
        hear(&finding.item.ask);
        finding.answer.into_iter().for_each(|answer| texts_of(answer, &mut hear));
    }
    let visit = inspected.visit;
    [&visit.proposals, &visit.commitments].into_iter().flatten().for_each(|text| hear(text));
    values
}

fn texts_of(answer: &Answer, hear: &mut impl FnMut(&str)) {
    let explanation = answer.explanation.as_ref().map(|explanation| &explanation.text);
    let texts = [&answer.remark, &answer.text, &answer.choice, &answer.note, &answer.points_reason];
    texts.into_iter().flatten().chain(explanation).for_each(|text| hear(text));
    for piece in &answer.evidence {
        hear(&piece.content.about);
        piece.content.document.iter().for_each(|document| hear(document));
    }
    for value in answer.rows.iter().flat_map(|row| row.cells.values()) {
        match value {
            serde_json::Value::String(text) => hear(text),
            serde_json::Value::Number(number) => {
                number.as_f64().into_iter().for_each(|value| hear(&crate::vietnamese::number::format_number(value)));
            }
            _ => {}
        }
    }
}
