//! What an answer says, in one line.

use rust_i18n::t;

use crate::checklist::{Item, ItemKind, Verdict};
use crate::inspection::Answer;
use crate::vietnamese::date::format_date;
use crate::vietnamese::number::format_number;

/// What `answer` says, under the words of `item` where they are known: `155 thủ tục`, `CHƯA ĐẠT: Chưa có số điện thoại`,
/// `4 dòng`. Opinions that differ are told as such.
pub fn said(item: Option<&Item>, answer: &Answer) -> String {
    let mut told: Vec<String> = Vec::new();
    if !answer.conflicts.is_empty() {
        told.push(t!("exchange_edition.said.conflict").into_owned());
    }
    told.extend(answer.verdict.map(verdict));
    told.extend(answer.number.map(|number| match item.map(|item| &item.kind) {
        Some(ItemKind::Number { unit: Some(unit), .. }) => format!("{} {unit}", format_number(number)),
        _ => format_number(number),
    }));
    told.extend(answer.choice.clone());
    told.extend(answer.date.map(format_date));
    told.extend(answer.text.clone());
    told.extend(answer.quoted.map(|said| t!("exchange_edition.said.quoted", said = said).into_owned()));
    if !answer.rows.is_empty() {
        told.push(t!("exchange_edition.said.rows", count = answer.rows.len()).into_owned());
    }
    if !answer.forms.is_empty() {
        told.push(t!("exchange_edition.said.forms", count = answer.forms.len()).into_owned());
    }
    if !answer.evidence.is_empty() {
        told.push(t!("exchange_edition.said.evidence", count = answer.evidence.len()).into_owned());
    }
    let what = told.join("; ").replace('\n', " ");
    match answer.remark.as_deref().map(|remark| remark.replace('\n', " ")) {
        Some(remark) if what.is_empty() => remark,
        Some(remark) => format!("{what}: {remark}"),
        None => what,
    }
}

/// A verdict's word, in capitals.
pub(super) fn verdict(verdict: Verdict) -> String {
    t!(format!("exchange_edition.verdict.{}", verdict.as_str())).into_owned()
}
