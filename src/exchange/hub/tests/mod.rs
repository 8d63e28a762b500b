//! Laptops that are sets, places that fail on purpose: what a meeting must survive.

mod faults;
mod folder;
mod meeting;
mod toy;
