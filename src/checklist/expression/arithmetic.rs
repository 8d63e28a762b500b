//! The arithmetic in a cross-check or formula, as data: what is added, compared and divided.

use minijinja::machinery::ast::{BinOpKind, CallArg, CallType, CompareOpKind, Expr, UnaryOpKind};
use minijinja::machinery::parse_expr;
use minijinja::value::ValueKind;

use super::{Inputs, Reference};
use crate::vietnamese::number::format_number;

/// What stands for a figure that nobody has given yet.
const MISSING: &str = "…";

/// A figure, or figures put together.
#[derive(Debug, Clone, PartialEq)]
pub enum Arithmetic {
    /// A figure of the checklist.
    Figure(Reference),
    /// A number written in the expression.
    Constant(f64),
    /// Figures added and taken away.
    Sum(Vec<Term>),
    /// Two factors.
    Product(Box<[Arithmetic; 2]>),
    /// A part of a whole.
    Quotient(Box<Quotient>),
}

/// A part of a sum.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Whether it is added or taken away.
    pub sign: Sign,
    /// What.
    pub of: Arithmetic,
}

/// Whether a part of a sum is added or taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Added.
    Plus,
    /// Taken away.
    Minus,
}

/// A part of a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Quotient {
    /// What is divided.
    pub part: Arithmetic,
    /// By what.
    pub whole: Arithmetic,
}

/// How two sides must stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// `==`, or `same(…)`.
    Equal,
    /// `<=`.
    AtMost,
    /// `>=`.
    AtLeast,
    /// `<`.
    Below,
    /// `>`.
    Above,
}

impl Relation {
    /// The sign people write.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::AtMost => "≤",
            Self::AtLeast => "≥",
            Self::Below => "<",
            Self::Above => ">",
        }
    }

    /// The same seen from the other side.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::Equal => Self::Equal,
            Self::AtMost => Self::AtLeast,
            Self::AtLeast => Self::AtMost,
            Self::Below => Self::Above,
            Self::Above => Self::Below,
        }
    }
}

/// Two sides that a check compares.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Left side.
    pub left: Arithmetic,
    /// How it must stand to the right one.
    pub relation: Relation,
    /// Right side.
    pub right: Arithmetic,
}

impl Arithmetic {
    /// What it comes to; `None` where a figure is missing, a divisor is 0, or something is no number.
    pub fn value(&self, inputs: &Inputs) -> Option<f64> {
        let value = match self {
            Self::Figure(reference) => f64::try_from(inputs.get(reference)?).ok()?,
            Self::Constant(number) => *number,
            Self::Sum(terms) => terms.iter().try_fold(0.0, |sum, term| {
                let value = term.of.value(inputs)?;
                Some(if term.sign == Sign::Plus { sum + value } else { sum - value })
            })?,
            Self::Product(factors) => factors[0].value(inputs)? * factors[1].value(inputs)?,
            Self::Quotient(quotient) => quotient.part.value(inputs)? / quotient.whole.value(inputs)?,
        };
        value.is_finite().then_some(value)
    }

    /// The figures in it, in their order.
    pub fn references(&self) -> Vec<&Reference> {
        match self {
            Self::Figure(reference) => vec![reference],
            Self::Constant(_) => Vec::new(),
            Self::Sum(terms) => terms.iter().flat_map(|term| term.of.references()).collect(),
            Self::Product(factors) => factors.iter().flat_map(Self::references).collect(),
            Self::Quotient(quotient) => {
                [&quotient.part, &quotient.whole].into_iter().flat_map(Self::references).collect()
            }
        }
    }

