//! Phrases that a team saves: which of their figures are figures of the unit, and filling them in at another unit.
//!
//! A figure of the unit stands as `{{ name }}`, a rate as `{{ name | percent }}`, as in a checklist. Nothing else is
//! read from such a text: it is no template that could run.

use super::judge::ChecklistAssessment;
use crate::checklist::{Checklist, Item, ItemKind};
use crate::vietnamese::number::{format_number, format_percent, format_plain, parse_number, same};

/// `text` with every figure that is one of the unit's as a placeholder; `None` where there is none.
///
/// A figure is a number of its own: no part of a date (`19/10/2025`), of a document's number (`12/QĐ-UBND`) or of a word.
/// Where several of the unit's figures are equal it stays as it is: nobody could say which one was meant.
pub fn with_placeholders(text: &str, judged: &ChecklistAssessment) -> Option<String> {
    let mut result = String::with_capacity(text.len());
    let mut copied = 0;
    for figure in figures(text) {
        let written = &text[figure.start..figure.end];
        let Some((placeholder, end)) = placeholder_of(written, &text[figure.end..], judged) else { continue };
        result.push_str(&text[copied..figure.start]);
        result.push_str(&placeholder);
        copied = figure.end + end;
    }
    if copied == 0 {
        return None;
    }
    result.push_str(&text[copied..]);
    Some(result)
}

/// The phrase with the unit's figures; `missing` stands where there is none yet.
pub fn filled(phrase: &str, judged: &ChecklistAssessment, missing: &str) -> String {
    replaced(phrase, judged.checklist(), |item, form| {
        let value = judged.state(item.id.as_str()).filter(|state| state.is_asked()).and_then(|state| state.value);
        value.map_or_else(|| missing.to_owned(), |value| form.print(value))
    })
}

/// The phrase with the questions in the place of figures: `Mới niêm yết [Số thủ tục đã niêm yết] thủ tục`.
pub fn with_questions(phrase: &str, checklist: &Checklist) -> String {
    replaced(phrase, checklist, |item, _| format!("[{}]", item.ask))
}

/// How a figure prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `10.095`
    Number,
    /// `98,8%`
    Percent,
}

impl Form {
    fn print(self, value: f64) -> String {
        match self {
            Self::Number => format_number(value),
            Self::Percent => format_percent(value),
        }
    }
}

/// The placeholder for a figure before `rest`, and how many bytes of `rest` it covers.
fn placeholder_of(written: &str, rest: &str, judged: &ChecklistAssessment) -> Option<(String, usize)> {
    let known = |wanted: &dyn Fn(&Item, f64) -> bool| {
        let equal = |item: &Item, value: Option<f64>| value.is_some_and(|value| wanted(item, value));
        let mut found = judged.items().filter(|(item, state)| state.is_asked() && equal(item, state.value));
        let first = found.next()?;
        found.next().is_none().then(|| first.0.id.variable())
    };
    let percent = format!("{written}%");
    let is_rate =
        |item: &Item, value: f64| matches!(item.kind, ItemKind::Rate { .. }) && format_percent(value) == percent;
    if rest.starts_with('%')
        && let Some(name) = known(&is_rate)
    {
        return Some((format!("{{{{ {name} | percent }}}}"), 1));
    }
    // `007` or `1,50` would come back as `7` and `1,5`: such a figure is left alone.
    let value = parse_number(written, u8::MAX).ok()?;
    if written != format_number(value) && written != format_plain(value) {
        return None;
    }
    let name = known(&|item, found| matches!(item.kind, ItemKind::Number { .. }) && same(found, value))?;
    Some((format!("{{{{ {name} }}}}"), 0))
}

/// Where the figures of `text` stand.
fn figures(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut figures: Vec<std::ops::Range<usize>> = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if !c.is_ascii_digit() {
            continue;
        }
        while chars.next_if(|(_, c)| c.is_ascii_digit() || matches!(c, '.' | ',')).is_some() {}
        let end = chars.peek().map_or(text.len(), |(end, _)| *end);
        // A stop or comma behind a figure is the sentence's.
        let end = start + text[start..end].trim_end_matches(['.', ',']).len();
        figures.push(start..end);
    }
    let alone = |index: usize| {
        let Some(figure) = figures.get(index) else { return false };
        let before = text[..figure.start].chars().next_back();
        let mut after = text[figure.end..].chars();
        let (next, second) = (after.next(), after.next());
        let in_word =
            before.is_some_and(|c| c.is_alphanumeric() || c == '_') || next.is_some_and(char::is_alphanumeric);
        let document = next == Some('/') && second.is_some_and(char::is_alphabetic);
        !in_word && !document
    };
    // Three numbers between two strokes are a day.
    let joined = |index: usize| {
        let ends = figures.get(index).zip(figures.get(index + 1));
        ends.is_some_and(|(a, b)| matches!(&text[a.end..b.start], "/" | "-"))
    };
    let in_date = |index: usize| (index.saturating_sub(2)..=index).any(|first| joined(first) && joined(first + 1));
    let own: Vec<usize> = (0..figures.len()).filter(|index| alone(*index) && !in_date(*index)).collect();
    own.into_iter().filter_map(|index| figures.get(index).cloned()).collect()
}

