//! `[[section.item]]`: what every item has, whatever its kind.

use rust_i18n::t;

use super::identifiers::{Seen, unique_identifier};
use super::order::Uses;
use super::{Context, kind, thresholds};
use crate::checklist::expression::{Expression, Reference};
use crate::checklist::hash::Judged;
use crate::checklist::keys::{self, ADDRESSEES, CAUSE_KINDS, EVIDENCE, ITEM_SEVERITIES, KINDS, Kind, allowed};
use crate::checklist::model::{
    BasisId, BasisReference, Cause, Item, ItemId, ItemKind, ItemSeverity, Points, Required, Says,
};
use crate::checklist::reader::{Located, Table, Value, did_you_mean};

/// What a survey without `ask` is called; a checklist's text, so Vietnamese whatever the language of the screen.
const SURVEY_ASK: &str = "Khảo sát mức độ hài lòng";

/// Reads one item; what it refers to is added to `uses`, also where the item itself is broken.
pub(super) fn read(table: &Table<'_>, context: &Context, seen: &mut Seen, uses: &mut Vec<Uses>) -> Option<Item> {
    let id: Option<ItemId> = table.required("id").and_then(|value| unique_identifier(value, seen));
    let kind_word = table.required("kind").and_then(|value| value.word(KINDS)).map(|kind| kind.value);
    let ask = ask(table, kind_word);
    let required = match table.optional("required").and_then(Value::boolean) {
        Some(Located { value: false, .. }) => Required::No,
        _ => Required::Yes,
    };
    let when = table.optional("when").and_then(|value| context.names.expression(value));
    let severity = table.optional("severity").and_then(|value| value.word(ITEM_SEVERITIES));
    let basis = table.optional("basis").map(|value| bases(value, context)).unwrap_or_default();
    let says = table.optional("says").map(|value| says(value, context)).unwrap_or_default();
    let within_days = table.optional("within_days").and_then(|value| value.whole(1..=u32::MAX));
    let evidence = table.optional("evidence").and_then(|value| value.word(EVIDENCE)).map(|word| word.value);
    let evidence = evidence.unwrap_or_default();
    if let Some(kind) = kind_word {
        refuse_keys_of_other_kinds(table, kind);
    }
    let points = points(table, kind_word);
    let kind = kind_word.and_then(|word| kind::read(table, word, context));

    uses.push(Uses {
        id: super::written_id(table).unwrap_or_default().to_owned(),
        formula: match &kind {
            Some(ItemKind::Rate { formula, .. }) => table
                .optional("formula")
                .map(|value| Located { value: needed(formula.references()), offset: value.offset() }),
            _ => None,
        },
        when: when.as_ref().map(|when| Located { value: needed(when.value.references()), offset: when.offset }),
    });

    let when = when.map(|when| when.value);
    let ask = ask?;
    let kind = kind?;
    let judged = Judged { ask: &ask, kind: &kind, when: when.as_ref().map(Expression::source), points, evidence };
    let hash = judged.hash();
    Some(Item {
        id: id?,
        ask,
        kind,
        required,
        when,
        points,
        severity: severity.map_or(ItemSeverity::default(), |severity| severity.value),
        basis,
        says,
        within_days: within_days.map(|days| days.value),
        evidence,
        hash,
    })
}

/// What is asked. A survey asks by its questions, so it may leave its own `ask` out; papers then name it as the field does.
fn ask(table: &Table<'_>, kind: Option<Kind>) -> Option<String> {
    if kind == Some(Kind::Survey) && !table.has("ask") {
        return Some(SURVEY_ASK.to_owned());
    }
    Some(table.required("ask").and_then(Value::text)?.value)
}

/// The variables of items among `references`.
fn needed(references: &[Reference]) -> Vec<String> {
    let mut names: Vec<String> = references.iter().filter_map(|reference| reference.0.first().cloned()).collect();
    names.dedup();
    names
}

