//! Notes: what a member writes down about somebody, for their own eyes only.

pub mod api;
mod store;

pub use store::about;
