//! JSON: `{"round","view","columns":[…],"rows":[{column: value}]}`, a row a line.

use serde_json::{Map, Value as Json, json};

use super::{Dataset, Value};

pub(super) fn write(dataset: &Dataset) -> Vec<u8> {
    let head = json!({ "round": dataset.round.as_str(), "view": dataset.view.as_str(), "columns": dataset.columns() });
    let rows: Vec<String> = dataset.rows().iter().map(|row| object(dataset.columns(), row).to_string()).collect();
    let head = head.to_string();
    let rows = if rows.is_empty() { String::new() } else { format!("\n{}\n", rows.join(",\n")) };
    format!("{},\"rows\":[{rows}]}}\n", head.trim_end_matches('}')).into_bytes()
}

fn object(columns: &[&str], row: &[Value]) -> Json {
    let member = |(column, value): (&&str, &Value)| ((*column).to_owned(), cell(value));
    Json::Object(columns.iter().zip(row).map(member).collect::<Map<_, _>>())
}

fn cell(value: &Value) -> Json {
    match value {
        Value::Nothing => Json::Null,
        Value::Text(text) => text.as_str().into(),
        Value::Word(word) => word.code().into(),
        Value::Number(number) | Value::Share(number) => number_of(*number),
        Value::Flag(flag) => (*flag).into(),
        Value::Day(day) => day.to_string().into(),
    }
}

/// Whole numbers without ".0".
fn number_of(number: f64) -> Json {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and below 2^53")]
    if number.fract() == 0.0 && number.abs() < 9.0e15 { Json::from(number as i64) } else { Json::from(number) }
}
