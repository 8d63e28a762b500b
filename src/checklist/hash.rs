//! Hashes that say whether two editions, or two items, are the same.

use std::collections::BTreeMap;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::keys::{EVIDENCE, Word};
use super::model::{
    AlarmBy, Column, ColumnKind, EditionHash, EvidencePolicy, ItemHash, ItemKind, Points, Question, Scale, Threshold,
    Thresholds, Verdict,
};

/// SHA-256 of an edition's text, which is UTF-8, NFC and has LF line ends.
pub(super) fn edition_hash(text: &str) -> EditionHash {
    EditionHash(hex(&Sha256::digest(text)))
}

/// What an item asks and how it is judged.
pub(super) struct Judged<'a> {
    /// The question.
    pub ask: &'a str,
    /// What it takes.
    pub kind: &'a ItemKind,
    /// Source of its condition.
    pub when: Option<&'a str>,
    /// What it is worth.
    pub points: Option<Points>,
    /// When evidence is asked for.
    pub evidence: EvidencePolicy,
}

impl Judged<'_> {
    /// SHA-256 over a canonical JSON text (fields in a fixed order, numbers as floats) of: `ask`; the
    /// kind with all its parameters (unit, bounds and decimals; choices in their order and their
    /// verdicts; formula; columns with their titles, kinds and `required`, `row_ok`, `at_least`;
    /// questions, details, alarm; thresholds); `when`; points; `evidence`. Expressions count as
    /// written. Not in it: the item's id and place, `says`, `basis`, `severity`, `within_days`,
    /// `required`.
    pub fn hash(&self) -> ItemHash {
        let canonical = Canonical {
            format: 1,
            ask: self.ask,
            kind: CanonicalKind::of(self.kind),
            when: self.when,
            points: self.points.map(|points| [points.full, points.partial]),
            evidence: word(EVIDENCE, &self.evidence),
        };
        // Strings, numbers and lists always become JSON; an empty text could only make hashes equal.
        let json = serde_json::to_vec(&canonical).unwrap_or_default();
        ItemHash(hex(&Sha256::digest(json)))
    }
}

fn word<T: PartialEq>(words: &'static [Word<T>], meaning: &T) -> &'static str {
    words.iter().find(|word| word.means == *meaning).map_or("", |word| word.word)
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]])
        .map(char::from)
        .collect()
}

#[derive(Serialize)]
struct Canonical<'a> {
    format: u8,
    ask: &'a str,
    kind: CanonicalKind<'a>,
    when: Option<&'a str>,
    points: Option<[f64; 2]>,
    evidence: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum CanonicalKind<'a> {
    Verdict,
    Text,
    Date,
    Number {
        unit: Option<&'a str>,
        min: Option<f64>,
        max: Option<f64>,
        decimals: u8,
        thresholds: Option<CanonicalThresholds<'a>>,
    },
    Choice {
        choices: &'a [String],
        verdicts: &'a BTreeMap<String, Verdict>,
    },
    Rate {
        formula: &'a str,
        thresholds: Option<CanonicalThresholds<'a>>,
    },
    Register {
        at_least: u32,
        columns: Vec<CanonicalColumn<'a>>,
        row_ok: Option<&'a str>,
        thresholds: Option<CanonicalThresholds<'a>>,
    },
    Survey {
        questions: Vec<CanonicalQuestion<'a>>,
        details: Vec<&'a str>,
        thresholds: Option<CanonicalThresholds<'a>>,
        alarm: Option<CanonicalAlarm<'a>>,
    },
}

