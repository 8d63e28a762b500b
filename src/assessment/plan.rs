//! In which order the items of a checklist are computed, and what must be computed again when one
//! of them changes.

use std::collections::HashMap;
use std::sync::Arc;

use crate::checklist::expression::Reference;
use crate::checklist::{Checklist, Item, ItemKind};

/// A checklist with the dependencies between its items; made once per edition.
#[derive(Debug)]
pub struct Plan {
    /// The checklist.
    pub checklist: Arc<Checklist>,
    /// Indexes of items, each after everything it needs.
    pub(super) order: Vec<usize>,
    /// For every item the items that look at it.
    pub(super) dependents: Vec<Vec<usize>>,
    /// For every item the rules that look at it.
    pub(super) rules: Vec<Vec<usize>>,
    by_id: HashMap<String, usize>,
}

impl Plan {
    /// Reads the dependencies of `checklist` from its expressions.
    pub fn new(checklist: Arc<Checklist>) -> Self {
        let items: Vec<&Item> = checklist.items().collect();
        let by_variable: HashMap<String, usize> =
            items.iter().enumerate().map(|(index, item)| (item.id.variable(), index)).collect();
        let by_id = items.iter().enumerate().map(|(index, item)| (item.id.as_str().to_owned(), index)).collect();
        let needs: Vec<Vec<usize>> = items.iter().map(|item| needs_of(item, &by_variable)).collect();
        let mut dependents = vec![Vec::new(); items.len()];
        for (index, needed) in needs.iter().enumerate() {
            for &other in needed {
                dependents[other].push(index);
            }
        }
        let mut rules = vec![Vec::new(); items.len()];
        for (index, rule) in checklist.rules.iter().enumerate() {
            for reference in rule.check.references().iter().chain(rule.message.references()) {
                if let Some(&item) = by_variable.get(reference.variable())
                    && !rules[item].contains(&index)
                {
                    rules[item].push(index);
                }
            }
        }
        let order = order_of(&needs);
        Self { checklist, order, dependents, rules, by_id }
    }

    /// Index of the item called `id`, in the order of [`Checklist::items`].
    pub fn index(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }
}

/// Depth-first order; the loader has refused cycles, so each item comes after what it needs.
fn order_of(needs: &[Vec<usize>]) -> Vec<usize> {
    fn visit(index: usize, needs: &[Vec<usize>], seen: &mut [bool], order: &mut Vec<usize>) {
        if std::mem::replace(&mut seen[index], true) {
            return;
        }
        for &needed in &needs[index] {
            visit(needed, needs, seen, order);
        }
        order.push(index);
    }
    let mut order = Vec::with_capacity(needs.len());
    let mut seen = vec![false; needs.len()];
    for index in 0..needs.len() {
        visit(index, needs, &mut seen, &mut order);
    }
    order
}

fn needs_of(item: &Item, by_variable: &HashMap<String, usize>) -> Vec<usize> {
    let formula: &[Reference] = match &item.kind {
        ItemKind::Rate { formula, .. } => formula.references(),
        _ => &[],
    };
    let when = item.when.as_ref().map_or(&[] as &[Reference], |when| when.references());
    let mut needed: Vec<usize> =
        formula.iter().chain(when).filter_map(|reference| by_variable.get(reference.variable()).copied()).collect();
    needed.sort_unstable();
    needed.dedup();
    needed
}
