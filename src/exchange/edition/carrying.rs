//! Whether an answer made under other words can hold under those of today.

use rust_i18n::t;

use crate::checklist::{Item, ItemKind, Survey};
use crate::inspection::{Answer, AnswerField, FieldChange, check_cell, check_form};

/// Whether an answer made under other words can hold under those of today. That it can does not say that it should:
/// that is for a person to judge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carrying {
    /// It can.
    Holds,
    /// It cannot, because of this; the item is answered anew.
    Cannot {
        /// Why, as a sentence.
        why: String,
    },
    /// The item is asked no more.
    NotAsked,
}

/// Whether `answer`, made under the wordings `then` as far as they are known here, can hold under `now`: whatever it says
/// must be something that `now` takes.
pub fn carrying(answer: &Answer, then: &[Item], now: &Item) -> Carrying {
    let cannot = |why: String| Carrying::Cannot { why };
    for change in fields(answer) {
        if let Err(error) = change.check(now) {
            return cannot(error.to_string());
        }
    }
    if !answer.rows.is_empty() {
        let ItemKind::Register(register) = &now.kind else {
            return cannot(t!("exchange_edition.no_rows").into_owned());
        };
        for row in &answer.rows {
            for (column, value) in &row.cells {
                if let Err(error) = check_cell(now, register, column.as_str(), value) {
                    return cannot(error.to_string());
                }
            }
        }
    }
    if !answer.forms.is_empty() {
        let ItemKind::Survey(survey) = &now.kind else { return cannot(t!("exchange_edition.no_forms").into_owned()) };
        if !then.iter().all(|then| asks_the_same(then, survey)) || then.len() < answer.asked.len() {
            return cannot(t!("exchange_edition.other_questions").into_owned());
        }
        for form in &answer.forms {
            if let Err(error) = check_form(now, survey, &form.content) {
                return cannot(error.to_string());
            }
        }
    }
    Carrying::Holds
}

/// What the answer's fields say, as the changes that would say it again.
fn fields(answer: &Answer) -> Vec<FieldChange> {
    let points = |field, number: Option<f64>| {
        number.and_then(|number| FieldChange::of_value(field, &serde_json::Value::from(number)))
    };
    [
        answer.verdict.map(|verdict| FieldChange::Verdict(Some(verdict))),
        answer.number.map(|number| FieldChange::Number(Some(number))),
        answer.text.clone().map(|text| FieldChange::Text(Some(text))),
        answer.date.map(|date| FieldChange::Date(Some(date))),
        answer.choice.clone().map(|choice| FieldChange::Choice(Some(choice))),
        answer.reported.map(|number| FieldChange::Reported(Some(number))),
        answer.quoted.map(|said| FieldChange::Quoted(Some(said))),
        points(AnswerField::SelfPoints, answer.self_points),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A form holds answers by their place: question by question the same must be asked, on the same scale.
fn asks_the_same(then: &Item, now: &Survey) -> bool {
    let ItemKind::Survey(then) = &then.kind else { return false };
    let alike = then.questions.iter().zip(&now.questions).all(|(then, now)| {
        then.id == now.id && std::mem::discriminant(&then.scale) == std::mem::discriminant(&now.scale)
    });
    alike && then.questions.len() <= now.questions.len()
}
