//! The JSON Schema (2020-12) of checklist files, for editors such as Even Better TOML.

/// The schema's text. It also stays within what draft 7 validators understand (no `dependentRequired`,
/// no siblings of `$ref`), because TOML editors mostly embed one. What lies between several places of a
/// file (dangling names, duplicates, cycles) only `checklist check` can see.
pub const SCHEMA: &str = include_str!("schema.json");

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::{Map, Value};

    use super::super::keys::{self, COLUMN_KINDS, KINDS, Kind, RESERVED, SCALES, Shape, Word, allowed};
    use super::super::model::{Field, UnitKind};
    use super::super::planted::{PLANTED, SOUND, Schema};
    use super::super::shipped;
    use super::*;

    fn schema() -> Value {
        serde_json::from_str(SCHEMA).unwrap()
    }

    fn validator() -> jsonschema::Validator {
        jsonschema::draft202012::new(&schema()).unwrap()
    }

    /// As editors see a TOML file: days are strings, what JSON has no number for is null.
    fn as_json(value: toml::Value) -> Value {
        match value {
            toml::Value::String(text) => text.into(),
            toml::Value::Integer(number) => number.into(),
            toml::Value::Float(number) => number.into(),
            toml::Value::Boolean(truth) => truth.into(),
            toml::Value::Datetime(time) => time.to_string().into(),
            toml::Value::Array(elements) => elements.into_iter().map(as_json).collect(),
            toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, as_json(value))).collect(),
        }
    }

    fn faults(validator: &jsonschema::Validator, text: &str) -> Vec<String> {
        let document = as_json(toml::Value::Table(text.parse().unwrap()));
        validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect()
    }

    fn properties(shape: &Shape) -> Map<String, Value> {
        let schema = schema();
        let owner = if shape == &keys::CHECKLIST { &schema } else { &schema["$defs"][shape.name] };
        assert_eq!(owner["additionalProperties"], false, "{}", shape.name);
        owner["properties"].as_object().unwrap().clone()
    }

    #[test]
    fn sound_and_shipped_checklists_are_valid() {
        let validator = validator();
        assert_eq!(faults(&validator, SOUND), [""; 0]);
        for file in shipped::files() {
            let text = &file.checklist().unwrap().text;
            assert_eq!(faults(&validator, text), [""; 0], "{}", file.name);
        }
    }

    #[test]
    fn planted_mistakes_that_a_schema_can_see_are_seen() {
        let validator = validator();
        for planted in PLANTED.iter().filter(|planted| planted.schema == Schema::Sees) {
            assert!(!faults(&validator, &planted.text()).is_empty(), "{planted:?}");
        }
    }

    #[test]
    fn the_schema_is_no_stricter_than_the_reader_where_it_cannot_see() {
        let validator = validator();
        for planted in PLANTED.iter().filter(|planted| planted.schema == Schema::Blind) {
            if planted.text().parse::<toml::Table>().is_ok() {
                assert_eq!(faults(&validator, &planted.text()), [""; 0], "now seen: {planted:?}");
            }
        }
    }

    #[test]
    fn schema_and_reader_know_the_same_keys_each_with_its_description() {
        for shape in keys::ALL {
            let properties = properties(shape);
            let known: BTreeSet<&str> = properties.keys().map(String::as_str).collect();
            assert_eq!(known, shape.keys.iter().copied().collect(), "{}", shape.name);
            for (key, property) in &properties {
                let description = property["description"].as_str().unwrap_or_default();
                assert!(description.ends_with('.'), "{}.{key} lacks its description", shape.name);
            }
        }
    }

    #[test]
    fn schema_and_reader_allow_the_same_keys_for_each_kind() {
        let schema = schema();
        let conditions = schema["$defs"]["item"]["allOf"].as_array().unwrap();
        for word in KINDS {
            let of_kind = |condition: &&Value| {
                condition["if"]["properties"]["kind"]["const"] == word.word && condition["if"]["not"].is_null()
            };
            let then = &conditions.iter().find(of_kind).unwrap()["then"]["properties"];
            for key in &keys::ITEM.keys[keys::COMMON_ITEM_KEYS..] {
                let refused = then.get(*key) == Some(&Value::Bool(false));
                assert_eq!(refused, !allowed(word.means, key), "{} on {}", key, word.word);
            }
            let no_verdict = matches!(word.means, Kind::Text | Kind::Date);
            assert_eq!(then.get("points") == Some(&Value::Bool(false)), no_verdict, "points on {}", word.word);
        }
    }

    fn written<T>(words: &[Word<T>]) -> Vec<&'static str> {
        words.iter().map(|word| word.word).collect()
    }

    #[test]
    fn schema_and_reader_know_the_same_words() {
        let schema = schema();
        let words = |pointer: &str| -> Vec<String> {
            let words = schema.pointer(pointer).unwrap_or_else(|| panic!("{pointer}"));
            serde_json::from_value(words.clone()).unwrap()
        };
        assert_eq!(words("/properties/field/enum"), Field::ALL.map(Field::as_str));
        assert_eq!(words("/properties/applies_to/items/enum"), UnitKind::ALL.map(UnitKind::as_str));
        let item = "/$defs/item/properties";
        for (pointer, known) in [
            (format!("{item}/kind/enum"), written(KINDS)),
            (format!("{item}/severity/enum"), written(keys::ITEM_SEVERITIES)),
            (format!("{item}/evidence/enum"), written(keys::EVIDENCE)),
            ("/$defs/column/properties/kind/enum".into(), written(COLUMN_KINDS)),
            ("/$defs/question/properties/scale/enum".into(), written(SCALES)),
            ("/$defs/says/properties/to/enum".into(), written(keys::ADDRESSEES)),
            ("/$defs/cause/properties/kind/enum".into(), written(keys::CAUSE_KINDS)),
            ("/$defs/rule/properties/severity/enum".into(), written(keys::RULE_SEVERITIES)),
        ] {
            assert_eq!(words(&pointer), known, "{pointer}");
        }
        let reserved: Vec<String> = RESERVED.iter().map(|word| word.replace('_', "-")).collect();
        assert_eq!(words("/$defs/id/not/enum"), reserved);
    }
}
