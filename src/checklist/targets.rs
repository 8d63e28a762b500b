//! Which targets of the round a checklist names.

use std::collections::BTreeMap;

use super::model::{Checklist, ItemKind, Register, Survey, Threshold, Thresholds};

impl Checklist {
    /// Targets (`target.<name>`) that its thresholds and checks name, each with the question or message it serves first.
    pub fn targets(&self) -> BTreeMap<&str, &str> {
        let mut found = BTreeMap::new();
        for item in self.items() {
            let thresholds = match &item.kind {
                ItemKind::Number { thresholds, .. }
                | ItemKind::Rate { thresholds, .. }
                | ItemKind::Register(Register { thresholds, .. })
                | ItemKind::Survey(Survey { thresholds, .. }) => thresholds.as_ref(),
                _ => None,
            };
            for name in thresholds.into_iter().flat_map(named) {
                found.entry(name).or_insert(item.ask.as_str());
            }
        }
        for rule in &self.rules {
            for reference in rule.check.references() {
                if let [first, name] = reference.0.as_slice()
                    && first == "target"
                {
                    found.entry(name.as_str()).or_insert(self.title.as_str());
                }
            }
        }
        found
    }
}

fn named(thresholds: &Thresholds) -> impl Iterator<Item = &str> {
    let (Thresholds::From { pass, partial } | Thresholds::To { pass, partial }) = thresholds;
    std::iter::once(pass).chain(partial.as_ref()).filter_map(|threshold| match threshold {
        Threshold::Target(name) => Some(name.as_str()),
        Threshold::Value(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use crate::checklist::Library;

    #[test]
    fn thresholds_and_checks_name_targets() {
        let library = Library::load(None).library;
        let names = |id| {
            let editions = library.editions(id);
            editions.last().map(|checklist| checklist.targets().into_keys().map(str::to_owned).collect::<Vec<_>>())
        };
        assert_eq!(names("khao-sat-hai-long").unwrap(), ["hai_long"]);
        assert_eq!(names("ho-so-tthc").unwrap(), ["ho_so_truc_tuyen"]);
        assert_eq!(names("niem-yet-tthc").unwrap(), [""; 0]);
    }
}
