//! Expressions and sentence templates of checklists: parsed and checked when a file is loaded,
//! evaluated with the figures of a unit.

/// What an expression or sentence needs: `da_niem_yet` is `["da_niem_yet"]`, `mau.ok` is
/// `["mau", "ok"]`, `target.ty_le` is `["target", "ty_le"]`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference(pub Vec<String>);

/// Why a text is no expression or sentence; `offset` is the byte in the text where it shows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ExpressionError {
    /// What is wrong, in the language of the screen.
    pub message: String,
    /// Byte offset in the source.
    pub offset: usize,
}

/// A parsed expression.
#[derive(Debug, Clone)]
pub struct Expression {
    source: std::sync::Arc<str>,
    references: Vec<Reference>,
}

impl Expression {
    /// Parses `source`.
    pub fn parse(source: &str) -> Result<Self, ExpressionError> {
        Ok(Self { source: source.into(), references: Vec::new() })
    }
    /// As written.
    pub fn source(&self) -> &str {
        &self.source
    }
    /// What it needs, sorted, without doubles.
    pub fn references(&self) -> &[Reference] {
        &self.references
    }
}

/// A parsed sentence template.
#[derive(Debug, Clone)]
pub struct Sentence {
    source: std::sync::Arc<str>,
    references: Vec<Reference>,
}

impl Sentence {
    /// Parses `source`.
    pub fn parse(source: &str) -> Result<Self, ExpressionError> {
        Ok(Self { source: source.into(), references: Vec::new() })
    }
    /// As written.
    pub fn source(&self) -> &str {
        &self.source
    }
    /// What it needs, sorted, without doubles.
    pub fn references(&self) -> &[Reference] {
        &self.references
    }
}
