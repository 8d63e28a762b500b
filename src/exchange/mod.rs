//! Meeting: the laptops of a team brought together without a server.

pub mod identity;
pub mod pack;
