//! Places, fields, values, people and laptops as people say them. The language is named each time: papers are always
//! Vietnamese, screens speak whatever was chosen.

mod passage;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDateTime;
use rust_i18n::t;
use serde_json::Value;

use super::{Conflict, ConflictError};
use crate::checklist::{Checklist, Item, ItemKind, Verdict};
use crate::inspection::{FormContent, IssuedContent, ItemKey, PinnedEdition, RecordPlace, Role, Round, Store, UnitId};
use crate::journal::{DeviceId, RecordKey};
use crate::vietnamese::date::format_date;
use crate::vietnamese::number::format_number;

/// What names are taken from, and the language.
#[derive(Debug, Clone)]
pub struct Words<'a> {
    round: &'a Round,
    checklists: Vec<Arc<Checklist>>,
    devices: BTreeMap<DeviceId, String>,
    locale: String,
}

/// What this laptop and those that were met call themselves; of several with one name the beginning of the id, too.
pub fn device_names(store: &Store) -> Result<BTreeMap<DeviceId, String>, ConflictError> {
    let own = (store.journal().device().clone(), store.this_device()?.name);
    let others = store.known_devices()?.into_iter().map(|device| (device.id, device.name));
    let all: Vec<(DeviceId, String)> = std::iter::once(own).chain(others).collect();
    let is_named = |(_, name): &&(DeviceId, String)| !name.trim().is_empty();
    let called = |(id, name): &(DeviceId, String)| {
        let alone = all.iter().filter(|(_, other)| other == name).count() == 1;
        let begin: String = id.as_str().chars().take(4).collect();
        (id.clone(), if alone { name.clone() } else { format!("{name} {begin}") })
    };
    Ok(all.iter().filter(is_named).map(called).collect())
}

/// Where something was recorded, in words; what does not apply is missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlaceWords {
    /// Name of the unit.
    pub unit: Option<String>,
    /// Title of the checklist.
    pub checklist: Option<String>,
    /// Number of the item in its checklist: `2.4`.
    pub number: Option<String>,
    /// What the item asks; its key where no checklist of the round knows it.
    pub ask: Option<String>,
}

impl<'a> Words<'a> {
    /// In the language `locale`.
    pub fn of(round: &'a Round, editions: &[PinnedEdition], locale: &str) -> Self {
        let checklists = editions.iter().map(|edition| edition.checklist.clone()).collect();
        Self { round, checklists, devices: BTreeMap::new(), locale: locale.to_owned() }
    }

    /// The same, calling these laptops by their names.
    #[must_use]
    pub fn with_devices(self, devices: BTreeMap<DeviceId, String>) -> Self {
        Self { devices, ..self }
    }

