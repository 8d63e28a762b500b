//! A value that the journal keeps, as a change that writes it again.

use serde::Deserialize;
use serde_json::Value;

use super::answer::AnswerField;
use super::change::FieldChange;
use crate::checklist::Verdict;

impl FieldChange {
    /// The change that makes `field` what the journal kept as `value`; `None` where it is no such value, or no field that
    /// people write.
    pub fn of_value(field: AnswerField, value: &Value) -> Option<Self> {
        let text = || match value {
            Value::Null => Some(None),
            other => other.as_str().map(|text| Some(text.to_owned())),
        };
        let number = || match value {
            Value::Null => Some(None),
            other => other.as_f64().map(Some),
        };
        Some(match field {
            AnswerField::Verdict => Self::Verdict(from_text(value, Verdict::from_name).ok()?),
            AnswerField::Number => Self::Number(number()?),
            AnswerField::Text => Self::Text(text()?),
            AnswerField::Date => Self::Date(from_text(value, |day| day.parse().ok()).ok()?),
            AnswerField::Choice => Self::Choice(text()?),
            AnswerField::Reported => Self::Reported(number()?),
            AnswerField::Quoted => Self::Quoted(from_text(value, |said| said.parse().ok()).ok()?),
            AnswerField::Source => Self::Source(Option::deserialize(value).ok()?),
            AnswerField::Remark => Self::Remark(text()?),
            AnswerField::Note => Self::Note(text()?),
            AnswerField::Explanation => Self::Explanation(Option::deserialize(value).ok()?),
            AnswerField::SelfPoints => Self::SelfPoints(number()?),
            AnswerField::PointsReason => Self::PointsReason(text()?),
            AnswerField::Asked => return None,
        })
    }
}

/// What a kept text stands for; nothing where it was taken away.
fn from_text<T>(value: &Value, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, NoSuchValue> {
    if value.is_null() {
        return Ok(None);
    }
    value.as_str().and_then(read).map(Some).ok_or(NoSuchValue)
}

/// The journal holds something else there.
struct NoSuchValue;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn whatever_was_kept_is_written_again_as_it_was() {
        let kept = [
            (AnswerField::Verdict, json!("partial")),
            (AnswerField::Number, json!(10_095)),
            (AnswerField::Text, json!("Đủ.")),
            (AnswerField::Date, json!("2025-10-19")),
            (AnswerField::Choice, json!("bảng")),
            (AnswerField::Reported, json!(0.5)),
            (AnswerField::Quoted, json!("96,90")),
            (AnswerField::Source, json!("phan-mem")),
            (AnswerField::Remark, json!("Chưa có.")),
            (AnswerField::Note, json!("Hỏi lại.")),
            (AnswerField::Explanation, json!({ "agrees": true, "text": "Sẽ bổ sung." })),
            (AnswerField::SelfPoints, json!(2)),
            (AnswerField::PointsReason, json!("Vì.")),
        ];
        assert_eq!(kept.len() + 1, AnswerField::ALL.len(), "all but the edition it was asked in");
        for (field, value) in kept {
            for value in [value, Value::Null] {
                let change = FieldChange::of_value(field, &value).unwrap();
                assert_eq!((change.field(), change.value()), (field, value));
            }
        }
        assert_eq!(FieldChange::of_value(AnswerField::Verdict, &json!("rồi")), None);
        assert_eq!(FieldChange::of_value(AnswerField::Number, &json!("12")), None);
        assert_eq!(FieldChange::of_value(AnswerField::Asked, &json!("x")), None);
    }
}