impl<'a> CanonicalKind<'a> {
    fn of(kind: &'a ItemKind) -> Self {
        let judged = |thresholds: &'a Option<Thresholds>| thresholds.as_ref().map(CanonicalThresholds::of);
        match kind {
            ItemKind::Verdict => Self::Verdict,
            ItemKind::Text => Self::Text,
            ItemKind::Date => Self::Date,
            ItemKind::Number { unit, min, max, decimals, thresholds } => Self::Number {
                unit: unit.as_deref(),
                min: *min,
                max: *max,
                decimals: *decimals,
                thresholds: judged(thresholds),
            },
            ItemKind::Choice { choices, verdicts } => Self::Choice { choices, verdicts },
            ItemKind::Rate { formula, thresholds } => {
                Self::Rate { formula: formula.source(), thresholds: judged(thresholds) }
            }
            ItemKind::Register(register) => Self::Register {
                at_least: register.at_least,
                columns: register.columns.iter().map(CanonicalColumn::of).collect(),
                row_ok: register.row_ok.as_ref().map(super::expression::Expression::source),
                thresholds: judged(&register.thresholds),
            },
            ItemKind::Survey(survey) => Self::Survey {
                questions: survey.questions.iter().map(CanonicalQuestion::of).collect(),
                details: survey.details.iter().map(super::ColumnId::as_str).collect(),
                thresholds: judged(&survey.thresholds),
                alarm: survey.alarm.as_ref().map(|alarm| CanonicalAlarm {
                    unsatisfied_over: alarm.unsatisfied_over,
                    by: match &alarm.by {
                        AlarmBy::Detail(detail) => detail.as_str(),
                        AlarmBy::All => "all",
                    },
                }),
            },
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum CanonicalThresholds<'a> {
    From(CanonicalThreshold<'a>, Option<CanonicalThreshold<'a>>),
    To(CanonicalThreshold<'a>, Option<CanonicalThreshold<'a>>),
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum CanonicalThreshold<'a> {
    Value(f64),
    Target(&'a str),
}

impl<'a> CanonicalThresholds<'a> {
    fn of(thresholds: &'a Thresholds) -> Self {
        let one = |threshold: &'a Threshold| match threshold {
            Threshold::Value(value) => CanonicalThreshold::Value(*value),
            Threshold::Target(name) => CanonicalThreshold::Target(name),
        };
        match thresholds {
            Thresholds::From { pass, partial } => Self::From(one(pass), partial.as_ref().map(one)),
            Thresholds::To { pass, partial } => Self::To(one(pass), partial.as_ref().map(one)),
        }
    }
}

#[derive(Serialize)]
struct CanonicalColumn<'a> {
    id: &'a str,
    title: &'a str,
    kind: &'static str,
    choices: &'a [String],
    required: bool,
}

impl<'a> CanonicalColumn<'a> {
    fn of(column: &'a Column) -> Self {
        let no_choices: &[String] = &[];
        let (kind, choices) = match &column.kind {
            ColumnKind::Text => ("text", no_choices),
            ColumnKind::Number => ("number", no_choices),
            ColumnKind::Date => ("date", no_choices),
            ColumnKind::YesNo => ("yes-no", no_choices),
            ColumnKind::Choice(choices) => ("choice", choices.as_slice()),
        };
        let required = column.required == super::Required::Yes;
        Self { id: column.id.as_str(), title: &column.title, kind, choices, required }
    }
}

#[derive(Serialize)]
struct CanonicalQuestion<'a> {
    id: &'a str,
    ask: &'a str,
    scale: &'static str,
    satisfied_to: Option<u32>,
}

impl<'a> CanonicalQuestion<'a> {
    fn of(question: &'a Question) -> Self {
        let (scale, satisfied_to) = match question.scale {
            Scale::Level5 => ("level-5", None),
            Scale::YesNo => ("yes-no", None),
            Scale::Count { satisfied_to } => ("count", Some(satisfied_to)),
        };
        Self { id: question.id.as_str(), ask: &question.ask, scale, satisfied_to }
    }
}

#[derive(Serialize)]
struct CanonicalAlarm<'a> {
    unsatisfied_over: f64,
    by: &'a str,
}

#[cfg(test)]
mod tests {
    use super::super::model::{Checklist, ItemHash};
    use super::super::planted::SOUND;
    use super::super::read_text;

    fn checklist(text: &str) -> std::sync::Arc<Checklist> {
        let reading = read_text("a.toml", text);
        reading.checklist.unwrap_or_else(|| panic!("{:#?}", reading.problems))
    }

    fn item_hash(text: &str, item: &str) -> ItemHash {
        checklist(text).item(item).unwrap().hash.clone()
    }

    /// Whether the item's hash is still the same after replacing one piece of the text.
    fn carries_over(item: &str, instead_of: &str, write: &str) -> bool {
        assert_eq!(SOUND.matches(instead_of).count(), 1, "{instead_of}");
        item_hash(SOUND, item) == item_hash(&SOUND.replace(instead_of, write), item)
    }

