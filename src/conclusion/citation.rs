//! Documents cited in full the first time, by type and number later.

use std::collections::BTreeSet;

use super::phrase;
use super::wording::fixed;
use crate::checklist::{BasisReference, Checklist};

/// Words after which "tại Điều …" may follow directly.
const RULE: &str = "quy định";

/// What a paper has cited so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Citations {
    cited: BTreeSet<String>,
    /// Whether whatever is cited counts as cited before.
    everything: bool,
}

impl Citations {
    /// As if every document had been cited before.
    pub fn everything() -> Self {
        Self { cited: BTreeSet::new(), everything: true }
    }

    /// Takes note of what a person's `text` cites in full, of the documents of `checklists`.
    pub fn note<'c>(&mut self, text: &str, checklists: impl Iterator<Item = &'c Checklist>) {
        for basis in checklists.flat_map(|checklist| &checklist.bases) {
            if text.contains(&phrase::clause(&basis.cite)) {
                self.cited.insert(phrase::clause(&basis.short));
            }
        }
    }

    /// `Điều 15, Điều 17 Nghị định số 63/2010/NĐ-CP …`; none where the item names no basis.
    pub fn cite(&mut self, checklist: &Checklist, references: &[BasisReference]) -> Option<String> {
        let documents: Vec<String> = references
            .chunk_by(|a, b| a.basis == b.basis)
            .filter_map(|of_one| {
                let basis = checklist.basis(&of_one.first()?.basis)?;
                let short = phrase::clause(&basis.short);
                let name = if !self.everything && self.cited.insert(short.clone()) {
                    phrase::clause(&basis.cite)
                } else {
                    short
                };
                let articles = of_one.iter().filter_map(|reference| reference.article.as_deref()).map(article);
                let articles = articles.collect::<Vec<_>>().join(", ");
                Some(phrase::joined([articles, name]))
            })
            .collect();
        (!documents.is_empty()).then(|| phrase::listed(&documents))
    }

    /// `text` (without stop) and what it rests on, with their stops. "… quy định" goes on into the citation; brackets do
    /// not stand within brackets or behind others: there the basis is a sentence of its own.
    pub fn with_basis(&mut self, text: &str, checklist: &Checklist, references: &[BasisReference]) -> String {
        let Some(basis) = self.cite(checklist, references) else { return phrase::sentence(text) };
        if text.ends_with(RULE) {
            phrase::sentence(&fixed!("basis_woven", text = text, basis = basis))
        } else if text.ends_with(')') || basis.contains('(') {
            phrase::joined([phrase::sentence(text), phrase::sentence(&fixed!("basis_sentence", basis = basis))])
        } else {
            phrase::sentence(&fixed!("basis_bracket", text = text, basis = basis))
        }
    }
}

/// `Điều 17`; what is no number (`Phụ lục II`) stays as written.
fn article(written: &str) -> String {
    if written.starts_with(|c: char| c.is_ascii_digit()) {
        fixed!("article", article = written)
    } else {
        written.to_owned()
    }
}