    /// With its figures: `2.260 + 7.006 + …`, an ellipsis where one is missing.
    pub fn printed(&self, inputs: &Inputs) -> String {
        match self {
            Self::Figure(_) => self.value(inputs).map_or_else(|| MISSING.to_owned(), format_number),
            Self::Constant(number) => format_number(*number),
            Self::Sum(terms) => {
                let mut text = String::new();
                for (position, term) in terms.iter().enumerate() {
                    text.push_str(match (position, term.sign) {
                        (0, Sign::Plus) => "",
                        (0, Sign::Minus) => "−",
                        (_, Sign::Plus) => " + ",
                        (_, Sign::Minus) => " − ",
                    });
                    text.push_str(&term.of.bracketed(inputs));
                }
                text
            }
            Self::Product(factors) => format!("{} × {}", factors[0].bracketed(inputs), factors[1].bracketed(inputs)),
            Self::Quotient(quotient) => {
                format!("{} / {}", quotient.part.bracketed(inputs), quotient.whole.bracketed(inputs))
            }
        }
    }

    fn bracketed(&self, inputs: &Inputs) -> String {
        let printed = self.printed(inputs);
        if matches!(self, Self::Figure(_) | Self::Constant(_)) { printed } else { format!("({printed})") }
    }
}

/// The comparisons that must all hold for the expression to hold; empty where it is anything else (`or`, words,
/// functions other than `same`).
pub(super) fn comparisons(source: &str) -> Vec<Comparison> {
    let mut found = Vec::new();
    match parse_expr(source) {
        Ok(tree) if conjunction(&tree, &mut found).is_some() => found,
        _ => Vec::new(),
    }
}

/// Part and whole where the whole expression is one division.
pub(super) fn quotient(source: &str) -> Option<Quotient> {
    match arithmetic(&parse_expr(source).ok()?)? {
        Arithmetic::Quotient(quotient) => Some(*quotient),
        _ => None,
    }
}

fn conjunction(tree: &Expr<'_>, found: &mut Vec<Comparison>) -> Option<()> {
    match tree {
        Expr::BinOp(node) if matches!(node.op, BinOpKind::ScAnd) => {
            conjunction(&node.left, found)?;
            conjunction(&node.right, found)
        }
        Expr::BinOp(node) => {
            let relation = match node.op {
                BinOpKind::Eq => Relation::Equal,
                BinOpKind::Lte => Relation::AtMost,
                BinOpKind::Gte => Relation::AtLeast,
                BinOpKind::Lt => Relation::Below,
                BinOpKind::Gt => Relation::Above,
                _ => return None,
            };
            found.push(Comparison { left: arithmetic(&node.left)?, relation, right: arithmetic(&node.right)? });
            Some(())
        }
        Expr::Compare(node) => {
            let mut left = &node.expr;
            for operand in &node.ops {
                let relation = match operand.op {
                    CompareOpKind::Eq => Relation::Equal,
                    CompareOpKind::Lte => Relation::AtMost,
                    CompareOpKind::Gte => Relation::AtLeast,
                    CompareOpKind::Lt => Relation::Below,
                    CompareOpKind::Gt => Relation::Above,
                    CompareOpKind::Ne | CompareOpKind::In | CompareOpKind::NotIn => return None,
                };
                found.push(Comparison { left: arithmetic(left)?, relation, right: arithmetic(&operand.expr)? });
                left = &operand.expr;
            }
            Some(())
        }
        Expr::Call(node) if matches!(node.identify_call(), CallType::Function("same")) => {
            let [CallArg::Pos(left), CallArg::Pos(right)] = node.args.as_slice() else { return None };
            let (left, right) = (arithmetic(left)?, arithmetic(right)?);
            found.push(Comparison { left, relation: Relation::Equal, right });
            Some(())
        }
        _ => None,
    }
}