fn refuse_keys_of_other_kinds(table: &Table<'_>, kind: Kind) {
    let word = KINDS.iter().find(|word| word.means == kind).map_or("", |word| word.word);
    for value in table.written().filter(|value| !allowed(kind, value.key())) {
        let fitting = KINDS.iter().filter(|word| allowed(word.means, value.key()));
        let fitting: Vec<&str> = fitting.map(|word| word.word).collect();
        value.key_error(t!(
            "checklist.key_of_other_kind",
            key = value.key(),
            kind = word,
            fitting = fitting.join(", ")
        ));
    }
}

/// Whether an item can have a verdict, judged by the keys that are there: a mistake within them is
/// reported on its own.
fn has_verdict(table: &Table<'_>, kind: Kind) -> bool {
    match kind {
        Kind::Verdict => true,
        Kind::Choice => table.has("verdicts"),
        Kind::Number | Kind::Rate | Kind::Register | Kind::Survey => thresholds::written(table).is_some(),
        Kind::Text | Kind::Date => false,
    }
}

fn points(table: &Table<'_>, kind: Option<Kind>) -> Option<Points> {
    let full_at = table.optional("points");
    let partial_at = table.optional("partial_points");
    if let Some(kind) = kind
        && !has_verdict(table, kind)
    {
        if let Some(strange) = full_at.or(partial_at) {
            strange.key_error(t!("checklist.points.no_verdict", key = strange.key()));
        }
        return None;
    }
    if let (None, Some(partial)) = (full_at, partial_at) {
        partial.key_error(t!("checklist.points.partial_alone"));
    }
    let full = full_at.and_then(not_negative);
    let partial = partial_at.and_then(not_negative);
    if let (Some(full), Some(partial), Some(at)) = (full, partial, partial_at)
        && partial > full
    {
        at.error(t!("checklist.points.partial_above", partial = partial, full = full));
    }
    full.map(|full| Points { full, partial: partial.unwrap_or(full / 2.0) })
}

fn not_negative(value: Value<'_>) -> Option<f64> {
    let number = value.number()?.value;
    if number < 0.0 {
        value.error(t!("checklist.points.negative", key = value.key(), found = number));
        return None;
    }
    Some(number)
}

fn bases(value: Value<'_>, context: &Context) -> Vec<BasisReference> {
    let mut references = Vec::new();
    for text in super::distinct_texts(value) {
        let (id, article) = match text.value.split_once(':') {
            Some((id, article)) => (id.trim(), Some(article.trim())),
            None => (text.value.as_str(), None),
        };
        if !context.bases.contains(id) {
            let hint = did_you_mean(id, context.bases.iter().map(String::as_str));
            value.error_at(text.offset, t!("checklist.no_basis", found = id, hint = hint));
        } else if article.is_some_and(str::is_empty) {
            value.error_at(text.offset, t!("checklist.no_article", found = id));
        } else if let Ok(basis) = BasisId::new(id) {
            references.push(BasisReference { basis, article: article.map(str::to_owned) });
        }
    }
    references
}

fn says(value: Value<'_>, context: &Context) -> Says {
    let Some(table) = value.table(&keys::SAYS) else { return Says::default() };
    let sentence = |key| table.optional(key).and_then(|value| context.names.sentence(value));
    Says {
        strength: sentence("strength"),
        shortcoming: sentence("shortcoming"),
        requirement: sentence("requirement"),
        cause: table.optional("cause").and_then(|value| cause(value, context)),
        to: table.optional("to").and_then(|value| value.word(ADDRESSEES)).map(|word| word.value).unwrap_or_default(),
    }
}

fn cause(value: Value<'_>, context: &Context) -> Option<Cause> {
    let table = value.table(&keys::CAUSE)?;
    let text = table.required("text").and_then(|value| context.names.sentence(value));
    let kind = table.required("kind").and_then(|value| value.word(CAUSE_KINDS));
    Some(Cause { text: text?, kind: kind?.value })
}
