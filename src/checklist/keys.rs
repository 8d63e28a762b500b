//! Every key of the file format, table by table: the reader refuses all others, and a
//! test keeps the JSON Schema to the same set.

use super::model::{Addressee, CauseKind, EvidencePolicy, ItemSeverity, RuleSeverity};

/// A table of the format: its name in the JSON Schema and the keys it may hold.
#[derive(Debug, PartialEq, Eq)]
pub struct Shape {
    /// Name under `$defs` of the schema.
    pub name: &'static str,
    /// Keys, in the order of the documentation.
    pub keys: &'static [&'static str],
}

/// The file itself.
pub const CHECKLIST: Shape = Shape {
    name: "checklist",
    keys: &["id", "edition", "title", "field", "applies_to", "effective", "basis", "section", "rule"],
};
/// `effective` and `in_force`.
pub const VALIDITY: Shape = Shape { name: "validity", keys: &["from", "to"] };
/// `[[basis]]`.
pub const BASIS: Shape = Shape { name: "basis", keys: &["id", "short", "cite", "in_force", "note"] };
/// `[[section]]`.
pub const SECTION: Shape = Shape { name: "section", keys: &["id", "title", "item"] };
/// `[[section.item]]`, the keys of all kinds together.
pub const ITEM: Shape = Shape {
    name: "item",
    keys: &[
        "id",
        "kind",
        "ask",
        "required",
        "when",
        "severity",
        "basis",
        "says",
        "within_days",
        "evidence",
        "points",
        "partial_points",
        "unit",
        "min",
        "max",
        "decimals",
        "formula",
        "choices",
        "verdicts",
        "at_least",
        "columns",
        "row_ok",
        "questions",
        "details",
        "alarm",
        "pass_from",
        "partial_from",
        "pass_to",
        "partial_to",
    ],
};
/// An entry of a register's `columns`.
pub const COLUMN: Shape = Shape { name: "column", keys: &["id", "title", "kind", "choices", "required"] };
/// An entry of a survey's `questions`.
pub const QUESTION: Shape = Shape { name: "question", keys: &["id", "ask", "scale", "satisfied_to"] };
/// A survey's `alarm`.
pub const ALARM: Shape = Shape { name: "alarm", keys: &["unsatisfied_over", "by"] };
/// An item's `says`.
pub const SAYS: Shape = Shape { name: "says", keys: &["strength", "shortcoming", "requirement", "cause", "to"] };
/// `says.cause`.
pub const CAUSE: Shape = Shape { name: "cause", keys: &["text", "kind"] };
/// `[[rule]]`.
pub const RULE: Shape = Shape { name: "rule", keys: &["id", "check", "message", "severity"] };

/// All tables of the format.
#[cfg(test)]
pub const ALL: [&Shape; 11] =
    [&CHECKLIST, &VALIDITY, &BASIS, &SECTION, &ITEM, &COLUMN, &QUESTION, &ALARM, &SAYS, &CAUSE, &RULE];

/// Keys that turn a value into a verdict.
pub const THRESHOLDS: [&str; 4] = ["pass_from", "partial_from", "pass_to", "partial_to"];

/// What an item is, as written in `kind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Judged by a person.
    Verdict,
    /// A figure.
    Number,
    /// Free text.
    Text,
    /// A day.
    Date,
    /// One of several.
    Choice,
    /// Computed.
    Rate,
    /// Sampled rows.
    Register,
    /// Forms.
    Survey,
}

impl Kind {
    /// Keys of [`ITEM`] that belong to this kind and not to every item.
    pub fn own_keys(self) -> &'static [&'static str] {
        match self {
            Self::Verdict | Self::Text | Self::Date => &[],
            Self::Number => &["unit", "min", "max", "decimals", "pass_from", "partial_from", "pass_to", "partial_to"],
            Self::Choice => &["choices", "verdicts"],
            Self::Rate => &["formula", "pass_from", "partial_from", "pass_to", "partial_to"],
            Self::Register => &["at_least", "columns", "row_ok", "pass_from", "partial_from", "pass_to", "partial_to"],
            Self::Survey => &["questions", "details", "alarm", "pass_from", "partial_from", "pass_to", "partial_to"],
        }
    }
}

