//! Passages of a draft notice in words.

use rust_i18n::t;
use serde_json::Value;

use super::{Words, numbered};
use crate::inspection::{PassageId, Slot};
use crate::journal::RecordKey;

impl Words<'_> {
    /// What of a passage differs: `đoạn “Niêm yết …” (Tồn tại, hạn chế), câu chữ`.
    pub(super) fn passage_field(&self, record: &RecordKey, field: &str) -> String {
        let named = self.passage(record);
        format!("{named}, {}", self.passage_part(field))
    }

    /// What of a passage `field` is: `câu chữ`.
    pub fn passage_part(&self, field: &str) -> String {
        self.text_or(&format!("conflict.passage.field.{field}"), field)
    }

    fn passage(&self, record: &RecordKey) -> String {
        let tail = record.as_str().splitn(4, '/').nth(3).unwrap_or_default();
        match tail.parse() {
            Ok(id) => self.passage_name(&id),
            // Of a newer program.
            Err(_) => t!("conflict.passage.unknown", locale = &self.locale, id = tail).into_owned(),
        }
    }

    /// What a passage is called.
    fn passage_name(&self, id: &PassageId) -> String {
        let part = self.text(&format!("passage.part.{}", id.part.as_str()));
        match &id.slot {
            Slot::Item(key) => {
                let item = self.checklist(key).and_then(|checklist| numbered(checklist, key));
                let ask = item.map_or_else(|| key.to_string(), |(number, item)| format!("{number} {}", item.ask));
                t!("conflict.passage.of_item", locale = &self.locale, part = part, ask = ask).into_owned()
            }
            Slot::Group(..) => t!("conflict.passage.group", locale = &self.locale, part = part).into_owned(),
            Slot::Own(_) => t!("conflict.passage.own", locale = &self.locale, part = part).into_owned(),
            Slot::Fixed(_) => t!("conflict.passage.fixed", locale = &self.locale, part = part).into_owned(),
        }
    }

    /// A value of a field of a passage.
    pub(super) fn passage_value(&self, field: &str, value: &Value) -> String {
        let member = |name: &str| value.get(name).and_then(Value::as_str);
        match (field, value) {
            (_, Value::Null) => self.text("conflict.passage.as_drafted"),
            ("text", _) => member("text").map_or_else(|| self.plain(value), str::to_owned),
            ("left-out", Value::String(_)) => self.text("conflict.passage.kept"),
            ("left-out", _) => {
                let reason = value.pointer("/left-out/reason").and_then(Value::as_str).unwrap_or_default();
                t!("conflict.passage.left_out", locale = &self.locale, reason = reason).into_owned()
            }
            ("place", _) => self.text("conflict.passage.moved"),
            ("joined", Value::String(into)) => {
                let into = into.parse().map_or_else(|_| into.clone(), |id| self.passage_name(&id));
                t!("conflict.passage.joined", locale = &self.locale, into = into).into_owned()
            }
            ("deadline", Value::String(_)) => self.text("conflict.passage.no_deadline"),
            ("deadline", _) => match (value.get("working-days").and_then(Value::as_u64), member("day")) {
                (Some(days), _) => t!("conflict.passage.days", locale = &self.locale, days = days).into_owned(),
                (None, Some(day)) => super::day_or_text(day).into_owned(),
                (None, None) => self.plain(value),
            },
            (_, value) => self.plain(value),
        }
    }
}
