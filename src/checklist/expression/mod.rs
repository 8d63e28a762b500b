//! Expressions and sentence templates of checklists: parsed and checked when a file is loaded,
//! evaluated with the figures of a unit. Both are minijinja (strict, fuel-limited, no
//! loops, no includes); what they need is found from their syntax tree, never by running them.

mod arithmetic;
mod language;
mod spans;
mod syntax;

use std::sync::Arc;

use minijinja::Value;
use thiserror::Error;

pub use arithmetic::{Arithmetic, Comparison, Quotient, Relation, Sign, Term};
pub use language::Inputs;
pub use spans::{DayLimit, DaySpan};

/// Longest expression or sentence accepted, in bytes; the longest shipped sentence has about 400.
pub const MAX_SOURCE: usize = 4096;

/// What an expression or sentence needs: `da_niem_yet` is `["da_niem_yet"]`, `mau.ok` is
/// `["mau", "ok"]`, `target.ty_le` is `["target", "ty_le"]`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference(pub Vec<String>);

impl Reference {
    /// The variable the path starts with.
    pub fn variable(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }
}

/// Why a text is no expression or sentence.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct ExpressionError {
    /// What is wrong and what to do, in the language of the screen.
    pub message: String,
    /// Byte offset in the source where it shows.
    pub offset: usize,
}

/// Why a value could not be computed. Such an expression is *not judged*; it is never false.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unjudged {
    /// Something it needs is unanswered or not asked.
    #[error("{}", rust_i18n::t!("expression.missing", name = .0.0.join(".")))]
    Missing(Reference),
    /// Division by zero, a text where a number is needed, out of fuel, not a finite number.
    /// What the engine says is for developers alone.
    #[error("{}", rust_i18n::t!("expression.impossible"))]
    Impossible(String),
}

/// A parsed expression.
#[derive(Clone)]
pub struct Expression {
    source: Arc<str>,
    references: Arc<[Reference]>,
    day_spans: Arc<[DaySpan]>,
    comparisons: Arc<[Comparison]>,
    quotient: Option<Arc<Quotient>>,
    program: Arc<minijinja::Expression<'static, 'static>>,
}

impl std::fmt::Debug for Expression {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Expression").field(&self.source).finish()
    }
}

impl Expression {
    /// Parses `source` and refuses what the format does not allow, including expressions that run away.
    pub fn parse(source: &str) -> Result<Self, ExpressionError> {
        check_length(source)?;
        let references = syntax::expression_references(source)?;
        let program = language::environment()
            .compile_expression_owned(source.to_owned())
            .map_err(|error| syntax::error_of(&error))?;
        let expression = Self {
            source: source.into(),
            references: references.into(),
            day_spans: spans::of(source).into(),
            comparisons: arithmetic::comparisons(source).into(),
            quotient: arithmetic::quotient(source).map(Arc::new),
            program: Arc::new(program),
        };
        let trial = language::trial_inputs(&expression.references);
        match expression.program.eval(trial.context()) {
            Err(error) if error.kind() == minijinja::ErrorKind::OutOfFuel => Err(runs_away()),
            _ => Ok(expression),
        }
    }

    /// As written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// What it needs, sorted, without doubles.
    pub fn references(&self) -> &[Reference] {
        &self.references
    }

    /// Where it counts working days between two variables.
    pub fn day_spans(&self) -> &[DaySpan] {
        &self.day_spans
    }

    /// The comparisons of figures it consists of; empty where it is anything else.
    pub fn comparisons(&self) -> &[Comparison] {
        &self.comparisons
    }

    /// What it divides by what, where it is one division.
    pub fn quotient(&self) -> Option<&Quotient> {
        self.quotient.as_deref()
    }

    /// Its value with `inputs`; *not judged* where something it needs is missing.
    pub fn evaluate(&self, inputs: &Inputs) -> Result<Value, Unjudged> {
        inputs.require(&self.references)?;
        self.program.eval(inputs.context()).map_err(|error| impossible(&error))
    }