    #[test]
    fn wording_bases_and_place_keep_an_item_what_it_is() {
        assert!(carries_over("ty-le-niem-yet", "Niêm yết đầy đủ", "Đã niêm yết đầy đủ"));
        assert!(carries_over("ty-le-niem-yet", "severity = \"major\"", "severity = \"critical\""));
        assert!(carries_over("ty-le-niem-yet", "basis = [\"nd63:17\", \"nd63:18\"]", "basis = [\"nd63\"]"));
        assert!(carries_over("ty-le-niem-yet", "within_days = 15", "within_days = 30"));
        assert!(carries_over(
            "ty-le-niem-yet",
            "pass_from = 1.0\npartial_from = 0.9",
            "pass_from = 1\npartial_from = 0.90"
        ));
        assert!(carries_over("ghi-chu", "required = false", "required = true"));
        let moved = SOUND.replace(
            "title = \"Bảng niêm yết\"\n",
            "title = \"Bảng\"\n[[section.item]]\nid = \"moi\"\nkind = \"text\"\nask = \"Mới\"\n",
        );
        assert_eq!(item_hash(SOUND, "ghi-chu"), item_hash(&moved, "ghi-chu"));
    }

    #[test]
    fn what_is_asked_and_how_it_is_judged_makes_another_item() {
        for (item, instead_of, write) in [
            ("ghi-chu", "Ghi chú của đoàn", "Ghi chú của đoàn kiểm tra"),
            ("ty-le-niem-yet", "partial_from = 0.9", "partial_from = 0.8"),
            ("ty-le-niem-yet", "partial_from = 0.9", "partial_from = \"target.niem_yet\""),
            ("ty-le-niem-yet", "points = 2\n", "points = 3\n"),
            ("ty-le-niem-yet", "partial_points = 0.5", "partial_points = 0.75"),
            ("ty-le-niem-yet", "\"da_niem_yet / tong_tthc\"", "\"1 - da_niem_yet / tong_tthc\""),
            ("dia-chi-pakn", "\"tong_tthc > 0\"", "\"tong_tthc > 1\""),
            ("dia-chi-pakn", "evidence = \"on-fail\"", "evidence = \"always\""),
            ("tong-tthc", "max = 5000", "max = 6000"),
            ("tong-tthc", "unit = \"thủ tục\"", "unit = \"TTHC\""),
            ("het-hieu-luc", "pass_to = 0", "pass_to = 1"),
            ("hinh-thuc", "kem = \"fail\"", "kem = \"partial\""),
            ("mau-tthc", "at_least = 5", "at_least = 6"),
            ("mau-tthc", "Tên thủ tục", "Tên TTHC"),
            ("mau-tthc", "dung_phien_ban and", "dung_phien_ban or"),
            ("phieu-hai-long", "satisfied_to = 2", "satisfied_to = 3"),
            ("phieu-hai-long", "unsatisfied_over = 0.25", "unsatisfied_over = 0.2"),
            ("phieu-hai-long", "[\"cong-chuc\", \"ngay\"]", "[\"cong-chuc\"]"),
        ] {
            assert!(!carries_over(item, instead_of, write), "{instead_of} → {write}");
        }
    }

    #[test]
    fn hashes_do_not_change_from_release_to_release() {
        // Answers of real rounds point at these: a change here orphans them.
        let sound = checklist(SOUND);
        let hashes: Vec<String> = sound.items().map(|item| format!("{} {}", item.id, &item.hash.0[..12])).collect();
        insta::assert_snapshot!(hashes.join("\n"), @r"
        tong-tthc c67d20a4fda7
        da-niem-yet 0516edda5d7b
        ty-le-niem-yet db60928d900a
        het-hieu-luc db4e6c482798
        dia-chi-pakn 555f35bdaaad
        ghi-chu 9b600f278139
        ngay-cong-bo 4dfceddf5072
        hinh-thuc 43138a964e4c
        mau-tthc 5dd46eeb0741
        phieu-hai-long 9051ec4b7e61
        ");
        assert_eq!(sound.hash.0.len(), 64);
        assert_eq!(sound.hash, checklist(&SOUND.replace('\n', "\r\n")).hash);
        assert_ne!(sound.hash, checklist(&SOUND.replace("2025-09", "2025-10")).hash);
    }
}
