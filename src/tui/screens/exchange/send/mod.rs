//! Sending: what, to whom, where to; one Enter writes it.

mod form;
mod view;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use ratatui::layout::Rect;
use rust_i18n::t;

use self::form::{Form, Row, To, What};
use super::devices::Devices;
use crate::exchange::identity::Passphrase;
use crate::exchange::pack::Purpose;
use crate::exchange::packing::{Files, PackOrder, Readers};
use crate::inspection::{Named, RoundId, named_files};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::screen::{Effect, Event, Message, Screen, TypedHint};
use crate::tui::theme::Role;
use crate::tui::work::{
    ExchangeOutcome, ExchangeRequest, Existing, Outcome, Request, SendOrder, SendPlan, SentPack, World,
};

type Effects = Vec<Effect<World>>;

/// Sending a pack.
#[derive(Debug)]
pub struct SendPack {
    round: RoundId,
    plan: Option<Arc<SendPlan>>,
    form: Form,
    stage: Stage,
}

/// How far it is.
#[derive(Debug, Clone)]
enum Stage {
    /// The form is filled in.
    Form,
    /// There is such a file: another Enter writes over it.
    Exists(PathBuf),
    /// It is being written.
    Writing,
    /// It was.
    Sent(Arc<SentPack>),
}

impl SendPack {
    /// Sends what is recorded in `round`.
    pub fn new(round: RoundId) -> Self {
        Self { round, plan: None, form: Form::default(), stage: Stage::Form }
    }

    fn enter(&mut self) -> Effects {
        let Some(plan) = self.plan.clone() else { return Vec::new() };
        let existing = match &self.stage {
            Stage::Writing => return Vec::new(),
            Stage::Sent(_) => return vec![Effect::Pop],
            Stage::Exists(_) => Existing::Replace,
            Stage::Form => Existing::Keep,
        };
        let readers = match self.form.to(&plan) {
            To::Nobody => return vec![Effect::push(Devices::new())],
            To::Known => Readers::Known,
            To::Everybody => Readers::Everybody,
            To::Passphrase => match Passphrase::typed(self.form.words.text()) {
                Some(passphrase) => Readers::Passphrase(passphrase),
                None => return vec![Effect::Say(Message::error(t!("screen_exchange.send.words_empty")))],
            },
        };
        let what = self.form.what(&plan);
        let (purpose, finish) = match what {
            What::Order => (Purpose::WorkOrder, None),
            What::Mine => (Purpose::Full, None),
            What::Final => (Purpose::Full, plan.member.as_ref().map(|member| member.id.clone())),
        };
        let typed = self.form.path.text().trim();
        if typed.is_empty() {
            return vec![Effect::Say(Message::error(t!("screen_exchange.send.path_empty")))];
        }
        let order = SendOrder {
            round: self.round.clone(),
            pack: PackOrder { purpose, readers, files: Files::Unreceipted },
            path: match named_files(typed, None) {
                Named::Files(files) => files.into_iter().next().unwrap_or_default(),
                Named::NameAlone(name) => PathBuf::from(name),
            },
            name: plan.name.clone(),
            finish,
            existing,
        };
        self.stage = Stage::Writing;
        vec![Effect::Start(Request::Exchange(ExchangeRequest::Send(Box::new(order))))]
    }

    fn take(&mut self, outcome: &Outcome) -> Effects {
        match outcome {
            Outcome::Exchange(ExchangeOutcome::Plan(plan)) if plan.round.id == self.round => {
                if self.plan.is_none() {
                    self.form = Form::new(plan);
                }
                self.plan = Some(plan.clone());
            }
            Outcome::Exchange(ExchangeOutcome::Sent(sent)) => self.stage = Stage::Sent(sent.clone()),
            Outcome::Exchange(ExchangeOutcome::Exists(path)) => self.stage = Stage::Exists(path.clone()),
            _ => {}
        }
        Vec::new()
    }

    fn is_form(&self) -> bool {
        matches!(self.stage, Stage::Form | Stage::Exists(_))
    }

    fn press(&mut self, event: &Event<'_, World>) {
        let Some(plan) = self.plan.clone().filter(|_| self.is_form()) else { return };
        // Whatever is changed now, what was asked about the file there is to be asked again.
        self.stage = Stage::Form;
        self.form.take(&plan, event);
    }
}

impl Screen<World> for SendPack {
    fn title(&self) -> String {
        t!("screen_exchange.send.title").into_owned()
    }

    fn help(&self) -> String {
        t!("screen_exchange.send.help").into_owned()
    }

    fn focus(&self) -> Focus {
        if self.is_form() { self.form.focus() } else { Focus::Commands }
    }

    fn typed_hints(&self) -> Vec<TypedHint> {
        if !self.is_form() {
            return Vec::new();
        }
        let hint =
            |keys: &str, text: std::borrow::Cow<'static, str>| TypedHint { keys: keys.into(), text: text.into() };
        let mut hints = vec![hint("↑↓", t!("screen_exchange.send.row"))];
        if !matches!(self.form.row, Row::Words | Row::Path) {
            hints.push(hint("←→", t!("screen_exchange.send.choose")));
        }
        hints
    }

    fn offers(&self) -> Vec<Offer> {
        let on = |label: std::borrow::Cow<'static, str>| Offer::on(Action::Open).named(label);
        let open = match (&self.stage, &self.plan) {
            (Stage::Writing, _) | (_, None) => Offer::off(Action::Open, t!("screen_exchange.send.writing")),
            (Stage::Sent(_), _) => on(t!("screen_exchange.close")),
            (Stage::Exists(_), _) => on(t!("screen_exchange.send.overwrite")),
            (Stage::Form, Some(plan)) if self.form.to(plan) == To::Nobody => on(t!("screen_exchange.send.see_devices")),
            (Stage::Form, Some(_)) => on(t!("screen_exchange.send.write")),
        };
        let back = match self.stage {
            Stage::Writing => Offer::off(Action::Back, t!("screen_exchange.send.writing")),
            _ => Offer::on(Action::Back),
        };
        let devices = Offer::on(Action::Devices);
        vec![open, devices, back]
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Effects {
        match event {
            Event::Opened | Event::Returned if self.is_form() => {
                return vec![Effect::Run(Request::Exchange(ExchangeRequest::Plan(self.round.clone())))];
            }
            Event::Outcome(outcome) => return self.take(outcome),
            Event::Failed(Request::Exchange(ExchangeRequest::Send(_)), _) => self.stage = Stage::Form,
            Event::Act(Action::Open) => return self.enter(),
            Event::Act(Action::Back) => return vec![Effect::Pop],
            Event::Act(Action::Devices) => return vec![Effect::push(Devices::new())],
            event @ (Event::Key(_) | Event::Text(_) | Event::Paste(_)) => self.press(&event),
            _ => {}
        }
        Vec::new()
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        match (&self.stage, &self.plan) {
            (Stage::Sent(sent), _) => view::sent(canvas, inner, sent),
            (_, Some(plan)) => self.form.render(canvas, inner, plan),
            (_, None) => {}
        }
    }

    fn status(&self) -> Option<Message> {
        match &self.stage {
            Stage::Exists(path) => Some(Message {
                text: t!("screen_exchange.send.exists", path = path.display()).into_owned(),
                role: Role::Changed,
            }),
            _ => None,
        }
    }
}