/// Keys that every item may have, whatever its kind.
pub const COMMON_ITEM_KEYS: usize = 12;

/// Whether `key`, one of [`ITEM`]'s, may stand on an item of `kind`.
pub fn allowed(kind: Kind, key: &str) -> bool {
    ITEM.keys[..COMMON_ITEM_KEYS].contains(&key) || kind.own_keys().contains(&key)
}

/// A word of the format and what it means.
#[derive(Debug, Clone, Copy)]
pub struct Word<T: 'static> {
    /// As written in TOML.
    pub word: &'static str,
    /// What it stands for.
    pub means: T,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident: $type:ty = $($word:literal => $means:expr),+ $(,)?) => {
        $(#[$doc])*
        pub const $name: &[Word<$type>] = &[$(Word { word: $word, means: $means }),+];
    };
}

words!(
    /// `kind` of an item.
    KINDS: Kind = "verdict" => Kind::Verdict, "number" => Kind::Number, "text" => Kind::Text, "date" => Kind::Date,
    "choice" => Kind::Choice, "rate" => Kind::Rate, "register" => Kind::Register, "survey" => Kind::Survey
);
words!(
    /// `severity` of an item.
    ITEM_SEVERITIES: ItemSeverity = "minor" => ItemSeverity::Minor, "major" => ItemSeverity::Major,
    "critical" => ItemSeverity::Critical
);
words!(
    /// `evidence` of an item.
    EVIDENCE: EvidencePolicy = "never" => EvidencePolicy::Never, "on-fail" => EvidencePolicy::OnFail,
    "always" => EvidencePolicy::Always
);
words!(
    /// `kind` of a cause.
    CAUSE_KINDS: CauseKind = "objective" => CauseKind::Objective, "subjective" => CauseKind::Subjective
);
words!(
    /// `says.to`.
    ADDRESSEES: Addressee = "unit" => Addressee::Unit, "agency" => Addressee::Agency,
    "superior" => Addressee::Superior
);
words!(
    /// `severity` of a rule.
    RULE_SEVERITIES: RuleSeverity = "error" => RuleSeverity::Error, "warning" => RuleSeverity::Warning
);

/// What a register's column holds, before its choices are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnWord {
    /// Free text.
    Text,
    /// A figure.
    Number,
    /// A day.
    Date,
    /// True or false.
    YesNo,
    /// One of `choices`.
    Choice,
}

words!(
    /// `kind` of a column.
    COLUMN_KINDS: ColumnWord = "text" => ColumnWord::Text, "number" => ColumnWord::Number,
    "date" => ColumnWord::Date, "yes-no" => ColumnWord::YesNo, "choice" => ColumnWord::Choice
);

/// A question's scale, before `satisfied_to` is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScaleWord {
    /// Five levels.
    Level5,
    /// Yes or no.
    YesNo,
    /// A count.
    Count,
}

words!(
    /// `scale` of a question.
    SCALES: ScaleWord = "level-5" => ScaleWord::Level5, "yes-no" => ScaleWord::YesNo, "count" => ScaleWord::Count
);

/// Words of the expression language and its functions: an id that reads the same (with `-` as `_`)
/// could not be told from them.
pub const RESERVED: [&str; 15] = [
    "and",
    "or",
    "not",
    "in",
    "is",
    "if",
    "else",
    "true",
    "false",
    "none",
    "target",
    "working_days",
    "same",
    "quoted",
    "loop",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_of_an_item_are_the_common_ones_and_those_of_the_kinds() {
        let own: std::collections::BTreeSet<_> = KINDS.iter().flat_map(|kind| kind.means.own_keys()).collect();
        let listed: std::collections::BTreeSet<_> = ITEM.keys[COMMON_ITEM_KEYS..].iter().collect();
        assert_eq!(own, listed);
        assert!(allowed(Kind::Text, "points") && !allowed(Kind::Verdict, "formula"));
    }
}
