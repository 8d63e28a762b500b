//! From text to a validated [`Checklist`], or to everything that is wrong with it at once.
//!
//! Where the format leaves a choice: `effective`, `in_force` and each of their ends may be left out
//! (open); `required` is true on items and false on a register's columns; `severity` is `minor` on
//! items and `error` on rules; `alarm.by` is `all`; `at_least` and `decimals` are 0; `says.to` is
//! `unit`; texts are kept without the blanks around them.

mod identifiers;
mod item;
mod kind;
mod order;
#[cfg(test)]
mod tests;
mod thresholds;

use std::collections::BTreeSet;
use std::sync::Arc;

use rust_i18n::t;

use self::identifiers::{Seen, identifier, unique_identifier};
use super::hash;
use super::keys::{self, RULE_SEVERITIES};
use super::model::{Basis, Checklist, Field, Rule, RuleSeverity, Section, UnitKind, Validity};
use super::names::{Members, Names, Scope};
use super::problem::{Position, Problem, Severity, in_order};
use super::reader::{Findings, Located, Table, Value};
use super::source;
use super::syntax::{self, Document};

/// What came of reading one file.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The checklist; `None` where anything in the file is an error.
    pub checklist: Option<Arc<Checklist>>,
    /// Everything that is wrong, sorted by position.
    pub problems: Vec<Problem>,
    /// Where the checklist's `id` stands, for problems between files.
    id_position: Option<Position>,
}

impl Reading {
    /// Nothing could be read.
    pub(super) fn refused(problem: Problem) -> Self {
        Self { checklist: None, problems: vec![problem], id_position: None }
    }

    /// Takes the checklist back for a reason that lies outside the file, told at its id.
    pub(super) fn refuse(&mut self, file: &str, message: String) {
        self.checklist = None;
        let severity = Severity::Error;
        self.problems.push(Problem { file: file.to_owned(), position: self.id_position, severity, message });
        self.problems = in_order(std::mem::take(&mut self.problems));
    }
}

/// Reads the bytes of a checklist file; `file` is its name in the problems.
pub fn read_bytes(file: &str, bytes: &[u8]) -> Reading {
    let source = source::decode(file, bytes);
    let mut problems = source.problems;
    let mut id_position = None;
    let mut checklist = None;
    if let Some(text) = source.text {
        let validated = validate(file, &text);
        problems.extend(validated.problems);
        id_position = validated.id_position;
        if !problems.iter().any(Problem::is_error) {
            checklist = validated.draft.map(|draft| Arc::new(draft.finish(text)));
        }
    }
    Reading { checklist, problems: in_order(problems), id_position }
}

/// Reads a checklist from its text, such as an edition kept in the journal; `name` stands for the file.
pub fn read_text(name: &str, text: &str) -> Reading {
    read_bytes(name, text.as_bytes())
}

struct Validated {
    draft: Option<Draft>,
    problems: Vec<Problem>,
    id_position: Option<Position>,
}

fn validate(file: &str, text: &str) -> Validated {
    let (document, errors) = syntax::parse(text);
    if errors.is_empty() {
        let findings = Findings::new(file, text, Vec::new());
        return examine(&document, findings);
    }
    let mended = syntax::mend(text);
    let original = Findings::new(file, text, Vec::new());
    for error in mended.errors {
        original.error(error.offset, error.message);
    }
    let findings = Findings::new(file, &mended.text, mended.unknown);
    let (document, between_statements) = syntax::parse(&mended.text);
    for error in between_statements {
        findings.error(error.offset, error.message);
    }
    let mut validated = examine(&document, findings);
    validated.problems.extend(original.into_problems());
    validated
}

fn examine<'a>(document: &'a Document<'a>, findings: Findings<'a>) -> Validated {
    let read = {
        let root = Table::open(document.get_ref(), 0, &keys::CHECKLIST, &findings);
        let id_position = root.optional("id").map(|id| findings.position(id.offset()));
        (Draft::read(&root, &findings), id_position)
    };
    Validated { draft: read.0, id_position: read.1, problems: findings.into_problems() }
}

