//! Settings of the screen, remembered on this laptop alone.

use std::collections::BTreeMap;

use serde_json::json;

use super::error::InspectionError;
use super::keys;
use super::store::Store;
use crate::journal::{Author, Chain, Change, FieldName, Parents};

impl Store {
    /// What was switched on the screen: name of the setting → name of the choice.
    pub fn screen_settings(&self) -> Result<BTreeMap<String, String>, InspectionError> {
        let heads = self.journal.heads_of(&keys::screen_settings()?)?;
        let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
        Ok(heads.iter().filter_map(|head| Some((head.field.to_string(), text(&head.value)?))).collect())
    }

    /// Remembers a setting.
    pub fn remember_screen_setting(&mut self, setting: &str, choice: &str) -> Result<(), InspectionError> {
        let field = FieldName::new(setting)?;
        let record = keys::screen_settings()?;
        let change = Change { record, field, value: json!(choice), parents: Parents::SoleHead };
        self.journal.write(&Chain::DeviceWide, &Author::default(), &[change])?;
        Ok(())
    }
}