fn arithmetic(tree: &Expr<'_>) -> Option<Arithmetic> {
    match tree {
        Expr::Const(node) if node.value.kind() == ValueKind::Number => {
            f64::try_from(node.value.clone()).ok().map(Arithmetic::Constant)
        }
        Expr::Var(_) | Expr::GetAttr(_) => super::syntax::path_of(tree).map(|path| Arithmetic::Figure(Reference(path))),
        Expr::UnaryOp(node) if matches!(node.op, UnaryOpKind::Neg) => {
            let mut terms = Vec::new();
            collect(arithmetic(&node.expr)?, Sign::Minus, &mut terms);
            Some(Arithmetic::Sum(terms))
        }
        Expr::BinOp(node) => {
            let (left, right) = (arithmetic(&node.left)?, arithmetic(&node.right)?);
            Some(match node.op {
                BinOpKind::Add | BinOpKind::Sub => {
                    let sign = if matches!(node.op, BinOpKind::Add) { Sign::Plus } else { Sign::Minus };
                    let mut terms = Vec::new();
                    collect(left, Sign::Plus, &mut terms);
                    collect(right, sign, &mut terms);
                    Arithmetic::Sum(terms)
                }
                BinOpKind::Mul => Arithmetic::Product(Box::new([left, right])),
                BinOpKind::Div => Arithmetic::Quotient(Box::new(Quotient { part: left, whole: right })),
                _ => return None,
            })
        }
        _ => None,
    }
}

/// Sums within sums become one.
fn collect(of: Arithmetic, sign: Sign, terms: &mut Vec<Term>) {
    match of {
        Arithmetic::Sum(inner) => {
            for term in inner {
                let sign = if term.sign == sign { Sign::Plus } else { Sign::Minus };
                collect(term.of, sign, terms);
            }
        }
        of => terms.push(Term { sign, of }),
    }
}

#[cfg(test)]
mod tests {
    use minijinja::Value;

    use super::*;

    fn inputs() -> Inputs {
        let mut inputs = Inputs::default();
        for (name, value) in [("a", 10_095.0), ("b", 2_260.0), ("c", 7_006.0), ("d", 829.0)] {
            inputs.set(name, Value::from(value));
        }
        inputs
    }

    fn shown(source: &str) -> Vec<String> {
        let side = |side: &Arithmetic| side.printed(&inputs());
        let all = comparisons(source);
        all.iter().map(|all| format!("{} {} {}", side(&all.left), all.relation.sign(), side(&all.right))).collect()
    }

    #[test]
    fn sums_and_comparisons_are_read_from_the_syntax_tree() {
        assert_eq!(shown("b + c + d == a"), ["2.260 + 7.006 + 829 = 10.095"]);
        assert_eq!(shown("a - (b + c) == d"), ["10.095 − 2.260 − 7.006 = 829"]);
        assert_eq!(shown("b <= a and c + e > 5"), ["2.260 ≤ 10.095", "7.006 + … > 5"]);
        assert_eq!(shown("b <= c <= a"), ["2.260 ≤ 7.006", "7.006 ≤ 10.095"]);
        assert_eq!(shown("same(b * 2, (c + d) / 2)"), ["2.260 × 2 = (7.006 + 829) / 2"]);
        assert_eq!(shown("-b < 0"), ["−2.260 < 0"]);
    }

    #[test]
    fn what_is_no_plain_comparison_is_none() {
        for other in ["a == 0 or b > 0", "a == 'pass'", "a != b", "quoted(a, b, c, 1) == 'right'", "not a", "a in b"] {
            assert_eq!(comparisons(other), [], "{other}");
        }
    }

    #[test]
    fn a_rate_knows_its_part_and_whole() {
        let rate = quotient("(b + c) / a").unwrap();
        assert_eq!((rate.part.value(&inputs()), rate.whole.value(&inputs())), (Some(9266.0), Some(10_095.0)));
        assert_eq!(rate.whole.references(), [&Reference(vec!["a".into()])]);
        assert_eq!(quotient("(a / b) | round(2)"), None);
        assert_eq!(quotient("1 - a / b"), None);
    }

    #[test]
    fn nothing_comes_of_a_missing_figure_or_a_zero() {
        let value = |source: &str| comparisons(source)[0].left.value(&inputs());
        assert_eq!(value("b + c + d == a"), Some(10_095.0));
        assert_eq!(value("b + e == a"), None);
        assert_eq!(value("b / 0 == a"), None);
    }
}
