//! The words of the expression language: functions, filters, how figures print, and the inputs.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;
use minijinja::value::{Object, ValueKind};
use minijinja::{Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value};

use super::{Reference, Unjudged};
use crate::vietnamese::calendar::Calendar;
use crate::vietnamese::date::format_date;
use crate::vietnamese::number::{self, Quoted};

/// Functions an expression may call.
pub(super) const FUNCTIONS: [&str; 3] = ["working_days", "same", "quoted"];
/// Filters an expression or sentence may use.
pub(super) const FILTERS: [&str; 12] =
    ["round", "percent", "plain", "date", "abs", "int", "float", "min", "max", "lower", "upper", "length"];
/// Tests (`x is …`) an expression or sentence may use.
pub(super) const TESTS: [&str; 6] = ["none", "number", "string", "even", "odd", "divisibleby"];

/// Enough for some hundred operations; the longest shipped expression uses about 60.
const FUEL: u64 = 20_000;
/// Under which the inputs carry the calendar; no identifier can be called so.
const CALENDAR: &str = "(calendar)";

/// One environment for all checklists: it holds no figures, only the language.
pub(super) fn environment() -> &'static Environment<'static> {
    static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment.set_formatter(print);
        environment.add_function("working_days", working_days);
        environment.add_function("same", number::same);
        environment.add_function("quoted", quoted);
        environment.add_filter("round", |x: f64, digits: Option<u8>| number::round_half_away(x, digits.unwrap_or(0)));
        environment.add_filter("percent", percent);
        environment.add_filter("plain", plain);
        environment.add_filter("date", |text: &str| day(text).map(format_date));
        environment
    });
    &ENVIRONMENT
}

/// Prints figures the Vietnamese way; a figure that is no finite number is an error, never "inf".
fn print(out: &mut Output, _: &mut State, value: &Value) -> Result<(), Error> {
    match value.kind() {
        ValueKind::Undefined | ValueKind::None => Err(Error::new(ErrorKind::UndefinedError, "empty value")),
        ValueKind::Number => out.write_str(&number::format_number(finite(value)?)).map_err(Error::from),
        _ => {
            let text = value.to_string();
            // A day kept as text prints as a day, also where the author forgot `| date`.
            match text.parse::<NaiveDate>() {
                Ok(date) if text.len() == 10 => out.write_str(&format_date(date)),
                _ => out.write_str(&text),
            }
            .map_err(Error::from)
        }
    }
}

fn finite(value: &Value) -> Result<f64, Error> {
    let number = f64::try_from(value.clone())?;
    if number.is_finite() { Ok(number) } else { Err(Error::new(ErrorKind::InvalidOperation, "not a finite number")) }
}

fn percent(value: &Value) -> Result<String, Error> {
    finite(value).map(number::format_percent)
}

fn plain(value: &Value) -> Result<String, Error> {
    if value.kind() == ValueKind::Number {
        finite(value).map(|number| format!("{number}").replace('.', ","))
    } else {
        Ok(value.to_string())
    }
}

fn day(text: &str) -> Result<NaiveDate, Error> {
    text.parse().map_err(|_| Error::new(ErrorKind::InvalidOperation, format!("{text:?} is no date")))
}

fn working_days(state: &mut State, from: &str, to: &str) -> Result<i64, Error> {
    let (from, to) = (day(from)?, day(to)?);
    let carried = state.lookup(CALENDAR);
    let calendar = carried.as_ref().and_then(|value| value.downcast_object_ref::<CalendarValue>());
    Ok(match calendar {
        Some(CalendarValue(calendar)) => calendar.working_days(from, to),
        None => Calendar::shipped().working_days(from, to), // only in trials at load time
    })
}

fn quoted(part: f64, whole: f64, said: f64, digits: u8) -> Result<&'static str, Error> {
    match number::quoted(part, whole, said, digits) {
        Some(Quoted::Right) => Ok("right"),
        Some(Quoted::Cut) => Ok("cut"),
        Some(Quoted::Wrong) => Ok("wrong"),
        None => Err(Error::new(ErrorKind::InvalidOperation, "division by zero")),
    }
}

#[derive(Debug)]
struct CalendarValue(Arc<Calendar>);
impl Object for CalendarValue {}

/// The figures of a unit under their variable names. What is unanswered or not asked is not in it.
#[derive(Debug, Clone, Default)]
pub struct Inputs(Arc<Values>);

#[derive(Debug, Clone, Default)]
struct Values(BTreeMap<String, Value>);

impl Object for Values {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.0.get(key.as_str()?).cloned()
    }
}

impl Inputs {
    /// Empty inputs whose `working_days` counts by `calendar`.
    pub fn with_calendar(calendar: Arc<Calendar>) -> Self {
        let mut inputs = Self::default();
        inputs.set(CALENDAR, Value::from_object(CalendarValue(calendar)));
        inputs
    }

    /// Gives `variable` a value.
    pub fn set(&mut self, variable: &str, value: Value) {
        Arc::make_mut(&mut self.0).0.insert(variable.to_owned(), value);
    }

    /// Takes `variable` out: it is unanswered or not asked.
    pub fn unset(&mut self, variable: &str) {
        if self.0.0.contains_key(variable) {
            Arc::make_mut(&mut self.0).0.remove(variable);
        }
    }

    /// The value at `reference`.
    pub fn get(&self, reference: &Reference) -> Option<Value> {
        let (first, rest) = reference.0.split_first()?;
        let start = self.0.0.get(first)?.clone();
        rest.iter().try_fold(start, |value, member| {
            value.get_attr(member).ok().filter(|inner| !inner.is_undefined() && !inner.is_none())
        })
    }

    pub(super) fn context(&self) -> Value {
        Value::from_dyn_object(self.0.clone())
    }

    pub(super) fn require(&self, references: &[Reference]) -> Result<(), Unjudged> {
        match references.iter().find(|reference| self.get(reference).is_none()) {
            Some(missing) => Err(Unjudged::Missing(missing.clone())),
            None => Ok(()),
        }
    }
}

/// Inputs in which everything that `references` name is 1: enough to see an expression run away.
pub(super) fn trial_inputs(references: &[Reference]) -> Inputs {
    let mut inputs = Inputs::default();
    for reference in references {
        let Some((first, rest)) = reference.0.split_first() else { continue };
        let value = if rest.is_empty() { Value::from(1) } else { nested_one(references, first) };
        inputs.set(first, value);
    }
    inputs
}

fn nested_one(references: &[Reference], first: &str) -> Value {
    fn tree(paths: &[&[String]]) -> Value {
        let mut members: BTreeMap<String, Value> = BTreeMap::new();
        for path in paths {
            if let Some((head, rest)) = path.split_first() {
                let deeper: Vec<&[String]> = paths
                    .iter()
                    .filter(|other| other.first() == Some(head) && other.len() > 1)
                    .map(|other| &other[1..])
                    .collect();
                members.insert(head.clone(), if rest.is_empty() { Value::from(1) } else { tree(&deeper) });
            }
        }
        Value::from(members)
    }
    let paths: Vec<&[String]> = references
        .iter()
        .filter(|other| other.variable() == first && other.0.len() > 1)
        .map(|other| &other.0[1..])
        .collect();
    tree(&paths)
}