    /// The round.
    pub fn round(&self) -> &'a Round {
        self.round
    }

    /// The item at `key`, as the round asks it.
    pub fn item(&self, key: &ItemKey) -> Option<&Item> {
        self.checklist(key)?.item(key.item.as_str())
    }

    fn checklist(&self, key: &ItemKey) -> Option<&Arc<Checklist>> {
        self.checklists.iter().find(|checklist| checklist.id == key.checklist)
    }

    fn text(&self, key: &str) -> String {
        t!(key, locale = &self.locale).into_owned()
    }

    /// The text under `key`, or `otherwise` where there is none.
    fn text_or(&self, key: &str, otherwise: &str) -> String {
        let text = t!(key, locale = &self.locale);
        if text.ends_with(key) { otherwise.to_owned() } else { text.into_owned() }
    }

    /// A member's name; the id of one whom the round does not know.
    pub fn member(&self, id: Option<&str>) -> String {
        match id {
            None => self.text("conflict.by_device"),
            Some(id) => self.round.member(id).map_or(id, |member| &member.name).to_owned(),
        }
    }

    /// A member's role, where he does not lead the team: deciding is the lead's.
    pub fn role_of_no_lead(&self, id: Option<&str>) -> Option<String> {
        let role = id.and_then(|id| self.round.member(id)).map_or(Role::Member, |member| member.role);
        (role != Role::Lead).then(|| self.text(&format!("conflict.role.{}", role.as_str())))
    }

    /// A laptop: its name, or the beginning of its id.
    pub fn device(&self, id: &DeviceId) -> String {
        let name = self.devices.get(id).cloned().unwrap_or_else(|| id.as_str().chars().take(8).collect());
        t!("conflict.device", locale = &self.locale, name = name).into_owned()
    }

    /// Where a record belongs.
    pub fn place(&self, place: &RecordPlace, record: &RecordKey) -> PlaceWords {
        let unit_name = |id: &UnitId| self.round.unit(id).map_or_else(|| id.to_string(), |unit| unit.name.clone());
        match place {
            RecordPlace::Item(unit, key) => {
                let checklist = self.checklist(key);
                let (number, ask) = match checklist.and_then(|checklist| numbered(checklist, key)) {
                    Some((number, item)) => (Some(number), item.ask.clone()),
                    None => (None, key.to_string()),
                };
                let checklist = checklist.map(|checklist| checklist.title.clone());
                PlaceWords { unit: Some(unit_name(unit)), checklist, number, ask: Some(ask) }
            }
            RecordPlace::Unit(unit) => PlaceWords { unit: Some(unit_name(unit)), ..PlaceWords::default() },
            RecordPlace::Definition | RecordPlace::Round => {
                let unit = crate::inspection::unit_concerned(record).map(|unit| unit_name(&unit));
                PlaceWords { unit, ..PlaceWords::default() }
            }
        }
    }

    /// What of a record differs: `đánh giá`, `dòng “Đăng ký khai sinh”, Đúng`, `phiếu 3`.
    pub fn field(&self, conflict: &Conflict) -> String {
        self.field_of(&conflict.record, conflict.field.as_str(), conflict.entry.as_deref())
    }

    /// The same, of any field of a record.
    pub fn field_of(&self, record: &RecordKey, field: &str, entry: Option<&str>) -> String {
        let kind = record.kind();
        if kind == "passage" {
            return self.passage_field(record, field);
        }
        let plain = self.text_or(&format!("conflict.field.{field}"), field);
        if kind == "answer" {
            return plain;
        }
        let what = match (kind, entry) {
            ("member" | "assignment", _) => self.text(&format!("conflict.kind.{kind}")),
            (_, Some(entry)) => {
                let key = format!("conflict.named.{kind}");
                let named = t!(&key, locale = &self.locale, name = entry);
                if named.ends_with(&key) { entry.to_owned() } else { named.into_owned() }
            }
            ("step", None) => {
                let step = record.as_str().rsplit('/').next().unwrap_or_default();
                self.text_or(&format!("step.name.{step}"), step)
            }
            (kind, None) => self.text_or(&format!("conflict.kind.{kind}"), &self.text("conflict.kind.other")),
        };
        match (kind, field) {
            ("row", column) => match self.column(record, column) {
                Some(title) => format!("{what}, {title}"),
                None => format!("{what}, {plain}"),
            },
            (_, "content") | ("notice", _) => what,
            ("remediation", "decision") => format!("{what}, {}", self.text("conflict.remediation.decision")),
            ("member" | "assignment" | "pin", _) => {
                let id = record.as_str().rsplit('/').next().unwrap_or_default();
                let name = self.round.member(id).map_or(id, |member| &member.name);
                format!("{what} {name}, {plain}")
            }
            _ => format!("{what}, {plain}"),
        }
    }

    fn column(&self, record: &RecordKey, column: &str) -> Option<String> {
        let item = self.item(&crate::inspection::item_of(record)?)?;
        let ItemKind::Register(register) = &item.kind else { return None };
        let column = register.columns.iter().find(|known| known.id.as_str() == column)?;
        Some(column.title.clone())
    }

    /// A value of a field.
    pub fn value(&self, record: &RecordKey, field: &str, value: &Value) -> String {
        match (record.kind(), field, value) {
            ("passage", field, value) => self.passage_value(field, value),
            (_, "removed", Value::Bool(true)) => self.text("conflict.value.taken_out"),
            (_, "removed", _) => self.text("conflict.value.kept"),
            ("answer", "verdict", Value::Null) => self.text("conflict.value.not_judged"),
            ("notice", _, Value::Null) => self.text("withdrawal.log"),
            (_, _, Value::Null) => self.text("conflict.value.empty"),
            ("answer", "verdict", Value::String(text)) => Verdict::from_name(text).map_or_else(
                || text.clone(),
                |verdict| self.text(&format!("screen_inspection.verdict.{}", verdict.as_str())),
            ),
            ("answer", "quoted", Value::String(text)) => format!("{text}%"),
            ("answer", "source", Value::String(text)) => {
                self.text_or(&format!("screen_inspection.source.{text}"), text)
            }
            ("answer", "explanation", value) => self.explanation(value),
            ("form" | "second", _, value) => form(value).unwrap_or_else(|| self.plain(value)),
            ("evidence", _, value) => joined(value, &["file", "document", "about"]),
            ("present", _, value) => joined(value, &["name", "post"]),
            ("step", "content", value) => step(value),
            ("signature", ..) => self.text("conflict.value.signed"),
            ("remediation", "decision", value) => self.remediation_decision(value),
            ("remediation", _, value) => joined(value, &["number", "date", "text", "file"]),
            ("reminder", _, value) => joined(value.get("letter").unwrap_or(value), &["number", "date"]),
            ("notice", _, value) => self.notice(value).unwrap_or_else(|| self.plain(value)),
            ("unit", "kind", Value::String(text)) => self.text_or(&format!("cli.unit_kind.{text}"), text),
            ("member", "role", Value::String(text)) => self.text_or(&format!("conflict.role.{text}"), text),
            (_, _, value) => self.plain(value),
        }
    }

    /// What was decided about a unit's report of remediation: `trả lại, đến 05/01/2026: thiếu ảnh`.
    fn remediation_decision(&self, value: &Value) -> String {
        let text = |name: &str| value.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let verdict = text("verdict").unwrap_or_default();
        let mut said = self.text_or(&format!("conflict.remediation.{verdict}"), verdict);
        if let Some(day) = text("until") {
            let until = t!("conflict.remediation.until", locale = &self.locale, date = day_or_text(day));
            said = format!("{said}, {until}");
        }
        match text("reason").or(text("note")) {
            Some(why) => format!("{said}: {why}"),
            None => said,
        }
    }

    /// Number, day and signer of an issued notice.
    fn notice(&self, value: &Value) -> Option<String> {
        let content: IssuedContent = serde_json::from_value(value.clone()).ok()?;
        let (number, date) = (content.number_line(), format_date(content.date));
        let mut parts = vec![t!("conflict.value.notice", locale = &self.locale, number = number, date = date)];
        if let Some(replaced) = &content.replaces {
            parts.push(t!("conflict.value.notice_replaces", locale = &self.locale, number = replaced.number));
        }
        let count = content.requirements.len();
        parts.push(t!("conflict.value.notice_requirements", locale = &self.locale, count = count));
        Some(parts.join("; "))
    }

    fn explanation(&self, value: &Value) -> String {
        let agrees = value.get("agrees") == Some(&Value::Bool(true));
        let stance = self.text(if agrees { "conflict.value.agrees" } else { "conflict.value.disagrees" });
        match value.get("text").and_then(Value::as_str).filter(|text| !text.is_empty()) {
            Some(text) => format!("{stance}: {text}"),
            None => stance,
        }
    }

    /// A value that needs no explaining; a table of several, a line each.
    fn plain(&self, value: &Value) -> String {
        match value {
            Value::Null => self.text("conflict.value.empty"),
            Value::Bool(true) => self.text("conflict.value.yes"),
            Value::Bool(false) => self.text("conflict.value.no"),
            Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), format_number),
            Value::String(text) => day_or_text(text).into_owned(),
            Value::Array(items) => items.iter().map(|item| self.plain(item)).collect::<Vec<_>>().join("; "),
            Value::Object(members) => {
                let member = |(name, value): (&String, &Value)| format!("{name}: {}", self.plain(value));
                members.iter().map(member).collect::<Vec<_>>().join("; ")
            }
        }
    }

    /// What stood before: `chưa ghi gì`, or the values.
    pub fn before(&self, conflict: &Conflict) -> String {
        let (record, field) = (&conflict.record, conflict.field.as_str());
        match conflict.before.as_slice() {
            [] => self.value(record, field, &Value::Null),
            values => values.iter().map(|value| self.value(record, field, value)).collect::<Vec<_>>().join(" | "),
        }
    }
}