    /// Its value as a finite number.
    pub fn number(&self, inputs: &Inputs) -> Result<f64, Unjudged> {
        let value = self.evaluate(inputs)?;
        f64::try_from(value.clone())
            .ok()
            .filter(|number| number.is_finite())
            .ok_or_else(|| Unjudged::Impossible(value.to_string()))
    }

    /// Whether it holds.
    pub fn holds(&self, inputs: &Inputs) -> Result<Truth, Unjudged> {
        self.evaluate(inputs).map(|value| if value.is_true() { Truth::Holds } else { Truth::Fails })
    }
}

/// What a condition came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    /// It holds.
    Holds,
    /// It does not.
    Fails,
}

/// A parsed sentence template.
#[derive(Debug, Clone)]
pub struct Sentence {
    source: Arc<str>,
    references: Arc<[Reference]>,
}

impl Sentence {
    /// Parses `source` and refuses what the format does not allow.
    pub fn parse(source: &str) -> Result<Self, ExpressionError> {
        check_length(source)?;
        let references: Arc<[Reference]> = syntax::sentence_references(source)?.into();
        let sentence = Self { source: source.into(), references };
        let trial = language::trial_inputs(&sentence.references);
        match language::environment().render_str(source, trial.context()) {
            Err(error) if error.kind() == minijinja::ErrorKind::OutOfFuel => Err(runs_away()),
            _ => Ok(sentence),
        }
    }

    /// As written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// What it needs, sorted, without doubles.
    pub fn references(&self) -> &[Reference] {
        &self.references
    }

    /// The sentence with the figures of `inputs` filled in, printed the Vietnamese way.
    pub fn render(&self, inputs: &Inputs) -> Result<String, Unjudged> {
        inputs.require(&self.references)?;
        language::environment().render_str(&self.source, inputs.context()).map_err(|error| impossible(&error))
    }
}

fn impossible(error: &minijinja::Error) -> Unjudged {
    Unjudged::Impossible(error.detail().map_or_else(|| error.kind().to_string(), str::to_owned))
}

fn check_length(source: &str) -> Result<(), ExpressionError> {
    if source.trim().is_empty() {
        return Err(ExpressionError { message: rust_i18n::t!("expression.empty").into_owned(), offset: 0 });
    }
    if source.len() > MAX_SOURCE {
        let message = rust_i18n::t!("expression.too_long", max = MAX_SOURCE).into_owned();
        return Err(ExpressionError { message, offset: 0 });
    }
    Ok(())
}

