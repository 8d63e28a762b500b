//! What was written, and what to do with it.

use ratatui::layout::Rect;
use rust_i18n::t;

use super::super::spoken;
use crate::exchange::pack::Purpose;
use crate::tui::canvas::Canvas;
use crate::tui::screens::evidence::size;
use crate::tui::theme::Role;
use crate::tui::work::SentPack;

/// ```text
///  √ Đã ghi và đọc lại, khớp từng byte. Có thể rút USB.
///
///  E:\2025-dot-1-dell-02-20251019-1640.ktra
///  1204 bản ghi, 3 tệp đính kèm, 42,3 KB.
///  2 máy mở được gói này.
/// ```
pub(super) fn sent(canvas: &mut Canvas<'_>, area: Rect, sent: &SentPack) {
    let packed = &sent.packed;
    let done = format!("{} {}", canvas.theme().marks().pass, t!("screen_exchange.sent.done"));
    let row = spoken::paragraph(canvas, area, 0, Role::Pass, &done);
    let row = spoken::paragraph(canvas, area, row + 1, Role::Title, &sent.path.display().to_string());
    let (count, files) = (packed.counts.revisions, packed.counts.attachments);
    let holds = t!("screen_exchange.sent.holds", count = count, files = files, size = size(packed.file.size));
    let mut row = spoken::paragraph(canvas, area, row, Role::Text, &holds);
    let readers = match (&sent.passphrase, packed.devices, sent.purpose) {
        (Some(_), _, _) => t!("screen_exchange.sent.words"),
        (None, 0, Purpose::WorkOrder) => t!("screen_exchange.sent.order"),
        (None, 0, _) => t!("screen_exchange.sent.everybody"),
        (None, count, _) => t!("screen_exchange.sent.devices", count = count),
    };
    row = spoken::paragraph(canvas, area, row, Role::Text, &readers);
    if let Some(passphrase) = &sent.passphrase {
        row = spoken::render(canvas, area, row + 1, passphrase.spoken()) + 1;
    }
    if packed.files_missing > 0 {
        let text = t!("screen_exchange.sent.missing", count = packed.files_missing);
        spoken::paragraph(canvas, area, row, Role::Changed, &text);
    }
}