fn numbered<'c>(checklist: &'c Checklist, key: &ItemKey) -> Option<(String, &'c Item)> {
    for (section, content) in (1..).zip(&checklist.sections) {
        if let Some(place) = content.items.iter().position(|item| item.id == key.item) {
            return Some((format!("{section}.{}", place + 1), &content.items[place]));
        }
    }
    None
}

fn day_or_text(text: &str) -> Cow<'_, str> {
    if let Ok(day) = text.parse() {
        return format_date(day).into();
    }
    match NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M") {
        Ok(time) => time.format("%H:%M %d/%m/%Y").to_string().into(),
        Err(_) => text.into(),
    }
}

fn form(value: &Value) -> Option<String> {
    let form: FormContent = serde_json::from_value(value.clone()).ok()?;
    let answers: Vec<String> = form.answers.iter().map(u32::to_string).collect();
    let details = form.details.into_values();
    Some(std::iter::once(answers.join(" ")).chain(details).collect::<Vec<_>>().join(" · "))
}

/// `06/10/2025 · 15/SNV-CCHC`: on which day a step was done, with which document.
fn step(value: &Value) -> String {
    let text = |name: &&str| value.get(*name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let parts = ["done", "number", "note"];
    parts.iter().filter_map(text).map(day_or_text).collect::<Vec<_>>().join(" · ")
}

fn joined(value: &Value, members: &[&str]) -> String {
    let text = |name: &&str| value.get(*name).and_then(Value::as_str).filter(|text| !text.is_empty());
    members.iter().filter_map(text).collect::<Vec<_>>().join(" · ")
}
