//! What the unit said to the findings.

use super::finding::{Finding, sources_of};
use super::phrase;
use super::wording::fixed;
use crate::inspection::{Agreement, Explanation};
use crate::paper::{Block, Paragraph};

/// One numbered paragraph per explanation, in the order of the findings.
pub(super) fn blocks(findings: &[Finding<'_>]) -> Vec<Block> {
    findings.iter().filter_map(paragraph).map(Block::Numbered).collect()
}

/// What the unit said to one finding.
pub(super) fn paragraph(finding: &Finding<'_>) -> Option<Paragraph> {
    let answer = finding.answer?;
    let explanation = answer.explanation.as_ref()?;
    let item = finding.ask();
    let stance = match explanation.agrees {
        Agreement::Agrees => fixed!("agrees", item = item),
        Agreement::Disagrees => fixed!("disagrees", item = item),
    };
    let text = phrase::joined([stance, words(explanation)]);
    Some(Paragraph::new(text, sources_of(answer)))
}

/// The unit's own words in quotation marks; empty where it gave none.
pub(super) fn words(explanation: &Explanation) -> String {
    let text = phrase::sentences(&explanation.text);
    let text = text.trim_end_matches('.');
    if text.is_empty() { String::new() } else { fixed!("explains", text = text) }
}
