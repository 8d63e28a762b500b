//! What items are computed from and when they are asked must not run in circles: no computed item
//! may need itself, and a `when` may only look at what comes before it.

use std::collections::{BTreeMap, BTreeSet};

use rust_i18n::t;

use crate::checklist::names::variable;
use crate::checklist::reader::{Findings, Located};

/// What one item refers to, by the variables of the items.
#[derive(Debug, Default)]
pub(super) struct Uses {
    /// The item.
    pub id: String,
    /// What its formula needs, if it is computed.
    pub formula: Option<Located<Vec<String>>>,
    /// What its `when` needs.
    pub when: Option<Located<Vec<String>>>,
}

/// Checks `items`, which stand in the order of the file.
pub(super) fn check(items: &[Uses], findings: &Findings<'_>) {
    let graph = Graph::of(items);
    for cycle in graph.cycles() {
        report_cycle(items, cycle, findings);
    }
    for (index, item) in items.iter().enumerate() {
        let Some(when) = &item.when else { continue };
        for name in &when.value {
            let Some(looked_at) = graph.by_variable.get(name) else { continue };
            let message = if *looked_at >= index {
                t!("checklist.when.later", name = items[*looked_at].id)
            } else if let Some(later) = graph.needs(*looked_at).into_iter().find(|needed| *needed >= index) {
                t!("checklist.when.later_through", name = items[*looked_at].id, later = items[later].id)
            } else {
                continue;
            };
            findings.error(when.offset, message);
        }
    }
}

fn report_cycle(items: &[Uses], mut cycle: Vec<usize>, findings: &Findings<'_>) {
    let first = (0..cycle.len()).min_by_key(|at| cycle[*at]).unwrap_or(0);
    cycle.rotate_left(first);
    let Some(formula) = cycle.first().and_then(|item| items[*item].formula.as_ref()) else { return };
    let path: Vec<&str> = cycle.iter().chain(cycle.first()).map(|item| items[*item].id.as_str()).collect();
    findings.error(formula.offset, t!("checklist.cycle", path = path.join(" → ")));
}

/// Which items each computed item is computed from; items are numbered in the order of the file.
struct Graph {
    by_variable: BTreeMap<String, usize>,
    edges: Vec<Vec<usize>>,
}

impl Graph {
    fn of(items: &[Uses]) -> Self {
        let mut by_variable = BTreeMap::new();
        for (index, item) in items.iter().enumerate() {
            by_variable.entry(variable(&item.id)).or_insert(index);
        }
        let known = |names: &Located<Vec<String>>| -> Vec<usize> {
            names.value.iter().filter_map(|name| by_variable.get(name).copied()).collect()
        };
        let edges = items.iter().map(|item| item.formula.as_ref().map(known).unwrap_or_default()).collect();
        Self { by_variable, edges }
    }

    /// Everything `item` is computed from, directly or not.
    fn needs(&self, item: usize) -> BTreeSet<usize> {
        let mut reached = BTreeSet::new();
        let mut open = self.edges[item].clone();
        while let Some(next) = open.pop() {
            if reached.insert(next) {
                open.extend(&self.edges[next]);
            }
        }
        reached
    }

    /// The cycles that a depth-first walk closes, each once. The walk keeps its own stack: a file may
    /// hold a chain of thousands of items.
    fn cycles(&self) -> Vec<Vec<usize>> {
        let mut found = Vec::new();
        let mut done = vec![false; self.edges.len()];
        for start in 0..self.edges.len() {
            let mut path: Vec<Step> = Vec::new();
            let mut next = Some(start);
            loop {
                if let Some(item) = next.take() {
                    if let Some(at) = path.iter().position(|step| step.item == item) {
                        found.push(path[at..].iter().map(|step| step.item).collect());
                    } else if !done[item] {
                        path.push(Step { item, edge: 0 });
                    }
                }
                let Some(step) = path.last_mut() else { break };
                next = self.edges[step.item].get(step.edge).copied();
                step.edge += 1;
                if next.is_none() {
                    done[step.item] = true;
                    path.pop();
                }
            }
        }
        found
    }
}

/// An item on the walk's path and the edge it takes next.
struct Step {
    item: usize,
    edge: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(id: &str, formula: &[&str], when: &[&str]) -> Uses {
        let needs = |names: &[&str]| {
            (!names.is_empty())
                .then(|| Located { value: names.iter().map(|name| (*name).to_owned()).collect(), offset: 0 })
        };
        Uses { id: id.to_owned(), formula: needs(formula), when: needs(when) }
    }

    fn messages(items: &[Uses]) -> Vec<String> {
        let findings = Findings::new("a.toml", "", Vec::new());
        check(items, &findings);
        findings.into_problems().into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn cycles_are_named_from_their_first_item() {
        let found = messages(&[
            item("x", &["c"], &[]),
            item("a", &["b", "n"], &[]),
            item("b", &["c"], &[]),
            item("c", &["a"], &[]),
            item("n", &[], &[]),
            item("s", &["s"], &[]),
        ]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.iter().any(|message| message.contains("a → b → c → a")), "{found:?}");
        assert!(found.iter().any(|message| message.contains("s → s")), "{found:?}");
    }

    #[test]
    fn shared_inputs_are_no_cycle_and_long_chains_are_walked() {
        let mut items: Vec<Uses> = (0..5_000).map(|n| item(&format!("i{n}"), &[&format!("i{}", n + 1)], &[])).collect();
        items.push(item("both", &["i1", "i2"], &[]));
        assert!(messages(&items).is_empty());
    }

    #[test]
    fn a_condition_looks_back_only_also_through_what_is_computed() {
        let found = messages(&[
            item("rate", &["later"], &[]),
            item("first", &[], &["rate"]),
            item("self", &[], &["self"]),
            item("ok", &[], &["first"]),
            item("later", &[], &["rate_2"]),
            item("rate-2", &[], &[]),
        ]);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[0].contains("rate") && found[0].contains("later"));
    }
}