/// A checklist that lacks only its text and the hash of it.
struct Draft {
    id: super::ChecklistId,
    edition: String,
    title: String,
    field: Field,
    applies_to: Vec<UnitKind>,
    effective: Validity,
    bases: Vec<Basis>,
    sections: Vec<Section>,
    rules: Vec<Rule>,
}

/// What the parts of a checklist may refer to.
struct Context {
    names: Names,
    bases: BTreeSet<String>,
}

/// A section's table and those of its items, opened once.
struct SectionTables<'a> {
    section: Table<'a>,
    items: Vec<Table<'a>>,
}

impl Draft {
    /// Reads the whole document; parts that are wrong are reported, whatever is returned.
    fn read<'a>(root: &Table<'a>, findings: &'a Findings<'a>) -> Option<Self> {
        let id = root.required("id").and_then(|value| identifier(value));
        let edition = root.required("edition").and_then(edition);
        let title = root.required("title").and_then(Value::text);
        let field = root.required("field").and_then(field);
        let applies_to = root.optional("applies_to").and_then(applies_to).unwrap_or_default();
        let effective = validity(root.optional("effective"));

        let basis_tables = root.optional("basis").and_then(|value| value.tables(&keys::BASIS)).unwrap_or_default();
        let mut seen = Seen::default();
        let bases: Vec<Option<Basis>> = basis_tables.iter().map(|table| basis(table, &mut seen)).collect();

        let tables = section_tables(root);
        let context = Context {
            names: names(tables.iter().flat_map(|section| &section.items)),
            bases: basis_tables.iter().filter_map(written_id).map(str::to_owned).collect(),
        };
        let mut section_ids = Seen::default();
        let mut item_and_rule_ids = Seen::default();
        let mut uses = Vec::new();
        let sections: Vec<Option<Section>> = tables
            .iter()
            .map(|tables| {
                let id = tables.section.required("id").and_then(|value| unique_identifier(value, &mut section_ids));
                let title = tables.section.required("title").and_then(Value::text);
                let items: Vec<_> = tables
                    .items
                    .iter()
                    .map(|table| item::read(table, &context, &mut item_and_rule_ids, &mut uses))
                    .collect();
                Some(Section { id: id?, title: title?.value, items: items.into_iter().flatten().collect() })
            })
            .collect();
        order::check(&uses, findings);

        let rule_tables = root.optional("rule").and_then(|value| value.tables(&keys::RULE)).unwrap_or_default();
        let rules: Vec<Option<Rule>> =
            rule_tables.iter().map(|table| rule(table, &context, &mut item_and_rule_ids)).collect();

        Some(Self {
            id: id?,
            edition: edition?,
            title: title?.value,
            field: field?,
            applies_to,
            effective,
            bases: bases.into_iter().flatten().collect(),
            sections: sections.into_iter().flatten().collect(),
            rules: rules.into_iter().flatten().collect(),
        })
    }

    fn finish(self, text: String) -> Checklist {
        Checklist {
            id: self.id,
            edition: self.edition,
            title: self.title,
            field: self.field,
            applies_to: self.applies_to,
            effective: self.effective,
            bases: self.bases,
            sections: self.sections,
            rules: self.rules,
            hash: hash::edition_hash(&text),
            text: text.into(),
        }
    }
}

fn edition(value: Value<'_>) -> Option<String> {
    let text = value.text()?.value;
    if text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')) {
        return Some(text);
    }
    value.error(t!("checklist.edition", found = text));
    None
}

fn field(value: Value<'_>) -> Option<Field> {
    let text = value.text()?.value;
    let field = Field::from_name(&text);
    if field.is_none() {
        value.not_one_of(&text, Field::ALL.iter().map(|field| field.as_str()));
    }
    field
}

