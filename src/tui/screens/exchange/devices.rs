//! This laptop and those it knows.

use std::sync::Arc;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use super::compare::{Compare, Was};
use super::merge::MergePacks;
use super::spoken;
use crate::exchange::identity::{DeviceCard, Standing};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::screen::{Effect, Event, Message, Screen};
use crate::tui::theme::Role;
use crate::tui::widgets::confirm::Confirm;
use crate::tui::widgets::list::ListCursor;
use crate::tui::widgets::table::{self, Column, ColumnWidth};
use crate::tui::widgets::text_field::{Accepts, TextField};
use crate::tui::width;
use crate::tui::work::{DeviceLine, DeviceList, ExchangeOutcome, ExchangeRequest, Outcome, Request, World};
use crate::vietnamese::date::format_date;

type Effects = Vec<Effect<World>>;

/// The devices.
#[derive(Debug, Default)]
pub struct Devices {
    list: Option<Arc<DeviceList>>,
    cursor: ListCursor,
    asking: Option<Asking>,
}

/// What is asked below the list.
#[derive(Debug)]
enum Asking {
    /// The word that revokes the selected device.
    Revoke(Confirm),
    /// Another name for this laptop.
    Name(TextField),
}

impl Devices {
    /// The devices, read when the screen is opened.
    pub fn new() -> Self {
        Self::default()
    }

    fn others(&self) -> &[DeviceLine] {
        self.list.as_ref().map_or(&[], |list| &list.others)
    }

    fn selected(&self) -> Option<&DeviceLine> {
        self.others().get(self.cursor.selected())
    }

    fn enter(&mut self) -> Effects {
        match self.asking.take() {
            Some(Asking::Revoke(confirm)) => match self.selected() {
                Some(line) if confirm.is_given() => {
                    let text = t!("screen_exchange.devices.revoked", machine = line.device.name).into_owned();
                    let revoke = ExchangeRequest::Revoke(line.device.id.clone());
                    return vec![run(revoke), Effect::Say(Message::info(text))];
                }
                _ => self.asking = Some(Asking::Revoke(confirm)),
            },
            Some(Asking::Name(field)) => return vec![run(ExchangeRequest::NameThis(field.text().to_owned()))],
            None => {
                if let Some(line) = self.selected() {
                    return vec![Effect::push(compare(line))];
                }
            }
        }
        Vec::new()
    }

    fn offer_of_enter(&self) -> Offer {
        match self.selected() {
            None => Offer::off(Action::Open, t!("screen_exchange.devices.none")),
            Some(line) if line.device.standing == Standing::Accepted && line.device.revoked.is_none() => {
                Offer::off(Action::Open, t!("screen_exchange.devices.accepted_already", machine = line.device.name))
            }
            Some(_) => Offer::on(Action::Open).named(t!("screen_exchange.compare.title")),
        }
    }

    fn render_list(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let mut columns = vec![
            Column::text(t!("screen_exchange.devices.machine"), ColumnWidth::Fit(24)),
            Column::text(t!("screen_exchange.devices.member"), ColumnWidth::Fill),
            Column::text(t!("screen_exchange.devices.standing"), ColumnWidth::Fit(34)),
        ];
        let roomy = area.width >= 76;
        if roomy {
            columns.push(Column::text(t!("screen_exchange.devices.since"), ColumnWidth::Exact(10)));
        }
        let row = |line: &DeviceLine| {
            let (role, standing) = standing(line);
            let mut cells = vec![
                Line::from(theme.span(Role::Text, line.device.name.clone())),
                Line::from(theme.span(Role::Text, line.member.clone().unwrap_or_else(|| "–".to_owned()))),
                Line::from(theme.span(role, standing)),
            ];
            if roomy {
                cells.push(Line::from(theme.span(Role::Dim, format_date(line.device.since.date_naive()))));
            }
            cells
        };
        let rows: Vec<_> = self.others().iter().map(row).collect();
        table::render(canvas, area, &columns, &rows, &self.cursor);
    }

    /// What is asked, or the words of the selected device.
    fn render_below(&self, canvas: &mut Canvas<'_>, area: Rect) {
        match &self.asking {
            Some(Asking::Revoke(confirm)) => confirm.render(canvas, area),
            Some(Asking::Name(field)) => {
                let prompt = format!("{} ", t!("screen_exchange.devices.ask_name"));
                canvas.text(area, 0, Role::Text, &prompt);
                let used = u16::try_from(width::of(&prompt)).unwrap_or(area.width).min(area.width);
                field.render(canvas, Rect { x: area.x + used, width: area.width - used, ..area });
            }
            None => {
                let Some(line) = self.selected() else { return };
                let words = t!("screen_exchange.devices.words", machine = line.device.name, words = line.words);
                spoken::paragraph(canvas, area, 0, Role::Dim, &words);
            }
        }
    }

    fn height_below(&self, columns: u16) -> u16 {
        match &self.asking {
            Some(Asking::Revoke(confirm)) => confirm.height(columns),
            Some(Asking::Name(_)) => 1,
            None => 2,
        }
    }
}

/// Compares the words of a device that is known here.
fn compare(line: &DeviceLine) -> Compare {
    let device = &line.device;
    let card = DeviceCard { keys: device.keys.clone(), name: device.name.clone(), member: device.member.clone() };
    let was = if device.revoked.is_some() { Was::Revoked } else { Was::New };
    Compare::new(card, line.member.clone().unwrap_or_default(), was)
}