fn runs_away() -> ExpressionError {
    ExpressionError { message: rust_i18n::t!("expression.runs_away").into_owned(), offset: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inputs(pairs: &[(&str, Value)]) -> Inputs {
        let mut inputs = Inputs::default();
        for (name, value) in pairs {
            inputs.set(name, value.clone());
        }
        inputs
    }

    fn references(source: &str) -> Vec<String> {
        Expression::parse(source).unwrap().references().iter().map(|reference| reference.0.join(".")).collect()
    }

    #[test]
    fn finds_what_an_expression_needs() {
        assert_eq!(references("da_niem_yet / tong_tthc"), ["da_niem_yet", "tong_tthc"]);
        assert_eq!(references("mau.ok < mau.rows and target.ty_le > 0"), ["mau.ok", "mau.rows", "target.ty_le"]);
        assert_eq!(references("working_days(nhan, tra) <= 5"), ["nhan", "tra"]);
        assert_eq!(references("phieu.question.thai_do.index >= 0.8"), ["phieu.question.thai_do.index"]);
        assert_eq!(references("(a if b == 'pass' else c) | round(2)"), ["a", "b", "c"]);
    }

    #[test]
    fn refuses_what_the_format_does_not_allow() {
        for bad in
            ["", "a +", "range(3)", "a | upper_case", "a.b()", "{% for x in y %}", "dict(a=1)", "'x' * 100000000"]
        {
            assert!(Expression::parse(bad).is_err(), "{bad}");
        }
        for bad in ["{{ a", "{% for x in y %}{{ x }}{% endfor %}", "{% set a = 1 %}", "{% include 'x' %}", "{{ f(1) }}"]
        {
            assert!(Sentence::parse(bad).is_err(), "{bad}");
        }
        assert!(Expression::parse(&format!("{}1{}", "(".repeat(2000), ")".repeat(2000))).is_err());
    }

    #[test]
    fn members_and_targets_run_in_the_trial() {
        assert!(Expression::parse("('x' * 100000000) == mau.ok").is_err(), "the trial gives members too");
        assert!(Expression::parse("target.a > 0 and ('x' * 100000000) == '1'").is_err());
    }

    #[test]
    fn a_missing_input_is_not_judged() {
        let expression = Expression::parse("a > 0 and b > 0").unwrap();
        let missing = expression.holds(&inputs(&[("a", Value::from(0))]));
        assert_eq!(missing, Err(Unjudged::Missing(Reference(vec!["b".into()]))));
    }

    #[test]
    fn division_by_zero_is_not_judged_and_never_false() {
        let rate = Expression::parse("a / b").unwrap();
        assert!(matches!(rate.number(&inputs(&[("a", 1.into()), ("b", 0.into())])), Err(Unjudged::Impossible(_))));
        let guarded = Expression::parse("b == 0 or a / b <= 1").unwrap();
        assert_eq!(guarded.holds(&inputs(&[("a", 1.into()), ("b", 0.into())])), Ok(Truth::Holds));
        let rule = Expression::parse("a / b > 0.5").unwrap();
        assert!(rule.holds(&inputs(&[("a", 1.into()), ("b", 0.0.into())])).is_err());
    }

    #[test]
    fn sentences_print_figures_the_vietnamese_way() {
        let sentence =
            Sentence::parse("Mới niêm yết {{ a }}/{{ b }} ({{ c | percent }}), năm {{ n | plain }}").unwrap();
        let filled = inputs(&[("a", 9256.into()), ("b", 10095.into()), ("c", 0.988.into()), ("n", 2022.into())]);
        assert_eq!(sentence.render(&filled).unwrap(), "Mới niêm yết 9.256/10.095 (98,8%), năm 2022");
        let decimals = Sentence::parse("{{ x }} và {{ x | round(0) }}").unwrap();
        assert_eq!(decimals.render(&inputs(&[("x", 0.5.into())])).unwrap(), "0,5 và 1");
        let dates = Sentence::parse("{{ d | date }} {% if d == '2022-10-19' %}đúng{% endif %}").unwrap();
        assert_eq!(dates.render(&inputs(&[("d", "2022-10-19".into())])).unwrap(), "19/10/2022 đúng");
    }

    #[test]
    fn contract_functions() {
        let holds = |source: &str| Expression::parse(source).unwrap().holds(&Inputs::default());
        assert_eq!(holds("same(0.1 + 0.2, 0.3)"), Ok(Truth::Holds));
        assert_eq!(holds("quoted(8876, 9256, 95.89, 2) == 'right'"), Ok(Truth::Holds));
        assert_eq!(holds("quoted(2, 3, 66.6, 1) == 'cut'"), Ok(Truth::Holds));
        assert_eq!(holds("quoted(2, 3, 67.6, 1) == 'wrong'"), Ok(Truth::Holds));
        assert_eq!(holds("working_days('2022-10-14', '2022-10-17') == 1"), Ok(Truth::Holds));
        assert_eq!(holds("(2.345 | round(2)) == 2.35"), Ok(Truth::Holds));
        assert!(holds("quoted(1, 0, 10, 0) == 'right'").is_err());
    }
}