fn applies_to(value: Value<'_>) -> Option<Vec<UnitKind>> {
    let mut kinds = Vec::new();
    for element in value.elements()? {
        let Some(text) = element.text() else { continue };
        match UnitKind::from_name(&text.value) {
            Some(kind) if kinds.contains(&kind) => element.error(t!("checklist.twice", found = text.value)),
            Some(kind) => kinds.push(kind),
            None => element.not_one_of(&text.value, UnitKind::ALL.iter().map(|kind| kind.as_str())),
        }
    }
    Some(kinds)
}

fn validity(value: Option<Value<'_>>) -> Validity {
    let Some(table) = value.and_then(|value| value.table(&keys::VALIDITY)) else { return Validity::default() };
    let from = table.optional("from").and_then(Value::date).map(|day| day.value);
    let to = table.optional("to").and_then(Value::date);
    if let (Some(from), Some(to)) = (from, to)
        && from > to.value
        && let Some(value) = table.optional("to")
    {
        let day = |day: chrono::NaiveDate| day.format("%d/%m/%Y").to_string();
        value.error(t!("checklist.from_after_to", from = day(from), to = day(to.value)));
    }
    Validity { from, to: to.map(|day| day.value) }
}

fn basis(table: &Table<'_>, seen: &mut Seen) -> Option<Basis> {
    let id = table.required("id").and_then(|value| unique_identifier(value, seen));
    let short = table.required("short").and_then(Value::text);
    let cite = table.required("cite").and_then(Value::text);
    let in_force = validity(table.optional("in_force"));
    let note = table.optional("note").and_then(Value::text).map(|note| note.value);
    Some(Basis { id: id?, short: short?.value, cite: cite?.value, in_force, note })
}

fn rule(table: &Table<'_>, context: &Context, seen: &mut Seen) -> Option<Rule> {
    let id = table.required("id").and_then(|value| unique_identifier(value, seen));
    let check = table.required("check").and_then(|value| context.names.expression(value));
    let message = table.required("message").and_then(|value| context.names.sentence(value));
    let severity = table.optional("severity").and_then(|value| value.word(RULE_SEVERITIES));
    Some(Rule {
        id: id?,
        check: check?.value,
        message: message?,
        severity: severity.map_or(RuleSeverity::Error, |severity| severity.value),
    })
}

fn section_tables<'a>(root: &Table<'a>) -> Vec<SectionTables<'a>> {
    let Some(sections) = root.optional("section") else {
        root.error(t!("checklist.no_section"));
        return Vec::new();
    };
    let open = |section: Table<'a>| {
        let items = section.optional("item");
        if items.is_none() {
            section.error(t!("checklist.empty_section"));
        }
        let items = items.and_then(|value| value.tables(&keys::ITEM)).unwrap_or_default();
        SectionTables { section, items }
    };
    sections.tables(&keys::SECTION).unwrap_or_default().into_iter().map(open).collect()
}

fn written_id<'a>(table: &Table<'a>) -> Option<&'a str> {
    table.optional("id").and_then(Value::peek_text).map(str::trim)
}

/// The names of all items, read before anything that refers to them.
fn names<'i, 'a: 'i>(items: impl Iterator<Item = &'i Table<'a>>) -> Names {
    let mut names = Names::new(Scope::Items);
    for item in items {
        let Some(id) = written_id(item) else { continue };
        let members = match item.optional("kind").and_then(Value::peek_text) {
            Some("register") => Members::Register,
            Some("survey") => item
                .optional("questions")
                .and_then(Value::peek_ids)
                .map_or(Members::Unknown, |ids| Members::Survey(ids.into_iter().map(super::names::variable).collect())),
            Some("verdict" | "number" | "text" | "date" | "choice" | "rate") => Members::Plain,
            _ => Members::Unknown,
        };
        names.add(id, members);
    }
    names
}

/// Reads an array of texts, each only once.
fn distinct_texts(value: Value<'_>) -> Vec<Located<String>> {
    let mut texts: Vec<Located<String>> = Vec::new();
    for element in value.elements().unwrap_or_default() {
        let Some(text) = element.text() else { continue };
        if texts.iter().any(|known| known.value == text.value) {
            element.error(t!("checklist.twice", found = text.value));
        } else {
            texts.push(text);
        }
    }
    texts
}
