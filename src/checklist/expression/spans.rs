//! Counts of working days in a condition: between which two days, and how many are allowed. From them a register tells
//! how late a row is, and which years of the calendar it needs.

use minijinja::machinery::ast::{BinOpKind, Call, CallArg, CallType, CompareOpKind, Expr, UnaryOpKind};
use minijinja::machinery::parse_expr;

/// `working_days(from, to)` of two variables, somewhere in a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DaySpan {
    /// Variable of the first day.
    pub from: String,
    /// Variable of the second day.
    pub to: String,
    /// What the condition cannot hold without; `None` where it may hold all the same.
    pub limit: Option<DayLimit>,
}

/// How many working days are allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayLimit {
    /// No more than these.
    AtMost(i64),
    /// No fewer than these: the second day is the deadline.
    AtLeast(i64),
}

impl DayLimit {
    /// Days beyond the limit, of a span of `days`; 0 within it.
    pub fn exceeded_by(self, days: i64) -> u32 {
        let over = match self {
            Self::AtMost(most) => days - most,
            Self::AtLeast(least) => least - days,
        };
        u32::try_from(over.max(0)).unwrap_or(u32::MAX)
    }
}

/// The spans of `source`, which has been parsed before.
pub(super) fn of(source: &str) -> Vec<DaySpan> {
    let mut found = Vec::new();
    if let Ok(tree) = parse_expr(source) {
        required(&tree, &mut found);
    }
    found
}

/// Walks along the parts that must all hold.
fn required(expression: &Expr<'_>, found: &mut Vec<DaySpan>) {
    match expression {
        Expr::BinOp(node) if matches!(node.op, BinOpKind::ScAnd) => {
            required(&node.left, found);
            required(&node.right, found);
        }
        Expr::BinOp(node) => match limit_of(&node.left, side(node.op), &node.right) {
            Some(span) => found.push(span),
            None => anywhere(expression, found),
        },
        Expr::Compare(node) => match node.ops.as_slice() {
            [operand] => match limit_of(&node.expr, compared(operand.op), &operand.expr) {
                Some(span) => found.push(span),
                None => anywhere(expression, found),
            },
            _ => anywhere(expression, found),
        },
        _ => anywhere(expression, found),
    }
}

/// How the left side stands to the right one.
#[derive(Clone, Copy)]
enum Side {
    Less,
    LessOrEqual,
    More,
    MoreOrEqual,
}

impl Side {
    fn turned(self) -> Self {
        match self {
            Self::Less => Self::More,
            Self::LessOrEqual => Self::MoreOrEqual,
            Self::More => Self::Less,
            Self::MoreOrEqual => Self::LessOrEqual,
        }
    }
}

fn side(op: BinOpKind) -> Option<Side> {
    match op {
        BinOpKind::Lt => Some(Side::Less),
        BinOpKind::Lte => Some(Side::LessOrEqual),
        BinOpKind::Gt => Some(Side::More),
        BinOpKind::Gte => Some(Side::MoreOrEqual),
        _ => None,
    }
}

fn compared(op: CompareOpKind) -> Option<Side> {
    match op {
        CompareOpKind::Lt => Some(Side::Less),
        CompareOpKind::Lte => Some(Side::LessOrEqual),
        CompareOpKind::Gt => Some(Side::More),
        CompareOpKind::Gte => Some(Side::MoreOrEqual),
        _ => None,
    }
}

fn limit_of(left: &Expr<'_>, side: Option<Side>, right: &Expr<'_>) -> Option<DaySpan> {
    let side = side?;
    let (span, side, days) = match (span_of(left), span_of(right)) {
        (Some(span), None) => (span, side, whole(right)?),
        (None, Some(span)) => (span, side.turned(), whole(left)?),
        _ => return None,
    };
    let limit = match side {
        Side::Less => DayLimit::AtMost(days - 1),
        Side::LessOrEqual => DayLimit::AtMost(days),
        Side::More => DayLimit::AtLeast(days + 1),
        Side::MoreOrEqual => DayLimit::AtLeast(days),
    };
    Some(DaySpan { limit: Some(limit), ..span })
}

fn whole(expression: &Expr<'_>) -> Option<i64> {
    match expression {
        Expr::Const(node) => i64::try_from(node.value.clone()).ok(),
        Expr::UnaryOp(node) if matches!(node.op, UnaryOpKind::Neg) => whole(&node.expr).map(|number| -number),
        _ => None,
    }
}

fn span_of(expression: &Expr<'_>) -> Option<DaySpan> {
    let Expr::Call(node) = expression else { return None };
    called(node)
}

fn called(node: &Call<'_>) -> Option<DaySpan> {
    let variable = |argument: &CallArg<'_>| match argument {
        CallArg::Pos(Expr::Var(variable)) => Some(variable.id.to_owned()),
        _ => None,
    };
    match (node.identify_call(), node.args.as_slice()) {
        (CallType::Function("working_days"), [from, to]) => {
            Some(DaySpan { from: variable(from)?, to: variable(to)?, limit: None })
        }
        _ => None,
    }
}

/// Every span within, without a limit.
fn anywhere(expression: &Expr<'_>, found: &mut Vec<DaySpan>) {
    match expression {
        Expr::UnaryOp(node) => anywhere(&node.expr, found),
        Expr::BinOp(node) => {
            anywhere(&node.left, found);
            anywhere(&node.right, found);
        }
        Expr::Compare(node) => {
            anywhere(&node.expr, found);
            node.ops.iter().for_each(|operand| anywhere(&operand.expr, found));
        }
        Expr::IfExpr(node) => {
            anywhere(&node.test_expr, found);
            anywhere(&node.true_expr, found);
            node.false_expr.iter().for_each(|otherwise| anywhere(otherwise, found));
        }
        Expr::Filter(node) => node.expr.iter().for_each(|inner| anywhere(inner, found)),
        Expr::Call(node) => found.extend(called(node)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(source: &str) -> Vec<String> {
        of(source).into_iter().map(|span| format!("{} {} {:?}", span.from, span.to, span.limit)).collect()
    }

    #[test]
    fn limits_are_those_the_condition_cannot_hold_without() {
        assert_eq!(told("working_days(hen, tra) <= 0 and co_giay"), ["hen tra Some(AtMost(0))"]);
        assert_eq!(
            told("ok and (working_days(a, b) < 5 and 2 >= working_days(c, d))"),
            ["a b Some(AtMost(4))", "c d Some(AtMost(2))"]
        );
        assert_eq!(told("working_days(tra, han) >= 0"), ["tra han Some(AtLeast(0))"]);
        assert_eq!(told("working_days(tra, han) > -2"), ["tra han Some(AtLeast(-1))"]);
    }

    #[test]
    fn other_counts_need_the_calendar_too() {
        assert_eq!(told("working_days(a, b) <= 0 or not working_days(c, d) > 3"), ["a b None", "c d None"]);
        assert_eq!(told("working_days(a, b) <= target.han"), ["a b None"]);
        assert_eq!(told("dung and phi"), Vec::<String>::new());
        assert_eq!(told("working_days('2025-01-01', b) <= 0"), Vec::<String>::new());
    }

    #[test]
    fn days_beyond_the_limit() {
        assert_eq!((DayLimit::AtMost(0).exceeded_by(3), DayLimit::AtMost(5).exceeded_by(5)), (3, 0));
        assert_eq!((DayLimit::AtLeast(0).exceeded_by(-2), DayLimit::AtLeast(0).exceeded_by(4)), (2, 0));
    }
}