/// `phrase` with what `value` makes of each placeholder; what names no figure of the checklist stays as it is.
fn replaced(phrase: &str, checklist: &Checklist, value: impl Fn(&Item, Form) -> String) -> String {
    let mut result = String::with_capacity(phrase.len());
    let mut rest = phrase;
    while let Some(start) = rest.find("{{") {
        let Some(length) = rest[start..].find("}}") else { break };
        let inside = &rest[start + 2..start + length];
        let (name, form) = match inside.split_once('|') {
            Some((name, filter)) if filter.trim() == "percent" => (name, Form::Percent),
            _ => (inside, Form::Number),
        };
        result.push_str(&rest[..start]);
        match checklist.items().find(|item| item.id.variable() == name.trim()) {
            Some(item) => result.push_str(&value(item, form)),
            None => result.push_str(&rest[start..start + length + 2]),
        }
        rest = &rest[start + length + 2..];
    }
    result.push_str(rest);
    result
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::assessment::{Plan, RoundBasis};
    use crate::inspection::Answer;
    use crate::vietnamese::calendar::Calendar;

    const CHECKLIST: &str = r#"
id = "k"
edition = "1"
title = "K"
field = "tthc"
[[section]]
id = "s"
title = "S"
[[section.item]]
id = "tong"
kind = "number"
ask = "Tổng số thủ tục"
[[section.item]]
id = "da-niem-yet"
kind = "number"
ask = "Số thủ tục đã niêm yết"
[[section.item]]
id = "con-lai"
kind = "number"
ask = "Còn lại"
[[section.item]]
id = "ty-le"
kind = "rate"
ask = "Tỷ lệ"
formula = "da_niem_yet / tong"
"#;

    fn judged(figures: &[(&str, f64)]) -> ChecklistAssessment {
        let checklist = crate::checklist::read_bytes("k.toml", CHECKLIST.as_bytes()).checklist.unwrap();
        let plan = Arc::new(Plan::new(checklist));
        let basis = RoundBasis { targets: Arc::default(), calendar: Arc::new(Calendar::shipped()) };
        let answer = |value: f64| Answer { number: Some(value), ..Answer::default() };
        let answers: BTreeMap<&str, Answer> = figures.iter().map(|(id, value)| (*id, answer(*value))).collect();
        ChecklistAssessment::new(plan, &basis, |item| answers.get(item.id.as_str()))
    }

    #[test]
    fn figures_of_one_unit_become_those_of_another() {
        let here = judged(&[("tong", 1155.0), ("da-niem-yet", 143.0)]);
        let phrase = with_placeholders("Mới niêm yết 143/1.155 thủ tục (12,38%).", &here).unwrap();
        assert_eq!(phrase, "Mới niêm yết {{ da_niem_yet }}/{{ tong }} thủ tục ({{ ty_le | percent }}).");
        let shown = with_questions(&phrase, here.checklist());
        assert_eq!(shown, "Mới niêm yết [Số thủ tục đã niêm yết]/[Tổng số thủ tục] thủ tục ([Tỷ lệ]).");
        let there = judged(&[("tong", 160.0), ("da-niem-yet", 120.0)]);
        assert_eq!(filled(&phrase, &there, "…"), "Mới niêm yết 120/160 thủ tục (75%).");
        let later = judged(&[("tong", 160.0)]);
        assert_eq!(filled(&phrase, &later, "…"), "Mới niêm yết …/160 thủ tục (…).");
    }

    #[test]
    fn what_is_no_figure_of_the_unit_stays() {
        let here = judged(&[("tong", 12.0), ("da-niem-yet", 10.0)]);
        for text in
            ["Quyết định số 12/QĐ-UBND", "ngày 12/10/2025", "ngày 12-10-2025", "mẫu M12", "12a", "13 thủ tục", ""]
        {
            assert_eq!(with_placeholders(text, &here), None, "{text}");
        }
        assert_eq!(with_placeholders("Có 12, còn 10.", &here).unwrap(), "Có {{ tong }}, còn {{ da_niem_yet }}.");
        let equal = judged(&[("tong", 12.0), ("da-niem-yet", 12.0)]);
        assert_eq!(with_placeholders("Có 12 thủ tục", &equal), None, "which of the two?");
    }

    #[test]
    fn what_names_no_figure_is_text() {
        let here = judged(&[("tong", 12.0)]);
        for text in ["{{ khac }}", "{{ tong", "{% if tong %}", "}} {{", "{{}}"] {
            assert_eq!(filled(text, &here, "…"), text);
        }
    }

    proptest! {
        #[test]
        fn at_its_own_unit_a_phrase_says_what_was_typed(text in "[a-zđ 0-9.,/%()-]{0,40}", tong in 0..3000_u32, da in 0..3000_u32) {
            let here = judged(&[("tong", f64::from(tong)), ("da-niem-yet", f64::from(da))]);
            let text = format!("{text} {} {da}", format_number(f64::from(tong)));
            if let Some(phrase) = with_placeholders(&text, &here) {
                let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
                prop_assert_eq!(digits(&filled(&phrase, &here, "…")), digits(&text));
            }
        }

        #[test]
        fn any_text_can_be_shown(text in "\\PC{0,30}|[{}| a-z_]{0,30}") {
            let here = judged(&[]);
            filled(&text, &here, "…");
            with_questions(&text, here.checklist());
            with_placeholders(&text, &here);
        }
    }
}
