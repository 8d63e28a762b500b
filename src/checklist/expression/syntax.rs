//! The syntax tree of an expression or sentence: what it needs, and what the format does not allow.

use minijinja::machinery::ast::{CallArg, CallType, Expr, Stmt};
use minijinja::machinery::{Span, parse, parse_expr};
use rust_i18n::t;

use super::{ExpressionError, Reference, language};

type Result<T> = std::result::Result<T, ExpressionError>;

/// What an expression needs, sorted, without doubles.
pub(super) fn expression_references(source: &str) -> Result<Vec<Reference>> {
    let tree = parse_expr(source).map_err(|error| error_of(&error))?;
    let mut walk = Walk::default();
    walk.expression(&tree)?;
    Ok(walk.finish())
}

/// What a sentence needs, sorted, without doubles.
pub(super) fn sentence_references(source: &str) -> Result<Vec<Reference>> {
    let tree = parse(source, "sentence", minijinja::syntax::SyntaxConfig::default());
    let tree = tree.map_err(|error| error_of(&error))?;
    let mut walk = Walk::default();
    walk.statement(&tree)?;
    Ok(walk.finish())
}

/// minijinja's own words for a syntax error, with where it shows.
pub(super) fn error_of(error: &minijinja::Error) -> ExpressionError {
    let why = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    let offset = error.range().map_or(0, |range| range.start);
    ExpressionError { message: t!("expression.syntax", why = why).into_owned(), offset }
}

#[derive(Default)]
struct Walk {
    found: Vec<Reference>,
}

impl Walk {
    fn finish(mut self) -> Vec<Reference> {
        self.found.sort();
        self.found.dedup();
        self.found
    }

    fn statement(&mut self, statement: &Stmt<'_>) -> Result<()> {
        match statement {
            Stmt::Template(template) => self.statements(&template.children),
            Stmt::EmitRaw(_) => Ok(()),
            Stmt::EmitExpr(emit) => self.expression(&emit.expr),
            Stmt::IfCond(condition) => {
                self.expression(&condition.expr)?;
                self.statements(&condition.true_body)?;
                self.statements(&condition.false_body)
            }
            Stmt::ForLoop(node) => refuse(node.span(), "loop"),
            Stmt::WithBlock(node) => refuse(node.span(), "with"),
            Stmt::Set(node) => refuse(node.span(), "set"),
            Stmt::SetBlock(node) => refuse(node.span(), "set"),
            Stmt::AutoEscape(node) => refuse(node.span(), "autoescape"),
            Stmt::FilterBlock(node) => refuse(node.span(), "filter"),
            Stmt::Do(node) => refuse(node.span(), "do"),
        }
    }

    fn statements(&mut self, statements: &[Stmt<'_>]) -> Result<()> {
        statements.iter().try_for_each(|statement| self.statement(statement))
    }

    fn expression(&mut self, expression: &Expr<'_>) -> Result<()> {
        match expression {
            Expr::Const(_) => Ok(()),
            Expr::Var(_) | Expr::GetAttr(_) => {
                let path = path_of(expression).ok_or_else(|| not_allowed(expression.span(), "attribute"))?;
                self.found.push(Reference(path));
                Ok(())
            }
            Expr::UnaryOp(node) => self.expression(&node.expr),
            Expr::BinOp(node) => {
                self.expression(&node.left)?;
                self.expression(&node.right)
            }
            Expr::Compare(node) => {
                self.expression(&node.expr)?;
                node.ops.iter().try_for_each(|operand| self.expression(&operand.expr))
            }
            Expr::IfExpr(node) => {
                self.expression(&node.test_expr)?;
                self.expression(&node.true_expr)?;
                node.false_expr.iter().try_for_each(|otherwise| self.expression(otherwise))
            }
            Expr::Filter(node) => {
                if !language::FILTERS.contains(&node.name) {
                    return Err(unknown(node.span(), "filter", node.name, &language::FILTERS));
                }
                node.expr.iter().try_for_each(|inner| self.expression(inner))?;
                self.arguments(&node.args)
            }
            Expr::Test(node) => {
                if !language::TESTS.contains(&node.name) {
                    return Err(unknown(node.span(), "test", node.name, &language::TESTS));
                }
                self.expression(&node.expr)?;
                self.arguments(&node.args)
            }
            Expr::Call(node) => match node.identify_call() {
                CallType::Function(name) if language::FUNCTIONS.contains(&name) => self.arguments(&node.args),
                CallType::Function(name) | CallType::Method(_, name) => {
                    Err(unknown(node.span(), "function", name, &language::FUNCTIONS))
                }
                CallType::Object(_) => refuse(node.span(), "call"),
            },
            Expr::List(node) => node.items.iter().try_for_each(|item| self.expression(item)),
            Expr::Tuple(node) => node.items.iter().try_for_each(|item| self.expression(item)),
            Expr::Slice(node) => refuse(node.span(), "slice"),
            Expr::GetItem(node) => refuse(node.span(), "index"),
            Expr::Map(node) => refuse(node.span(), "map"),
        }
    }

    fn arguments(&mut self, arguments: &[CallArg<'_>]) -> Result<()> {
        arguments.iter().try_for_each(|argument| match argument {
            CallArg::Pos(value) => self.expression(value),
            CallArg::Kwarg(_, value) | CallArg::PosSplat(value) | CallArg::KwargSplat(value) => {
                Err(not_allowed(value.span(), "keyword"))
            }
        })
    }
}

/// `a.b.c` as a path; `None` where it starts with anything but a name.
pub(super) fn path_of(expression: &Expr<'_>) -> Option<Vec<String>> {
    match expression {
        Expr::Var(node) => Some(vec![node.id.to_owned()]),
        Expr::GetAttr(node) => {
            let mut path = path_of(&node.expr)?;
            path.push(node.name.to_owned());
            Some(path)
        }
        _ => None,
    }
}

fn offset(span: Span) -> usize {
    span.start_offset as usize
}

fn refuse<T>(span: Span, construct: &str) -> Result<T> {
    Err(not_allowed(span, construct))
}

fn not_allowed(span: Span, construct: &str) -> ExpressionError {
    let message = t!("expression.not_allowed", what = t!(format!("expression.construct.{construct}")));
    ExpressionError { message: message.into_owned(), offset: offset(span) }
}

fn unknown(span: Span, what: &str, name: &str, known: &[&str]) -> ExpressionError {
    let kind = t!(format!("expression.construct.{what}"));
    let message = t!("expression.unknown", kind = kind, name = name, known = known.join(", "));
    ExpressionError { message: message.into_owned(), offset: offset(span) }
}
