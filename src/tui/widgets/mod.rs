//! Parts that screens are made of. Each is plain state with `press`/`take` and `render`, like a screen.

pub mod bar;
pub mod confirm;
pub mod key_values;
pub mod list;
pub mod table;
pub mod text_area;
pub mod text_buffer;
pub mod text_field;