/// What a device is here, in words.
fn standing(line: &DeviceLine) -> (Role, String) {
    let (role, text) = match (&line.device.revoked, &line.device.standing) {
        (Some(_), _) => (Role::Fail, t!("screen_exchange.devices.is_revoked")),
        (None, Standing::Accepted) => (Role::Pass, t!("screen_exchange.devices.is_accepted")),
        (None, Standing::Introduced { .. }) => {
            let by = line.introduced_by.clone().unwrap_or_default();
            (Role::Pass, t!("screen_exchange.devices.is_introduced", by = by))
        }
        (None, Standing::Seen) if line.waiting > 0 => {
            (Role::Changed, t!("screen_exchange.devices.is_seen_waiting", count = line.waiting))
        }
        (None, Standing::Seen) => (Role::Changed, t!("screen_exchange.devices.is_seen")),
    };
    (role, text.into_owned())
}

fn run(request: ExchangeRequest) -> Effect<World> {
    Effect::Run(Request::Exchange(request))
}

impl Screen<World> for Devices {
    fn title(&self) -> String {
        t!("screen_exchange.devices.title").into_owned()
    }

    fn help(&self) -> String {
        t!("screen_exchange.devices.help").into_owned()
    }

    fn focus(&self) -> Focus {
        if self.asking.is_some() { Focus::Text } else { Focus::Commands }
    }

    fn offers(&self) -> Vec<Offer> {
        let back = Offer::on(Action::Back);
        match &self.asking {
            Some(Asking::Revoke(_)) => vec![Offer::on(Action::Open).named(Action::Revoke.label()), back],
            Some(Asking::Name(_)) => vec![Offer::on(Action::Open).named(t!("screen_exchange.devices.rename")), back],
            None => {
                let revoke = match self.selected() {
                    Some(line) if line.device.revoked.is_none() => Offer::on(Action::Revoke),
                    Some(_) => Offer::off(Action::Revoke, t!("screen_exchange.devices.is_revoked")),
                    None => Offer::off(Action::Revoke, t!("screen_exchange.devices.none")),
                };
                let rename = Offer::on(Action::Edit).named(t!("screen_exchange.devices.rename"));
                vec![self.offer_of_enter(), rename, revoke]
            }
        }
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Effects {
        match event {
            Event::Opened | Event::Returned => return vec![run(ExchangeRequest::Devices)],
            Event::Outcome(Outcome::Exchange(ExchangeOutcome::Devices(list))) => {
                let selected = self.selected().map(|line| line.device.id.clone());
                self.list = Some(list.clone());
                let place = list.others.iter().position(|line| Some(&line.device.id) == selected.as_ref());
                self.cursor.select(place.unwrap_or(0));
            }
            Event::Outcome(Outcome::Exchange(ExchangeOutcome::Accepted { name, waiting, .. })) => {
                let text = t!("screen_exchange.devices.accepted", machine = name).into_owned();
                let mut effects = vec![run(ExchangeRequest::Devices)];
                if !waiting.is_empty() {
                    effects.push(Effect::push(MergePacks::of_files(waiting.clone())));
                }
                effects.push(Effect::Say(Message { text, role: Role::Pass }));
                return effects;
            }
            Event::Act(Action::Open) => return self.enter(),
            Event::Act(Action::Back) => {
                if self.asking.take().is_none() {
                    return vec![Effect::Pop];
                }
            }
            Event::Act(Action::Edit) => {
                let name = self.list.as_ref().map_or("", |list| &list.this.name);
                self.asking = Some(Asking::Name(TextField::new(name, Accepts::Text)));
            }
            Event::Act(Action::Revoke) => {
                if let Some(line) = self.selected() {
                    let text = t!("screen_exchange.devices.revoke_means", machine = line.device.name);
                    self.asking = Some(Asking::Revoke(Confirm::new(text, t!("screen_exchange.devices.revoke_word"))));
                }
            }
            event => match (&mut self.asking, &event) {
                (Some(Asking::Revoke(confirm)), event) => _ = confirm.take(event),
                (Some(Asking::Name(field)), event) => _ = field.take(event),
                (None, Event::Key(key)) => _ = self.cursor.press(*key, self.others().len()),
                _ => {}
            },
        }
        Vec::new()
    }

    /// ```text
    ///  Máy này: dell-02
    ///    1 đẹp       2 tháp      3 tập       4 thường    5 ưa        6 mướp
    ///  Đọc sáu từ này cho người chấp nhận máy của mình.
    ///
    ///    Máy      Người dùng      Tình trạng                        Từ ngày
    ///  > hp-07    Thành viên 2    chưa chấp nhận, 1 gói đang chờ    19/10/2025
    ///
    ///  Sáu từ của hp-07: …
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(list) = &self.list else { return };
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        canvas.text(inner, 0, Role::Text, &t!("screen_exchange.devices.this", machine = list.this.name));
        let row = spoken::render(canvas, inner, 1, &list.words.to_string());
        let row = spoken::paragraph(canvas, inner, row, Role::Dim, &t!("screen_exchange.devices.read_aloud"));
        let below = self.height_below(inner.width).min(area.height);
        let top = (row + 1).min(area.height);
        let height = area.height.saturating_sub(top + below);
        let middle = Rect { y: area.y + top, height, ..area };
        if list.others.is_empty() {
            let middle = Rect { x: inner.x, width: inner.width, ..middle };
            if middle.height > 0 {
                spoken::paragraph(canvas, middle, 0, Role::Text, &t!("screen_exchange.devices.none_yet"));
            }
        } else {
            self.render_list(canvas, middle);
        }
        self.render_below(canvas, Rect { y: area.bottom().saturating_sub(below), height: below, ..inner });
    }
}
